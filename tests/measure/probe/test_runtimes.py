"""Programs on the usual ports that are asked for their models and do something else."""

import time

import pytest

from msp_aigov.measure.live.address import address
from msp_aigov.measure.probe.runtimes import endpoint_in, listed
from tests.measure.live.scripted import FOREVER, HANG, OK, Step, playing


@pytest.mark.parametrize(
    ("steps", "status"),
    [
        (((FOREVER, b"x", 0.02),), 0),
        (((FOREVER, b"HTTP/1.1 100 Continue\r\n\r\n", 0.0),), 0),
        ((HANG,), 0),
        ((OK, (FOREVER, b"[", 0.02)), 200),
        ((OK, (FOREVER, b"[" * 10_000, 0.0)), 200),
    ],
    ids=["drips", "goes on without an end", "says nothing", "drips a list", "lists without an end"],
)
def test_a_program_that_never_comes_to_an_end_is_not_waited_for(steps: tuple[Step, ...], status: int) -> None:
    with playing(*steps) as script:
        began = time.monotonic()
        assert listed(address(script.url, allow_remote=False), within_s=0.3) == (status, None)
    assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    ("words", "port"),
    [
        ("The server is running on http://127.0.0.1:5273.", 5273),
        ("was http://[::, was http://[1:2], was http://localhost:99999, is http://[::1]:5273/openai/status", 5273),
        ("seen from outside as http://192.0.2.1:80, here as http://localhost:5273", 5273),
        ("http://[x]: http://:1", None),
    ],
)
def test_an_address_in_a_sentence_is_found_whatever_stands_around_it(words: str, port: int | None) -> None:
    found = endpoint_in(words)
    assert (found and found.port) == port
