"""Answers on disk come back exactly as they were, and a file is either whole or not there."""

import dataclasses
import errno
import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msp_aigov.errors import RunError
from msp_aigov.model.answers import Answer, Ask, Scope
from msp_aigov.record import evidence
from msp_aigov.record.atomic import sha256, write

ASK = Ask("azure.accounts", Scope("subscription", "s-1", "Production", ("one",)), "q")
READ_AT = datetime(2026, 11, 20, 6, 12, 5, tzinfo=UTC)


def back(folder: Path, answer: Answer) -> Answer:
    evidence.save(folder, answer)
    return evidence.load(folder)[answer.ask]


PAYLOADS = [
    '{"value": []}',
    '{"value":[{"cost":0.10000000000000000000000001}]}',
    '{\n"payload": {\n"payload": null}}',
    '{"a":",\\n\\"payload\\": "}',
    '["ü", "🦊", "\\ud800"]',
    "[]",
    '"text"',
    None,
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_an_answer_comes_back_exactly_as_azure_wrote_it(tmp_path: Path, payload: str | None) -> None:
    answer = Answer(ASK, "read", payload, api="accounts", api_version="2025-09-01", status=200, read_at=READ_AT)
    assert back(tmp_path, answer) == answer


def test_a_gap_comes_back_with_its_reason_and_what_would_mend_it(tmp_path: Path) -> None:
    words = 'HTTP 403: "no",\n"payload": null'
    answer = Answer(ASK, "denied", None, reason=words, mend="a role", status=403, request_id="r-1")
    assert back(tmp_path, answer) == answer


@settings(max_examples=40, deadline=None)
@given(st.text(), st.text(), st.recursive(st.text() | st.integers(), st.lists))
def test_any_words_and_any_payload_come_back(tmp_path_factory: Any, name: str, reason: str, body: Any) -> None:
    ask = Ask("azure.cost", Scope("account", name, name))
    answer = Answer(ask, "read", json.dumps({"value": body}), reason=reason)
    assert back(tmp_path_factory.mktemp("evidence"), answer) == answer


def test_a_stored_answer_is_one_readable_json_file_with_the_payload_last(tmp_path: Path) -> None:
    evidence.save(tmp_path, Answer(ASK, "read", '{"value": [1.50]}'))
    (path,) = tmp_path.iterdir()
    assert path.name.startswith("azure.accounts.")
    text = path.read_text("utf-8")
    assert list(json.loads(text))[-1] == "payload"
    assert '"payload": {"value": [1.50]}' in text


def test_two_questions_have_two_files_and_an_answer_again_takes_the_place_of_the_first(tmp_path: Path) -> None:
    asks = [ASK, dataclasses.replace(ASK, query="other"), dataclasses.replace(ASK, source="azure.cost")]
    for ask in asks:
        evidence.save(tmp_path, Answer(ask, "failed"))
    evidence.save(tmp_path, Answer(ASK, "read", "{}"))
    assert len(list(tmp_path.iterdir())) == 3
    assert evidence.load(tmp_path)[ASK].state == "read"


def test_a_folder_that_is_not_there_holds_no_answers(tmp_path: Path) -> None:
    assert evidence.load(tmp_path / "nothing") == {}


@pytest.mark.parametrize("text", ["", "{}", '{"ask": 5,\n"payload": null\n}\n', "plain"])
def test_a_file_that_is_no_stored_answer_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "x.json").write_text(text)
    with pytest.raises(RunError, match=r"x\.json"):
        evidence.load(tmp_path)


def test_a_file_that_is_not_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(RunError, match=r"x\.json: cannot be read"):
        evidence.load(tmp_path)


def full(*args: object, **options: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("place", ["fsync", "replace"])
def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    path = tmp_path / "kept.json"
    write(path, b"old")
    monkeypatch.setattr(os if place == "fsync" else Path, place, full)
    with pytest.raises(RunError, match=r"kept\.json: cannot be written: No space left on device") as caught:
        write(path, b"new")
    assert caught.value.hint
    assert [item.name for item in tmp_path.iterdir()] == ["kept.json"]
    assert path.read_bytes() == b"old"


def test_a_write_makes_its_folders_and_one_onto_a_folder_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "a" / "b" / "c.json", b"x")
    assert (tmp_path / "a" / "b" / "c.json").read_bytes() == b"x"
    with pytest.raises(RunError, match="cannot be written"):
        write(tmp_path / "a", b"x")
    with pytest.raises(RunError, match="cannot be written"):
        write(tmp_path / "a" / "b" / "c.json" / "d", b"x")


def test_the_hash_of_a_file_is_of_its_bytes(tmp_path: Path) -> None:
    write(tmp_path / "x", b"abc")
    assert sha256(tmp_path / "x") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
