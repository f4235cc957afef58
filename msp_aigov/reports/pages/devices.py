"""Which devices can run AI themselves, which cannot, and what would change that."""

from collections.abc import Iterator

from msp_aigov.model.device import Device, DeviceReadiness, DeviceVerdict, Endpoints, WorkloadFit
from msp_aigov.model.document import ClientReport
from msp_aigov.model.seen import Seen
from msp_aigov.model.text import Size, Text
from msp_aigov.reports.blocks import (
    Bar,
    Block,
    Cell,
    Code,
    Column,
    Heading,
    Lines,
    Note,
    Paragraph,
    Small,
    State,
    Table,
    graded,
)
from msp_aigov.reports.words.plain import FIELDS, VERDICTS, counted, joined, word


def chapter(client: ClientReport) -> Iterator[Block]:
    """The fleet against each workload, then device by device."""
    endpoints = client.endpoints
    yield Heading(Text("Devices"))
    if not endpoints.devices and not endpoints.rejected:
        yield Paragraph(Text("No inventory told us of a device."))
    yield from (Note(note) for note in endpoints.notes)
    yield from _fits(endpoints)
    yield from _devices(endpoints)
    yield from _rejected(endpoints)


def _fits(endpoints: Endpoints) -> Iterator[Block]:
    if endpoints.fits:
        devices = counted("device", len(endpoints.devices))
        yield Table(
            Text("{devices} against each workload", devices=devices),
            (Column(Text("Workload")), Column(Text("How the devices stand"))),
            tuple(_fit(each) for each in endpoints.fits),
        )


def _fit(fit: WorkloadFit) -> tuple[Cell, ...]:
    name = Text.verbatim(fit.workload) if fit.workload else Text("Published minimum")
    models = (Small(Text.verbatim(", ".join(fit.models))),) if fit.models else ()
    counts = (fit.ready, fit.ready_after, fit.replace, fit.not_suitable, fit.unknown)
    states = (graded(VERDICTS, verdict) for verdict in VERDICTS)
    parts = tuple((count, state) for count, state in zip(counts, states, strict=True) if count)
    return Lines((name, *models)), Bar(parts)


def _devices(endpoints: Endpoints) -> Iterator[Block]:
    if endpoints.devices:
        titles = ("Device", "Memory", "Published minimum", "Workloads", "What would help")
        columns = tuple(Column(Text(title)) for title in titles)
        caption = Text("Device by device")
        yield Table(caption, columns, tuple(_device(each) for each in endpoints.devices))


def _device(readiness: DeviceReadiness) -> tuple[Cell, ...]:
    verdicts = (readiness.minimum, *readiness.verdicts)
    help_ = tuple(dict.fromkeys(line for verdict in verdicts for line in _help(verdict)))
    return (
        _named(readiness.device),
        memory(readiness.device),
        graded(VERDICTS, readiness.minimum.verdict),
        Lines(tuple(_against(verdict) for verdict in readiness.verdicts)),
        Lines(help_),
    )


def _named(device: Device) -> Cell:
    maker, model = device.facts.manufacturer.value or "", device.facts.model.value or ""
    repeated = maker and model.casefold().startswith(maker.split()[0].casefold())
    words = model if repeated else f"{maker} {model}".strip()
    name = Code(device.names[0] if device.names else device.id)
    return Lines((name, Small(Text.verbatim(words)))) if words else name


def memory(device: Device) -> Cell:
    """The memory as an inventory gave it; a value nobody should rely on says so."""
    facts = device.facts
    seen: Seen[int] = facts.ram_installed_bytes if facts.ram_installed_bytes.value else facts.ram_visible_bytes
    if seen.value is None:
        return State("none", Text("unknown"))
    size = Text("{size}", size=Size(seen.value))
    if seen.state == "capped":
        return Text("at least {size}", size=Size(seen.value))
    doubt = {"contradicted": "sources disagree", "sentinel": "a placeholder", "inferred": "worked out"}.get(seen.state)
    return Lines((size, Small(Text(doubt)))) if doubt else size


def _against(verdict: DeviceVerdict) -> Cell:
    state = graded(VERDICTS, verdict.verdict)
    return State(state.kind, Text("{workload}: {verdict}", workload=verdict.workload, verdict=state.word))


def _help(verdict: DeviceVerdict) -> Iterator[Cell]:
    if verdict.action and verdict.cost:
        yield Text("{action} ({cost})", action=verdict.action, cost=verdict.cost)
    elif verdict.action:
        yield verdict.action
    if verdict.verdict == "unknown" and verdict.fields:
        wanted = dict.fromkeys(word(FIELDS, each) for each in verdict.fields)
        yield Text("Find out: {fields}", fields=joined(wanted, ", "))
    if verdict.verdict not in ("ready", "unknown"):
        yield from (Small(reason) for reason in verdict.reasons)


def _rejected(endpoints: Endpoints) -> Iterator[Block]:
    rows = endpoints.rows
    if rows.into:
        template = (
            "{into} in the inventories: {devices}, {merged} merged into them, {out_of_scope} out of scope, "
            "{unassigned} not this client's, {rejected} not usable."
        )
        named = {"into": counted("row", rows.into), "devices": counted("device", rows.devices)}
        counts = {key: getattr(rows, key) for key in ("merged", "out_of_scope", "unassigned", "rejected")}
        yield Note(Text(template, **named, **counts))
    if endpoints.rejected:
        columns = (Column(Text("File"), "code"), Column(Text("Row"), "number"), Column(Text("Why")))
        cells = tuple((Code(each.file), each.row, Text.verbatim(each.reason)) for each in endpoints.rejected)
        yield Table(Text("Rows we could not use"), columns, cells, folded=True)
