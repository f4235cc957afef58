"""The refresh plan: what each device needs, what a quarter costs, what to buy, and what is merely old."""

from collections.abc import Iterator

from msp_aigov.model.ability.fit import Option
from msp_aigov.model.ability.plan import DeviceAge, FleetNeed
from msp_aigov.model.document import ClientReport, Refresh
from msp_aigov.model.text import Day, Size, Text
from msp_aigov.reports.blocks import Block, Cell, Code, Column, Heading, Lines, Note, Paragraph, Small, Table, graded
from msp_aigov.reports.pages.pack.tables import amounts, columns
from msp_aigov.reports.words.devices import WARRANTIES
from msp_aigov.reports.words.plain import VERDICTS, counted

BY_DEVICE = "What each device needs"
BY_QUARTER = "Quarter by quarter"
NO_PRICES = "No cost is known: the fleet folder has no prices.yaml, and we use no other price."
PRICES = "Costs are our prices of {day}. What has no price is unknown and counted, never guessed."


def chapter(client: ClientReport) -> Iterator[Block]:
    """Which device needs what and what each quarter costs; then what to buy; then age, which is another matter."""
    yield Heading(Text("Refresh plan"))
    if client.refresh:
        yield from _plan(client)
    else:
        yield Paragraph(Text("No device needs a change that we know of."))
    yield from _procurement(client)
    yield from _ages(client)


def _plan(client: ClientReport) -> Iterator[Block]:
    day = client.endpoints.prices_as_of
    yield Note(Text(PRICES, day=Day(day))) if day else Note(Text(NO_PRICES))
    if client.quarters:
        counts = tuple(Column(Text(title), "number") for title in ("Devices", "Without a price", "Cost"))
        rows = tuple((Text.verbatim(q.quarter), q.devices, q.unpriced, _sum(q.costs)) for q in client.quarters)
        yield Table(Text(BY_QUARTER), (*columns("Quarter"), *counts), rows)
    titles = (*columns("Device", "Verdict", "Why", "What to do"), Column(Text("Cost"), "number"), *columns("When"))
    yield Table(Text(BY_DEVICE), titles, tuple(map(_refresh, client.refresh)))
    lines = (each.words for decision in client.workloads for each in decision.economics.break_even)
    yield from (Note(words) for words in dict.fromkeys(lines))


def _sum(costs: tuple[object, ...]) -> Cell:
    return amounts(costs) if costs else Text("unknown")  # type: ignore[arg-type]


def _refresh(each: Refresh) -> tuple[Cell, ...]:
    ends = (Small(Text("Warranty until {day}", day=Day(each.warranty_end))),) if each.warranty_end else ()
    about = (Small(Text.verbatim(", ".join(each.workloads))),) if each.workloads else ()
    return (
        Lines((Code(each.device), *about)),
        graded(VERDICTS, each.verdict),
        Lines(each.reasons),
        _todo(each),
        each.cost or Text("unknown" if each.action else "–"),
        Lines((Text.verbatim(each.quarter or "–"), *ends)),
    )


def _todo(each: Refresh) -> Cell:
    if each.action:
        return Lines((each.action, *(Small(_other(option)) for option in each.options[1:])))
    return Text("find out first") if each.verdict == "unknown" else Text("–")


def _other(option: Option) -> Text:
    """Another way to the same end, with what it costs."""
    cost = option.cost or Text("cost unknown")
    return Text("or {action} ({cost})", action=option.action, cost=cost)


def _procurement(client: ClientReport) -> Iterator[Block]:
    needs = client.endpoints.procurement
    if not needs:
        return
    yield needed(client, "What to ask of a new device")
    sums = dict.fromkeys(words for need in needs for words in need.sums)
    rows = tuple((words,) for words in sums)
    yield Table(Text("How the memory was worked out"), columns("Sum"), rows, folded=True)


def needed(client: ClientReport, caption: str) -> Table:
    """The memory, the disk and the rest that each workload asks of a device."""
    titles = ("Workload", "Memory", "Or graphics memory", "Free disk", "What else")
    return Table(Text(caption), columns(*titles), tuple(map(_need, client.endpoints.procurement)))


def _need(need: FleetNeed) -> tuple[Cell, ...]:
    models = (Small(Text.verbatim(", ".join(need.models))),) if need.models != (need.workload,) else ()
    context = (
        (Small(Text("for {tokens} tokens of context", tokens=need.context_tokens)),) if need.context_tokens else ()
    )
    return (
        Lines((Text.verbatim(need.workload), *models, *context)),
        _size(need.ram_bytes),
        _size(need.vram_bytes),
        Text("{size}", size=Size(need.disk_bytes)),
        Lines(need.texts),
    )


def _size(amount: int | None) -> Cell:
    return Text("{size} or more", size=Size(amount)) if amount else Text("–")


def _ages(client: ClientReport) -> Iterator[Block]:
    """Age and warranty say nothing of what a device can run, and what it can run says nothing of them."""
    told = [age for age in client.endpoints.ages if age.purchase_date or age.warranty_end]
    silent = len(client.endpoints.ages) - len(told)
    if told:
        titles = columns("Device", "Warranty", "Until", "Bought", "Age")
        yield Table(Text("Age and warranty, whatever a device can run"), titles, tuple(map(_age, told)))
    if client.endpoints.ages and silent:
        words = "Of {devices} no inventory told the age or the warranty."
        yield Note(Text(words, devices=counted("device", silent)))


def _age(age: DeviceAge) -> tuple[Cell, ...]:
    return (
        Code(age.device),
        graded(WARRANTIES, age.state),
        Text("{day}", day=Day(age.warranty_end)) if age.warranty_end else Text("–"),
        Text("{day}", day=Day(age.purchase_date)) if age.purchase_date else Text("–"),
        Text("{years} years", years=age.years) if age.years is not None else Text("–"),
    )
