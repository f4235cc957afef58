"""The record of a decision: what it rests on, so that anybody can come to it again."""

import dataclasses
import hashlib
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from msp_aigov.assess.workloads.choose import Choice
from msp_aigov.model.client import Client
from msp_aigov.model.placing import DecisionRecord
from msp_aigov.model.rules import Rules
from msp_aigov.model.text import Day, Text
from msp_aigov.model.workload import Workload, WorkloadDecision

# What leaving an answer out means where it does not mean that nobody knows.
DEFAULTS = {"residency": "the client's", "takes": "the stage before"}


def record(
    client: Client, workload: Workload, decision: WorkloadDecision, choices: Sequence[Choice], rules: Rules, today: date
) -> DecisionRecord:
    """The same client, workload, evidence and rules give the same id on any day; the days stand beside it."""
    inputs = (("client.residency", _said(client.residency)), *_answers("", workload))
    gates = [
        (stage.name, each.id, gate.name, gate.result, repr(gate.reason), gate.evidence)
        for stage in decision.stages
        for each in stage.candidates
        for gate in each.gates
    ]
    content = (client.id, workload.name, inputs, gates, decision.route, decision.status, rules.digest)
    return DecisionRecord(
        id=hashlib.sha256(repr(content).encode()).hexdigest(),
        rules_hash=rules.digest,
        decided_on=today,
        review_by=decision.review_by,
        review_when=tuple(_review_when(choices)),
        inputs=inputs,
    )


def _answers(path: str, value: Any) -> Iterator[tuple[str, str]]:
    """Every answer of the client's file by its path, those left open too."""
    for field in dataclasses.fields(value):
        found, name = getattr(value, field.name), f"{path}{field.name}"
        if isinstance(found, tuple) and found and dataclasses.is_dataclass(found[0]):
            for each in found if hasattr(found[0], "name") else sorted(found, key=repr):
                yield from _answers(f"{name}[{getattr(each, 'name', None) or each.model}].", each)
        else:
            yield name, DEFAULTS.get(field.name, "unknown") if found is None else _said(found)


def _said(value: Any) -> str:
    if value is None:
        return "unknown"
    if isinstance(value, tuple):
        return ", ".join(sorted(map(str, value))) or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _review_when(choices: Sequence[Choice]) -> Iterator[Text]:
    """What ends a decision before its day: anything that it rests on changes."""
    yield Text("an answer about this workload, the content filter, the region or the price changes")
    for choice in choices:
        if choice.review_by is None:
            continue
        deployed = choice.options[0].place.deployed
        if deployed is None:
            continue
        deployment = deployed.deployment
        upgrade = (deployment.upgrade or "").lower()
        if upgrade != "noautoupgrade":
            words = "{name} is moved to another version than {version}, which Azure may do by itself"
            version = deployment.model_version or "(not stated)"
            yield Text(words, name=deployment.name, version=version)
        if deployed.lifecycle.retires:
            yield Text("{model} ends on {day}", model=deployment.model, day=Day(deployed.lifecycle.retires))
