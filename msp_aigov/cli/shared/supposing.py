"""What another answer would change: the newest run's evidence, judged twice."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from msp_aigov.config.load import choose, load_fleet
from msp_aigov.config.sense import client_problems
from msp_aigov.config.source import Location
from msp_aigov.config.workloads.change import changed
from msp_aigov.errors import ConfigError
from msp_aigov.model.client import Client, Fleet
from msp_aigov.model.rules import Rules
from msp_aigov.model.workload import Workload, WorkloadDecision
from msp_aigov.pipeline.run import evaluate, newest
from msp_aigov.reports.spoken import Spoken
from msp_aigov.reports.supposed import differences
from msp_aigov.rules.load import load_rules


def compared(folder: Path, clients: Sequence[str], name: str, settings: Sequence[str]) -> Iterator[str]:
    """One line for each thing that changes, then why."""
    rules = load_rules(folder / "rules")
    fleet = load_fleet(folder, rules)
    run = newest(folder / "runs")
    if run is None:
        raise ConfigError(f"{folder / 'runs'}: holds no run yet", "Run `msp-aigov audit` first.")
    client = _owner(choose(fleet, clients), name)
    supposed = _supposed(client, name, settings, rules)
    before = _decided(run, rules, fleet, client, name)
    after = _decided(run, rules, fleet, supposed, name)
    said = Spoken("en")
    yield f"{said.words(client.name)}: {said.words(name)}"
    for words in differences(before, after):
        yield f"  {said.words(words)}"


def _supposed(client: Client, name: str, settings: Sequence[str], rules: Rules) -> Client:
    """The client with the changed answers; what no file could say is refused here too."""
    made = tuple(changed(each, settings) if each.name == name else each for each in client.workloads)
    supposed = replace(client, workloads=made)
    wrong = [f"--set {_named(made, place)}: {words}" for place, words in client_problems(supposed, rules)]
    if wrong:
        raise ConfigError(wrong)
    return supposed


def _named(workloads: Sequence[Workload], place: Location) -> str:
    """The place of a mistake as `stage.field`, the way it was set."""
    parts = [str(part) for part in place]
    if parts[2:3] == ["stages"] and len(place) > 3:
        stage = workloads[int(place[1])].stages[int(place[3])].name
        parts = [stage, *parts[4:]]
        return ".".join(parts)
    return ".".join(parts[2:] or parts)


def _owner(clients: Sequence[Client], name: str) -> Client:
    owners = [client for client in clients if any(each.name == name for each in client.workloads)]
    if len(owners) != 1:
        wrong = "there is no workload" if not owners else "several clients have a workload"
        names = sorted({each.name for client in clients for each in client.workloads})
        hint = f"Workloads: {', '.join(names) or 'none'}." if not owners else "Name one client with --client ID."
        raise ConfigError(f"{wrong} {name!r}", hint)
    return owners[0]


def _decided(run: Path, rules: Rules, fleet: Fleet, client: Client, name: str) -> WorkloadDecision:
    document = evaluate(run, rules, replace(fleet, clients=(client,)), only=(client.id,))
    found = [each for report in document.clients for each in report.workloads if each.name == name]
    if not found:
        raise ConfigError(f"the run {run.name} holds nothing about {client.id}", "Run `msp-aigov audit` first.")
    return found[0]
