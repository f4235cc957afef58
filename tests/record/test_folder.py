"""A run's folder: resumed only by its own kind and in time, closed under hashes, compared with the run before."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from msp_aigov.errors import RunError
from msp_aigov.model.finding import Finding, Outcome, Severity, Status, Subject
from msp_aigov.model.text import Text
from msp_aigov.record.atomic import write
from msp_aigov.record.compare import changes, compared
from msp_aigov.record.folder import RESUME_WITHIN, OpenRun, close_run, discard_renderings, finished, open_run, verify

START = datetime(2026, 11, 20, 6, 12, 5, tzinfo=UTC)


def interrupted(runs: Path, started: datetime = START, identity: str = "same") -> OpenRun:
    """A run whose process died: its folder is there, its lock is not held."""
    run = open_run(runs, started, identity)
    run.lock.release()
    return run


def closed(runs: Path, started: datetime, **files: bytes) -> Path:
    run = open_run(runs, started, str(started))
    for name, data in files.items():
        write(run.path / "one" / name, data)
    return close_run(run, {"id": run.id, "started": started, "clients": ["one"]})


@pytest.mark.parametrize("later", [timedelta(0), timedelta(hours=5, minutes=59), RESUME_WITHIN])
def test_an_interrupted_run_goes_on_with_its_first_start(tmp_path: Path, later: timedelta) -> None:
    first = interrupted(tmp_path)
    again = open_run(tmp_path, START + later, "same")
    assert (again.path, again.id, again.started, again.resumed) == (first.path, first.id, START, True)
    again.lock.release()


@pytest.mark.parametrize(
    ("later", "identity"),
    [
        (RESUME_WITHIN + timedelta(seconds=1), "same"),
        (timedelta(seconds=-1), "same"),
        (timedelta(minutes=1), "other"),
    ],
)
def test_a_run_too_old_from_the_future_or_of_another_kind_is_left_alone(
    tmp_path: Path, later: timedelta, identity: str
) -> None:
    first = interrupted(tmp_path)
    new = open_run(tmp_path, START + later, identity)
    assert not new.resumed and new.path != first.path and first.path.is_dir()
    new.lock.release()


def test_a_run_that_is_still_going_is_not_taken_over(tmp_path: Path) -> None:
    first, second = open_run(tmp_path, START, "same"), open_run(tmp_path, START, "same")
    assert (first.id, second.id, second.resumed) == ("20261120T061205Z", "20261120T061205Z-2", False)
    for run in (first, second):
        run.lock.release()


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", "5", '{"id": "x"}'])
def test_an_open_run_that_says_nothing_of_itself_is_passed_over(tmp_path: Path, text: str) -> None:
    (interrupted(tmp_path).path / "open.json").write_text(text)
    run = open_run(tmp_path, START, "same")
    assert not run.resumed
    run.lock.release()


def test_a_place_that_is_no_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "runs").write_text("")
    with pytest.raises(RunError, match="cannot be made") as caught:
        open_run(tmp_path / "runs", START, "same")
    assert "--runs" in caught.value.hint


def test_a_closed_run_holds_every_files_hash_and_the_run_befores(tmp_path: Path) -> None:
    first = closed(tmp_path, START, a=b"1")
    second = closed(tmp_path, START + timedelta(hours=1), a=b"2")
    assert [path.name for path in finished(tmp_path)] == [second.name, first.name]
    about = json.loads((second / "run.json").read_bytes())
    assert set(about["files"]) == {"one/a"} and about["previous"]["id"] == first.name
    assert verify(first) == verify(second) == []
    assert not list(tmp_path.glob("*.open"))


def test_what_was_altered_removed_or_added_is_named(tmp_path: Path) -> None:
    run = closed(tmp_path, START, a=b"1", b=b"2", c=b"3")
    (run / "one" / "a").write_bytes(b"x")
    (run / "one" / "b").unlink()
    (run / "one" / "new").write_bytes(b"")
    assert verify(run) == ["one/a: was altered", "one/b: is missing", "one/new: was added"]


def test_the_chain_breaks_where_the_run_before_was_altered_or_is_gone(tmp_path: Path) -> None:
    first, second = closed(tmp_path, START), closed(tmp_path, START + timedelta(hours=1))
    (first / "run.json").write_text("{}")
    assert verify(second) == [f"the run before, {first.name}: was altered"]
    (first / "run.json").unlink()
    assert verify(second) == [f"the run before, {first.name}: is missing"]


@pytest.mark.parametrize("text", [None, "", "[]", "{}", '{"files": 5}'])
def test_a_folder_that_is_no_finished_run_is_said(tmp_path: Path, text: str | None) -> None:
    if text is not None:
        (tmp_path / "run.json").write_text(text)
    with pytest.raises(RunError, match="is not a finished run"):
        verify(tmp_path)


def test_only_evidence_is_carried_over_from_an_interrupted_attempt(tmp_path: Path) -> None:
    run = open_run(tmp_path, START, "same")
    for name in ("one/evidence/x.json", "one/findings.json", "one/pages/x.html", "two/findings.json"):
        write(run.path / name, b"x")
    discard_renderings(run, ["one"])
    left = sorted(str(path.relative_to(run.path)) for path in run.path.rglob("*.*") if path.is_file())
    assert left == ["one/evidence/x.json", "open.json", "two/findings.json"]
    run.lock.release()


def finding(outcome: Outcome, key: str = "k", check: str = "TST001", **fields: object) -> Finding:
    words = Text("x")
    subject = Subject("account", key, key)
    made = Finding(check, words, Severity.HIGH, outcome, subject, words, words, key, since=date(2026, 11, 20))
    return replace(made, **fields)  # type: ignore[arg-type]


LAST = date(2026, 11, 1)
OLD = {
    "failed": finding("fail", since=LAST, failed_before=True),
    "passed": finding("pass", since=LAST),
    "passed after failing": finding("pass", since=LAST, failed_before=True),
    "unknown": finding("unknown", since=LAST),
    "lost sight of": finding("unknown", since=LAST, status="lost_sight", failed_before=True),
    "waived": finding("waived", since=LAST),
}
STATUSES: list[tuple[str, Outcome, Status, bool]] = [
    ("failed", "fail", "unchanged", True),
    ("failed", "pass", "resolved", False),
    ("failed", "not_applicable", "resolved", False),
    ("failed", "unknown", "lost_sight", True),
    ("passed", "fail", "new", False),
    ("passed", "pass", "unchanged", True),
    ("passed", "unknown", "new", False),
    ("passed after failing", "fail", "reopened", False),
    ("unknown", "unknown", "unchanged", True),
    ("unknown", "fail", "new", False),
    ("unknown", "pass", "unchanged", False),
    ("lost sight of", "fail", "unchanged", True),
    ("lost sight of", "unknown", "lost_sight", True),
    ("lost sight of", "pass", "resolved", False),
]


@pytest.mark.parametrize(("before", "outcome", "status", "same_day"), STATUSES)
def test_a_finding_stands_against_the_run_before(before: str, outcome: Outcome, status: Status, same_day: bool) -> None:
    (found,) = compared([finding(outcome)], [OLD[before]], first=False)
    assert found.status == status
    assert (found.since == LAST) is same_day


def test_in_a_first_run_everything_is_new_and_nothing_has_changed() -> None:
    (found,) = compared([finding("fail")], [], first=True)
    assert (found.status, found.failed_before) == ("new", True)
    assert changes([found], None).new == 0


def test_what_failed_and_is_gone_is_resolved_unless_the_check_was_blind() -> None:
    old = [OLD["failed"]]
    (gone,) = compared([], old, first=False)
    assert (gone.status, gone.outcome) == ("resolved", "pass")
    blind, lost = compared([finding("unknown", key="other")], old, first=False)
    assert (blind.status, lost.status, lost.outcome) == ("new", "lost_sight", "unknown")


def test_what_passed_and_is_gone_is_forgotten() -> None:
    assert compared([], [OLD["passed"], OLD["unknown"]], first=False) == ()


def test_changes_are_counted_and_only_a_new_failure_is_new() -> None:
    findings = [
        finding("fail", status="new"),
        finding("pass", status="new"),
        finding("pass", status="resolved"),
        finding("fail", status="reopened"),
        finding("unknown", status="lost_sight"),
        finding("fail", status="unchanged"),
    ]
    counted = changes(findings, LAST)
    assert (counted.since, counted.new, counted.resolved, counted.reopened, counted.lost_sight) == (LAST, 1, 1, 1, 1)
