"""`bench --endpoint` as a command: which endpoint and model, with which key, and what a mistake says."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from msp_aigov.cli.endpoints import bench_live
from msp_aigov.cli.endpoints.bench_live import Asked, key_of, measured_live
from msp_aigov.cli.endpoints.benching import check
from msp_aigov.errors import ConfigError
from msp_aigov.measure.live import bench as live
from msp_aigov.model.bench.measured import Measurement
from msp_aigov.rules.load import load_rules
from tests.measure.live.scripted import DONE, LAST, OK, RESET, USAGE, Step, event, playing, said

ASKED = Asked((), None, None, 0, False, "http://127.0.0.1:1", None, None, False, 0)
KEY = "sk-verysecret"


def listing(*names: str) -> bytes:
    body = json.dumps({"data": [{"id": name} for name in names]}).encode()
    return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)


def asked(url: str, heard: Callable[[str], None] = print, **changes: Any) -> Measurement:
    return measured_live(replace(ASKED, endpoint=url, **changes), None, False, load_rules(), heard)


def called(*line: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "msp_aigov", "bench", *line]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, env={**os.environ, **environment})


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (listing(), "holds no model"),
        (b"HTTP/1.1 401 No\r\n\r\n", "HTTP 401, it wants a key"),
        (b"HTTP/1.1 404 No\r\n\r\n", "is no OpenAI-compatible API (HTTP 404)"),
        (b"HTTP/1.1 200 OK\r\n\r\n<html>a router</html>", "is no OpenAI-compatible API (no list of models)"),
        (b"HTTP/1.1 200 OK\r\n\r\n" + b"[" * 50_000, "is no OpenAI-compatible API (no list of models)"),
        (b"HTTP/1.1 302 Away\r\nLocation: http://192.0.2.1/\r\n\r\n", "is no OpenAI-compatible API (HTTP 302)"),
        (RESET, "nothing answers there"),
    ],
    ids=["no model", "a key", "another program", "a page", "too deep", "a redirect", "a port that is taken"],
)
def test_what_answers_on_the_port_is_said(answer: Step, words: str) -> None:
    with playing(answer) as script, pytest.raises(ConfigError) as raised:
        asked(script.url)
    assert words in str(raised.value) and raised.value.hint


def test_a_model_that_makes_embeddings_only_is_not_asked_to_chat(monkeypatch: pytest.MonkeyPatch) -> None:
    orders: list[live.Order] = []
    monkeypatch.setattr(live, "bench", lambda order, heard: orders.append(order))
    with playing(listing("a-text-embedding", "tiny")) as script:
        asked(script.url)
        asked(script.url, remote_model="a-text-embedding")
    assert [each.model for each in orders] == ["tiny", "a-text-embedding"]


def test_the_list_of_models_is_asked_for_with_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BENCH_KEY", f"  {KEY}\n")
    with playing(listing()) as script, pytest.raises(ConfigError):
        asked(script.url, api_key_env="BENCH_KEY")
    assert f"Authorization: Bearer {KEY}".encode() in script.requests[0]


@pytest.mark.parametrize("value", ["", "  ", "two words", "line\r\nX-Evil: 1", "schlüssel"])
def test_what_no_header_can_carry_is_a_mistake_that_does_not_show_it(
    value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BENCH_KEY", value)
    with pytest.raises(ConfigError) as raised:
        key_of("BENCH_KEY")
    assert "--api-key-env BENCH_KEY" in str(raised.value) and (not value.strip() or value not in repr(raised.value))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"endpoint": None, "remote_model": "tiny"}, "--remote-model needs --endpoint"),
        ({"endpoint": None, "allow_remote": True}, "--allow-remote needs --endpoint"),
        ({"provider": "cpu"}, "--ep: a running program is asked as it is"),
        ({"duration_s": 60}, "--duration: a running program"),
        ({"models": ("phi-4-mini", "qwen2.5-0.5b")}, "a second --model"),
    ],
)
def test_an_option_that_would_do_nothing_is_a_mistake(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        check(replace(ASKED, **changes), load_rules())


def test_the_sdk_is_loaded_where_no_server_runs_or_a_cache_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[Any] = []
    monkeypatch.setattr(bench_live, "foundry_bench", lambda order, heard: ran.append(order.folder))
    monkeypatch.setattr(bench_live, "foundry_endpoint", lambda: None)
    monkeypatch.setattr(bench_live, "find_spec", lambda name: object())
    asked("foundry")
    asked("Foundry", foundry_cache=Path("cache"))
    assert ran == ["", "cache"]


def test_without_a_server_and_the_sdk_it_is_said_how_to_get_either(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench_live, "foundry_endpoint", lambda: None)
    monkeypatch.setattr(bench_live, "find_spec", lambda name: None)
    with pytest.raises(ConfigError, match="no server is running and its SDK is not installed"):
        asked("foundry")


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")
@pytest.mark.parametrize("dialect", ["server", "service"])
def test_foundrys_own_server_is_found_through_either_dialect_of_its_command_line(
    tmp_path: Path, dialect: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    steps = (OK, 0.02, *[step for _ in range(12) for step in (0.003, event(said("word ")))], LAST, USAGE, DONE)
    with playing(*steps) as script:
        place = script.url.removesuffix("/v1")
        program = tmp_path / "foundry"
        program.write_text(
            f'#!/bin/sh\n[ "$1" = {dialect} ] && echo "Model server is running on {place}/openai/status"\n'
        )
        program.chmod(0o755)
        made = asked("foundry", remote_model="tiny")
    assert made.provider == script.url and made.state in ("ok", "noisy"), made.reason


def test_neither_a_key_nor_a_hostile_name_reaches_the_terminal_as_it_is(tmp_path: Path) -> None:
    hostile = "tiny\x1b[31m\n\u202e<script>\ud800"
    refusal = b'HTTP/1.1 401 No\r\n\r\n{"error": {"message": "%s is no key"}}' % KEY.encode()
    with playing(listing(hostile)) as script:
        done = called("--endpoint", script.url, "--api-key-env", "BENCH_KEY", "-o", "terminal", BENCH_KEY=KEY)
    with playing(refusal) as script:
        line = ("--endpoint", script.url, "--remote-model", hostile.replace("\ud800", ""))
        file = tmp_path / "out.json"
        refused = called(*line, "--api-key-env", "BENCH_KEY", "-o", f"json={file}", "-o", "terminal", BENCH_KEY=KEY)
    written = done.stdout + done.stderr + refused.stdout + refused.stderr
    assert (done.returncode, refused.returncode) == (3, 3), written
    assert not {"\x1b", "\u202e"} & set(written)
    assert KEY not in written + file.read_text(encoding="utf-8") and "(the key)" in refused.stdout
