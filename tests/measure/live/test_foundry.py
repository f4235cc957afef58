"""Foundry Local's SDK in a child process: its answers, its absence, its older shape, and its crash."""

import os
from decimal import Decimal
from pathlib import Path

import pytest

from msp_aigov.measure.live import foundry
from msp_aigov.measure.live.foundry import Order, bench, told
from msp_aigov.measure.parent import Outcome
from msp_aigov.model.bench.measured import Measurement, Noise
from tests.measure.live.test_live import NEED

# As much of the SDK as the child asks for; `WHAT` is what its model does in the middle of an answer.
SDK = """
import os, signal, sys, time
from types import SimpleNamespace
__version__ = "2.2.1"
FoundryLocalException = type("FoundryLocalException", (Exception,), {})
class Configuration:
    WebService = staticmethod(lambda **settings: None)
    def __init__(self, app, **settings): print("noise of the native part")
MODEL = SimpleNamespace(id="tiny-generic-cpu:1", alias="tiny", load=lambda: None)
CATALOG = SimpleNamespace(get_cached_models=lambda: HELD)
HELD = [MODEL]
class FoundryLocalManager:
    instance = SimpleNamespace(catalog=CATALOG)
    initialize = staticmethod(lambda settings: None)
class Stream:
    def __enter__(self): return self
    def __exit__(self, *wrong): pass
    def __iter__(self):
        yield SimpleNamespace(text="")
        for number in range(24):
            time.sleep(0.002)
            if number == 12: WHAT
            yield SimpleNamespace(text="word ")
    get_usage = lambda self: SimpleNamespace(completion_tokens=24, prompt_tokens=70)
    final_response = property(lambda self: self)
class ChatSession:
    def __init__(self, model): pass
    set_streaming = set_options = lambda self, value: None
    process_streaming_request = lambda self, request: Stream()
SearchOptions = RequestOptions = lambda **options: None
MessageRole = SimpleNamespace(USER=1)
MessageItem = lambda role, words: None
class Request:
    add_item = lambda self, item: self
"""


@pytest.fixture
def sdk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stand-in that the child imports instead of the SDK, and a machine that is calm."""
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), str(Path(foundry.__file__).parents[3])]))
    monkeypatch.setattr(foundry, "disturbed", lambda *seen: Noise())
    return tmp_path / "foundry_local_sdk.py"


def measured(model: str = "") -> Measurement:
    return bench(Order(model, NEED, look_s=0), lambda words: None)


@pytest.mark.parametrize("name", ["", "tiny", "TINY", "tiny-generic-cpu", "tiny-generic-cpu:1"])
def test_a_cached_model_answers_by_each_of_its_names(sdk: Path, name: str) -> None:
    sdk.write_text(SDK.replace("WHAT", "pass"), encoding="utf-8")
    made = measured(name)
    assert (made.state, made.reason, made.model) == ("ok", "", "tiny-generic-cpu:1")
    assert made.served is not None and made.served.tokens_by == "usage" and made.served.tokens_per_s
    assert (made.served.requests, made.served.output_tokens, made.served.prompt_tokens) == (5, 120, 70)


@pytest.mark.parametrize(
    ("source", "state", "words"),
    [
        ("os.kill(os.getpid(), signal.SIGKILL)", "crashed", "the child process crashed (SIGKILL)"),
        ("os.kill(os.getpid(), signal.SIGSEGV)", "crashed", "the child process crashed (SIGSEGV)"),
        ("raise FoundryLocalException('out of memory')", "failed", "out of memory"),
        ("raise OSError('libfoundry.so: cannot open')", "failed", "libfoundry.so: cannot open"),
        ("pass\nHELD = []", "failed", "the model is not in the cache here; cached: none"),
        ("pass\ndel ChatSession", "skipped", "older than 2.0"),
    ],
)
def test_what_goes_wrong_with_the_sdk_is_said_and_decides_nothing(
    sdk: Path, source: str, state: str, words: str
) -> None:
    before, _, after = SDK.partition("WHAT")
    step, _, more = source.partition("\n")
    sdk.write_text(f"{before}{step}{after}\n{more}\n", encoding="utf-8")
    made = measured()
    assert (made.state, made.ruling and made.ruling.result) == (state, "inconclusive")
    assert words in made.reason


def test_a_model_that_is_missing_is_named_with_those_that_are_there(sdk: Path) -> None:
    sdk.write_text(SDK.replace("WHAT", "pass"), encoding="utf-8")
    assert measured("phi-4-mini").reason == "the model is not in the cache here; cached: tiny-generic-cpu:1"


def test_without_the_sdk_its_absence_is_the_reason(sdk: Path) -> None:
    sdk.write_text("raise ModuleNotFoundError('No module named foundry_local_sdk')", encoding="utf-8")
    assert "No module named foundry_local_sdk" in measured().reason


def test_the_sdk_in_a_child_is_told_like_any_endpoint() -> None:
    ms = 1_000_000
    pieces = [200 * ms + number * 20 * ms for number in range(24)]
    reply = {"began": 0, "pieces": pieces, "ended": 900 * ms, "tokens": 24, "error": ""}
    reply |= {"prompt": 70, "lengths": [1] * 24}
    outcome = Outcome("ok", {"model": "tiny:1", "version": "2.2.1", "replies": [reply] * 7})
    made = told(Order("", NEED), outcome)
    assert (made.state, made.model, made.engine_version) == ("ok", "tiny:1", "2.2.1")
    assert made.served is not None and made.served.tokens_per_s == Decimal("50.00")


def test_a_model_that_crashes_the_sdk_is_a_value() -> None:
    made = told(Order("tiny", NEED), Outcome("crashed", {}, "the child process crashed (SIGSEGV)"))
    assert (made.state, made.ruling and made.ruling.result) == ("crashed", "inconclusive")
