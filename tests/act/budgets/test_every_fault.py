"""Whatever goes wrong, each planned budget ends up there exactly once, no other was touched, the journal knows why."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from msp_aigov.act.budgets.form import parsed, same
from msp_aigov.act.budgets.journal import Journal
from msp_aigov.act.budgets.plan import BudgetPlan
from msp_aigov.azure.session import Transport
from msp_aigov.errors import RunError
from msp_aigov.simulator.server import SimulatedAzure
from tests.act.budgets.market import FOREIGN, SCOPE, TARGET, applied, fleet_with, journal_of, market, planned, there
from tests.world import SECRET, SECRET_ENV, budget, enter, simulated

PUT = "PUT */budgets/*"
FAULTS = [
    f"{PUT}=409@1",
    f"{PUT}=409@2",
    f"{PUT}=429:retry-after=7@1",
    f"{PUT}=429:cost=5@1-2",
    f"{PUT}=500@1",
    f"{PUT}=500-after@1",
    f"{PUT}=500-after@2",
    f"{PUT}=503@1",
    f"{PUT}=drop@1",
    f"{PUT}=drop-after@1",
    f"{PUT}=drop-after@2",
    f"{PUT}=truncate@1",
    f"{PUT}=html@1",
    "GET */budgets=429@6",
    "GET */budgets=drop@7",
    "GET */budgets=500@8-9",
]
LAST_STEP = 24  # more than one apply of two budgets takes


class Killed(BaseException):
    """What `kill -9` looks like from inside: nothing catches it."""


@contextmanager
def killed_at(step: int | None) -> Iterator[None]:
    """End everything before or after the nth journal line or request."""
    passed = 0

    def counted(call: Callable[..., Any]) -> Callable[..., Any]:
        def run(*values: Any, **named: Any) -> Any:
            nonlocal passed
            for before in (True, False):
                passed += 1
                if passed == step:
                    raise Killed
                result = call(*values, **named) if before else result  # noqa: F821
            return result

        return run

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Journal, "write", counted(Journal.write))
        patch.setattr(Transport, "send", counted(Transport.send))
        yield


@contextmanager
def planned_world(*faults: str) -> Iterator[tuple[Path, BudgetPlan, SimulatedAzure]]:
    """A plan with one budget to create and one to take over; the faults begin with the apply."""
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        targets = ({**TARGET, "adopt": ["ai-monthly"]}, {**TARGET, "name": "all", "filter": []})
        folder = fleet_with(Path(name), *targets)
        with simulated(market(budget("ai-monthly")), *faults) as azure:
            enter(azure, patch)
            yield folder, planned(folder), azure


def waited_for(there: Callable[[], bool], seconds: float = 20.0) -> None:
    """Wait for another thread or process, not for ever."""
    until = time.monotonic() + seconds
    while not there() and time.monotonic() < until:
        time.sleep(0.01)


def check(folder: Path, plan: BudgetPlan, azure: SimulatedAzure, *journals: str) -> None:
    """Every planned budget once with its body, the foreign one as it was, and a journal that covers each write."""
    now = there(azure)
    assert set(now) == {f"Microsoft.Consumption/{name}" for name in ("ai-monthly", "msp-aigov-all", "somebody-elses")}
    for item in plan.budgets:
        found = parsed(json.dumps(now[f"{item.provider}/{item.name}"]))
        assert same(found, parsed(item.desired)), item.name
    assert now["Microsoft.Consumption/somebody-elses"] == FOREIGN["properties"]
    lines = [line for name in journals for line in journal_of(folder, name)]
    for item in plan.budgets:
        own = [line for line in lines if line["name"] == item.name]
        sent = [write for write in azure.log.writes() if write.path.endswith(item.name)]
        assert len(sent) <= sum(line["event"] == "before" for line in own)
        assert own[-1]["event"] == "outcome" and own[-1]["state"] in ("done", "already")
    assert all(write.path.startswith(f"{SCOPE}/") and write.method == "PUT" for write in azure.log.writes())


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(
    faults=st.lists(st.sampled_from(FAULTS), max_size=3, unique=True),
    kill=st.none() | st.integers(1, LAST_STEP),
    again=st.none() | st.integers(1, LAST_STEP),
)
def test_after_recovery_every_budget_is_there_once(faults: list[str], kill: int | None, again: int | None) -> None:
    with planned_world(*faults) as (folder, plan, azure):
        for step in (kill, again, None, None, None):
            try:
                with killed_at(step):
                    states = {outcome.state for outcome in applied(folder, plan)}
            except Killed:
                continue
            if step is None and states <= {"done", "already"}:
                break
        check(folder, plan, azure, "journal.jsonl")
        assert {outcome.state for outcome in applied(folder, plan)} == {"already"}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_alone_is_survived(fault: str) -> None:
    with planned_world(fault) as (folder, plan, azure):
        states = {outcome.state for outcome in applied(folder, plan)}
        if "=409" in fault:  # an unregistered provider is for an administrator to mend, not for another try
            assert states == {"done", "failed"}
            states = {outcome.state for outcome in applied(folder, plan)}
        assert states <= {"done", "already"}
        check(folder, plan, azure, "journal.jsonl")


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(faults=st.lists(st.sampled_from(FAULTS[:13]), max_size=2, unique=True))
def test_two_applies_on_two_machines_make_one_budget(faults: list[str]) -> None:
    with planned_world(*faults) as (folder, plan, azure):
        journals = ("here.jsonl", "there.jsonl")
        threads = [threading.Thread(target=applied, args=(folder, plan), kwargs={"journal": name}) for name in journals]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for name in journals:
            applied(folder, plan, journal=name)
        check(folder, plan, azure, *journals)
        assert {outcome.state for outcome in applied(folder, plan)} == {"already"}


def test_two_applies_on_one_machine_never_write_at_once() -> None:
    with planned_world(f"{PUT}=slow:300") as (folder, plan, azure):
        thread = threading.Thread(target=applied, args=(folder, plan))
        thread.start()
        waited_for(lambda: bool(journal_of(folder)))
        with pytest.raises(RunError, match="another `budget apply`"):
            applied(folder, plan)
        thread.join()
        check(folder, plan, azure, "journal.jsonl")


def test_a_half_written_line_is_ended_and_the_write_is_found_unfinished(tmp_path: Path) -> None:
    with planned_world() as (folder, plan, azure), killed_at(None):
        applied(folder, plan)
        path = folder / "journal.jsonl"
        lines = path.read_bytes().splitlines(keepends=True)
        path.write_bytes(lines[0] + lines[1][:20])
        with Journal(path, "p", "t", lambda: plan.made) as journal:
            assert [line["name"] for line in journal.unfinished()] == ["ai-monthly"]
            journal.write("outcome", plan.budgets[0], state="already")
            assert journal.unfinished() == ()
        assert len(path.read_bytes().splitlines()) == 3


def test_a_process_killed_in_the_middle_of_a_write_leaves_nothing_behind_that_hinders() -> None:
    with planned_world(f"{PUT}=slow:1500@1") as (folder, plan, azure):
        command = [sys.executable, "-m", "msp_aigov", "budget", "apply", str(folder / "plan.json"), "--yes"]
        options = ["--fleet", str(folder), "--journal", str(folder / "journal.jsonl")]
        environment = {**os.environ, **azure.environment(), SECRET_ENV: SECRET}
        process = subprocess.Popen([*command, *options], env=environment, stdout=subprocess.PIPE)
        path = folder / "journal.jsonl"
        waited_for(lambda: process.poll() is not None or (path.exists() and path.stat().st_size > 0))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        waited_for(lambda: bool(azure.log.writes()), seconds=2.5)  # what was on its way may still take effect
        assert {outcome.state for outcome in applied(folder, plan)} <= {"done", "already"}
        check(folder, plan, azure, "journal.jsonl")
