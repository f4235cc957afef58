"""Which devices can run AI themselves, which cannot, and what would change that."""

from collections.abc import Iterator

from msp_aigov.model.ability.plan import FleetShare
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
from msp_aigov.reports.measured.speeds import speeds
from msp_aigov.reports.words.devices import ANSWERS, CONFIDENCES
from msp_aigov.reports.words.plain import FIELDS, VERDICTS, counted, joined, word


def chapter(client: ClientReport) -> Iterator[Block]:
    """The fleet against each workload, what nobody knows yet, then device by device."""
    endpoints = client.endpoints
    yield Heading(Text("Devices"))
    if not endpoints.devices and not endpoints.rejected:
        yield Paragraph(Text("No inventory told us of a device."))
    yield from (Note(note) for note in (*endpoints.notes, *endpoints.old))
    yield from _fits(endpoints)
    yield from _open(endpoints)
    yield from speeds(endpoints)
    yield from _devices(endpoints)
    yield from _rejected(endpoints)


def _fits(endpoints: Endpoints) -> Iterator[Block]:
    if not endpoints.fits:
        return
    shares = {share.workload: share for share in endpoints.shares}
    columns = (Column(Text("Workload")), Column(Text("How the devices stand")), Column(Text("Share")))
    rows = tuple(_fit(each, shares.get(each.workload)) for each in endpoints.fits)
    yield Table(Text("Devices by workload"), columns, rows)
    routes = dict.fromkeys(route for share in endpoints.shares for route in share.routes)
    yield from (Note(route) for route in routes)


def _fit(fit: WorkloadFit, share: FleetShare | None) -> tuple[Cell, ...]:
    name = Text.verbatim(fit.workload) if fit.workload else Text("Published minimum")
    models = (Small(Text.verbatim(", ".join(fit.models))),) if fit.models and fit.models != (fit.workload,) else ()
    counts = (fit.ready, fit.ready_after, fit.replace, fit.not_suitable, fit.unknown)
    states = (graded(VERDICTS, verdict) for verdict in VERDICTS)
    parts = tuple((count, state) for count, state in zip(counts, states, strict=True) if count)
    return Lines((name, *models)), Bar(parts), _share(share)


def _share(share: FleetShare | None) -> Cell:
    """Percent in words, so that a number never stands without what it counts."""
    if share is None:
        return Text("–")
    ready = Text("{percent} % ready", percent=share.ready_percent)
    after = Text("{percent} % after a change or replaced", percent=share.after_change_percent)
    unknown = Text("{percent} % not known", percent=share.open_percent)
    return Lines(
        (ready, *((after,) if share.after_change_percent else ()), *((unknown,) if share.open_percent else ()))
    )


def _open(endpoints: Endpoints) -> Iterator[Block]:
    """What verdicts wait for, and the run that would settle it."""
    if endpoints.open:
        columns = (Column(Text("What is not known")), Column(Text("Devices"), "number"), Column(Text("What tells it")))
        rows = tuple((word(FIELDS, each.field), each.devices, _run(each.run)) for each in endpoints.open)
        yield Table(Text("What is not known yet"), columns, rows)


def _run(run: str) -> Cell:
    return Text.verbatim(run) if run else Text("another source than the device: the catalogue of models lacks it")


def _devices(endpoints: Endpoints) -> Iterator[Block]:
    if endpoints.devices:
        titles = ("Device", "Memory", "Published minimum", "Workloads", "What would help")
        columns = tuple(Column(Text(title)) for title in titles)
        caption = Text("Device by device")
        yield Table(caption, columns, tuple(_device(each) for each in endpoints.devices))


def _device(readiness: DeviceReadiness) -> tuple[Cell, ...]:
    verdicts = (readiness.minimum, *readiness.verdicts)
    # Where workloads are judged, the minimum's own remedies would only be said twice.
    help_ = tuple(dict.fromkeys(line for verdict in readiness.verdicts or verdicts for line in _help(verdict)))
    return (
        _named(readiness.device),
        memory(readiness.device),
        graded(ANSWERS, readiness.minimum.verdict),
        Lines(tuple(_against(verdict) for verdict in readiness.verdicts)),
        Lines(help_),
    )


def maker_and_model(device: Device) -> str:
    """Both as an inventory gave them; a maker that the model begins with is not said twice."""
    maker, model = device.facts.manufacturer.value or "", device.facts.model.value or ""
    first = maker.split()[:1]
    repeated = first and model.casefold().startswith(first[0].casefold())
    return model if repeated else f"{maker} {model}".strip()


def _named(device: Device) -> Cell:
    words = maker_and_model(device)
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
    """The verdict, what should run and how sure that is."""
    state = graded(VERDICTS, verdict.verdict)
    words = Text("{workload}: {verdict}", workload=verdict.workload, verdict=state.word)
    return Lines((State(state.kind, words), *(Small(line) for line in _expected(verdict))))


def _expected(verdict: DeviceVerdict) -> Iterator[Text]:
    """What should run and how sure that is; a speed is an estimate, and says so."""
    if verdict.verdict in ("ready", "ready_after"):
        # That something runs on the processor goes without saying; all else is worth a line.
        plain = {each.reason for each in verdict.expected if each.device == "cpu" and each.state == "expected"}
        yield from dict.fromkeys(each.reason for each in verdict.expected if each.reason not in plain)
        for each in verdict.expected:
            if each.speed and each.speed.kind == "estimate":
                words = "estimate: {low} to {high} tokens a second"
                yield Text(words, low=each.speed.low, high=each.speed.high)
        if verdict.confidence != "high":
            yield word(CONFIDENCES, verdict.confidence)


def _help(verdict: DeviceVerdict) -> Iterator[Cell]:
    if verdict.action:
        cost = verdict.cost or Text("cost unknown")
        yield Text("{action} ({cost})", action=verdict.action, cost=cost)
    if verdict.verdict == "unknown" and verdict.fields:
        wanted = dict.fromkeys(word(FIELDS, each) for each in verdict.fields)
        yield Text("Find out: {fields}", fields=joined(wanted, ", "))
    if verdict.verdict not in ("ready", "unknown"):
        yield from (Small(reason) for reason in verdict.reasons[:1])


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
