"""What another answer would change: the newest run's evidence, judged twice."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from msp_aigov.config.change import changed
from msp_aigov.config.load import choose, load_fleet
from msp_aigov.errors import ConfigError
from msp_aigov.model.client import Client, Fleet
from msp_aigov.model.rules import Rules
from msp_aigov.model.workload import WorkloadDecision
from msp_aigov.pipeline import evaluate, newest
from msp_aigov.reports.spoken import Spoken
from msp_aigov.rules.load import load_rules

PARTS = ("route", "status", "deciding_gate", "runner_up")


def compared(folder: Path, clients: Sequence[str], name: str, settings: Sequence[str]) -> Iterator[str]:
    """One line for each thing that changes, then why."""
    rules = load_rules(folder / "rules")
    fleet = load_fleet(folder, rules)
    run = newest(folder / "runs")
    if run is None:
        raise ConfigError(f"{folder / 'runs'}: holds no run yet", "Run `msp-aigov audit` first.")
    client = _owner(choose(fleet, clients), name)
    supposed = tuple(changed(each, settings) if each.name == name else each for each in client.workloads)
    before = _decided(run, rules, fleet, client, name)
    after = _decided(run, rules, fleet, replace(client, workloads=supposed), name)
    said = Spoken("en")
    yield f"{said.words(client.name)}: {said.words(name)}"
    different = [part for part in PARTS if getattr(before, part) != getattr(after, part)]
    for part in different:
        yield f"  {part}: {getattr(before, part)} -> {getattr(after, part)}"
    if not different:
        yield f"  nothing changes: {after.route}, {after.status}"
    yield f"  why: {said.words(after.reason)}"
    if after.would_change:
        yield f"  would change if: {said.words(after.would_change)}"


def _owner(clients: Sequence[Client], name: str) -> Client:
    owners = [client for client in clients if any(each.name == name for each in client.workloads)]
    if len(owners) != 1:
        wrong = "there is no workload" if not owners else "several clients have a workload"
        raise ConfigError(f"{wrong} {name!r}", "Name one client with --client ID.")
    return owners[0]


def _decided(run: Path, rules: Rules, fleet: Fleet, client: Client, name: str) -> WorkloadDecision:
    document = evaluate(run, rules, replace(fleet, clients=(client,)))
    found = [each for report in document.clients for each in report.workloads if each.name == name]
    if not found:
        raise ConfigError(f"the run {run.name} holds nothing about {client.id}", "Run `msp-aigov audit` first.")
    return found[0]
