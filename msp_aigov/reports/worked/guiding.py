"""What the deployment guide says about this client's local models and runtimes, worked out once."""

from collections.abc import Iterator
from typing import Literal

from msp_aigov.model.client import Client
from msp_aigov.model.guardrails import plain
from msp_aigov.model.pack.guide import Download, GuideFacts, LocalChoice, OtherRuntime, WantedFilter
from msp_aigov.model.rules import Rules, Runtime
from msp_aigov.model.text import Size

PROCESSORS: tuple[Literal["cpu", "gpu", "npu"], ...] = ("cpu", "gpu", "npu")


def guide_facts(client: Client, profile: str, rules: Rules) -> GuideFacts:
    """The filters that are wanted, the models that workloads name, what could run those instead, what was asked for."""
    filters = tuple(_filters(client, profile, rules))
    models, runtimes = tuple(_models(client, rules)), tuple(_runtimes(client, rules))
    return GuideFacts(filters, models, runtimes, client.sovereign, client.words, client.layout)


def _filters(client: Client, profile: str, rules: Rules) -> Iterator[WantedFilter]:
    """The lines of the profile, those that the client wants otherwise in its own words."""
    choices = client.guardrails.filters if client.guardrails else ()
    own = {(plain(choice.filter), choice.direction) for choice in choices}
    named = [row for each in rules.profiles if each.name == profile for row in each.filters]
    for row in named:
        if (plain(row.filter), row.direction) not in own:
            yield WantedFilter(row.filter, row.direction, row.state, row.threshold)
    for choice in choices:
        yield WantedFilter(choice.filter, choice.direction, choice.state, choice.threshold)


def _models(client: Client, rules: Rules) -> Iterator[LocalChoice]:
    users: dict[str, list[str]] = {}
    for workload in client.workloads:
        for stage in workload.stages:
            for model in stage.local_models:
                users.setdefault(model, []).append(workload.name)
    for model, names in sorted(users.items()):
        stated = next((row for row in rules.model_licences if row.alias == model), None)
        sizes: dict[str, int] = {}
        for row in rules.local_models:
            if row.alias == model:
                sizes[row.device] = min(row.file_bytes, sizes.get(row.device, row.file_bytes))
        yield LocalChoice(
            model=model,
            workloads=tuple(dict.fromkeys(names)),
            licence=stated.licence if stated else "",
            note=stated.note if stated else "",
            downloads=tuple(Download(kind, Size(sizes[kind])) for kind in PROCESSORS if kind in sizes),
        )


def _runtimes(client: Client, rules: Rules) -> Iterator[OtherRuntime]:
    """Runtimes that serve a task for which this client names local models."""
    tasks = {stage.task for workload in client.workloads for stage in workload.stages if stage.local_models}
    rows: dict[str, list[Runtime]] = {}
    for row in rules.runtimes:
        if row.task in tasks and row.formats:
            rows.setdefault(row.runtime, []).append(row)
    for name, group in rows.items():
        first = group[0]
        served = tuple(row.task for row in group)
        about = (served, first.formats, first.api, first.note, first.lifecycle)
        yield OtherRuntime(name, first.placement, *about, first.reference.source, first.reference.read_on)
