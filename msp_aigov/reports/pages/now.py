"""What AI costs right now, before billing knows: always an estimate."""

from collections.abc import Iterator
from decimal import Decimal

from msp_aigov.model.document import ClientReport
from msp_aigov.model.money.outlook import LiveSpend, Quantity
from msp_aigov.model.text import Day, Money, Text
from msp_aigov.reports.blocks import Block, Cell, Code, Column, Heading, Lines, Note, Paragraph, Small, State, Table

DEPLOYMENTS = (
    Column(Text("Deployment"), "code"),
    Column(Text("Today"), "number"),
    Column(Text("This month"), "number"),
    Column(Text("An hour"), "number"),
    Column(Text("Billed so far"), "number"),
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
    yield Table(Text("By deployment, estimated"), DEPLOYMENTS, tuple(map(_deployment, client.spend.now)))
    rows = tuple(_quantity(each, quantity) for each in client.spend.now for quantity in each.quantities)
    if rows:
        yield Table(Text("What was counted, and at what price"), QUANTITIES, rows)


def _deployment(each: LiveSpend) -> tuple[Cell, ...]:
    name: Cell = Code(each.deployment)
    if each.why.template:
        name = Lines((name, Small(each.why)))
    return (
        name,
        _amount(each.today),
        _amount(each.month),
        _amount(each.hourly),
        each.billed or Text("–"),
        Text("{ratio}", ratio=each.ratio) if each.ratio is not None else Text("–"),
    )


def _amount(amount: Money | None) -> Cell:
    return amount or State("none", Text("unknown"))


def _quantity(each: LiveSpend, quantity: Quantity) -> tuple[Cell, ...]:
    label = f"{quantity.metric} ({quantity.tier})" if quantity.tier else quantity.metric
    price: Cell = State("none", Text("unknown"))
    if quantity.price:
        price = Text("{price} per {per}", price=quantity.price, per=_whole(quantity.per))
    source: Cell = Text.verbatim(quantity.price_source or "–")
    if quantity.price_date:
        source = Text("{source}, read {day}", source=quantity.price_source, day=Day(quantity.price_date))
    return Code(each.deployment), Code(label), _whole(quantity.today), _whole(quantity.month), price, source


def _whole(value: Decimal) -> int:
    """Tokens and images are counted in whole ones."""
    return int(value)
