"""What AI costs right now, before billing knows: always an estimate."""

from collections.abc import Iterator
from decimal import Decimal

from msp_aigov.model.document import ClientReport
from msp_aigov.model.money.outlook import LiveSpend, LiveTotal, Quantity
from msp_aigov.model.text import Day, Money, Text
from msp_aigov.reports.blocks import Block, Cell, Code, Column, Heading, Lines, Note, Paragraph, Small, State, Table
from msp_aigov.reports.pages.outlook import placed, several

TOTALS = (
    Column(Text("Today"), "number"),
    Column(Text("An hour, lately"), "number"),
    Column(Text("Month to date"), "number"),
    Column(Text("Of it billed"), "number"),
    Column(Text("Budget")),
)
DEPLOYMENTS = (
    Column(Text("Deployment"), "code"),
    Column(Text("Today"), "number"),
    Column(Text("This month"), "number"),
    Column(Text("Unseen hours filled in"), "number"),
    Column(Text("An hour, lately"), "number"),
    Column(Text("Billed / estimate"), "number"),
)
QUANTITIES = (
    Column(Text("Deployment"), "code"),
    Column(Text("Counted"), "code"),
    Column(Text("Today"), "number"),
    Column(Text("This month"), "number"),
    Column(Text("Price"), "number"),
    Column(Text("From")),
)


def chapter(client: ClientReport) -> Iterator[Block]:
    """The estimate, what it is made of, and what it cannot know."""
    yield Heading(Text("Spend right now"))
    yield Note(Text("An estimate: measured use times a price. It is not the invoice, and billing will differ."))
    if not client.spend.now:
        yield Paragraph(Text("No deployment was found, or none could be read."))
        return
    for total in client.spend.now_totals:
        yield Table(Text("All deployments in {currency}, estimated", currency=total.currency), TOTALS, (_total(total),))
        if total.until:
            words = "Until {day}, {hour}:00 UTC. Month to date: {method}."
            day, hour = Day(total.until.date()), f"{total.until:%H}"
            yield Note(Text(words, method=total.method, day=day, hour=hour))
        if total.hours:
            words = "Today hour by hour from 0:00 UTC, in {currency}: {curve}."
            yield Paragraph(Text(words, currency=total.currency, curve=_curve(total.hours)))
    many = several(each.account for each in client.spend.now)
    shown = tuple(_deployment(each, many) for each in client.spend.now)
    yield Table(Text("By deployment, estimated"), DEPLOYMENTS, shown)
    rows = tuple(_quantity(each, quantity, many) for each in client.spend.now for quantity in each.quantities)
    if rows:
        yield Table(Text("What was counted, and at what price"), QUANTITIES, rows)


def _curve(hours: tuple[Decimal | None, ...]) -> str:
    return ", ".join("?" if each is None else f"{each:f}" for each in hours)


def _total(total: LiveTotal) -> tuple[Cell, ...]:
    names = ", ".join(total.unknown)
    least = Small(Text("at least: unknown for {names}", names=names)) if names else None
    return (
        _least(total.today, least),
        _least(total.hourly, least),
        _least(total.month, least),
        total.billed or Text("–"),
        total.said,
    )


def _deployment(each: LiveSpend, many: bool) -> tuple[Cell, ...]:
    said = (Small(Text.verbatim(each.account)),) if many else ()
    said = (*said, Small(each.why)) if each.why.template else said
    name: Cell = Lines((Code(each.deployment), *said)) if said else Code(each.deployment)
    unseen = sum(quantity.unseen_today for quantity in each.quantities)
    gaps = Small(Text("at least: {hours} hours unseen", hours=unseen)) if unseen else None
    more = sum(quantity.unseen_hours for quantity in each.quantities)
    month_gaps = Small(Text("at least: {hours} hours unseen", hours=more)) if more else None
    return (
        name,
        _range(each.today_range) or _least(each.today, gaps),
        _range(each.month_range) or _least(each.month, month_gaps),
        _least(each.month_filled, Small(each.method) if month_gaps else None),
        _amount(each.hourly),
        _ratio(each),
    )


def _ratio(each: LiveSpend) -> Cell:
    """The quality of the estimate: billed to estimated on the days that both know entirely."""
    if each.billed is None or each.billed_until is None:
        return Text("–")
    until = Small(Text("{billed} billed until {day}", billed=each.billed, day=Day(each.billed_until)))
    shown: Cell = Text("{ratio}", ratio=each.ratio) if each.ratio is not None else Text("–")
    return Lines((shown, until))


def _least(amount: Money | None, note: Small | None) -> Cell:
    return Lines((amount, note)) if amount and note else _amount(amount)


def _range(bounds: tuple[Money, ...]) -> Text | None:
    return Text("{least} to {most}", least=bounds[0], most=bounds[-1]) if bounds else None


def _amount(amount: Money | None) -> Cell:
    return amount or State("none", Text("unknown"))


def _quantity(each: LiveSpend, quantity: Quantity, many: bool) -> tuple[Cell, ...]:
    label = f"{quantity.metric} ({quantity.tier})" if quantity.tier else quantity.metric
    price: Cell = State("none", Text("unknown"))
    if quantity.price:
        price = Text("{price} per {per}", price=quantity.price, per=_whole(quantity.per))
    source: Cell = Text.verbatim(quantity.price_source or "–")
    if quantity.price_date:
        words = "{source}, read {day}" + (": long ago, `msp-aigov prices refresh`" if quantity.old else "")
        source = Text(words, source=quantity.price_source, day=Day(quantity.price_date))
    name = placed(Code(each.deployment), each.account, many)
    return name, Code(label), _count(quantity.today), _count(quantity.month), price, source


def _count(value: Decimal | None) -> Cell:
    return State("none", Text("unknown")) if value is None else _whole(value)


def _whole(value: Decimal) -> int:
    """Tokens and images are counted in whole ones."""
    return int(value)
