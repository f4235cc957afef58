"""Budget coverage of all clients, one line each."""

from datetime import date

from msp_aigov.model.document import ClientReport, Document
from msp_aigov.model.spend import FirstAlert
from msp_aigov.model.text import Day, Money, Text
from msp_aigov.reports.blocks import Cell, Column, Lines, Note, Page, Small, State, Table
from msp_aigov.reports.options import Options
from msp_aigov.reports.pages.masthead import page_of
from msp_aigov.reports.words.plain import counted

COLUMNS = (
    Column(Text("Client")),
    Column(Text("Budgets"), "number"),
    Column(Text("AI resources")),
    Column(Text("Under a budget"), "state"),
    Column(Text("Under none, this month"), "number"),
    Column(Text("Under none, last month"), "number"),
    Column(Text("First alert")),
)
ABOVE = Text(
    "Read are budgets at subscriptions and at the resource groups of AI accounts. One at a management group or billing "
    "account may watch more than stands here."
)


def page(document: Document, options: Options) -> Page:
    """One table with a row for each client."""
    rows = tuple(_row(client) for client in document.clients)
    table = Table(Text("Which AI spend a budget watches"), COLUMNS, rows)
    return page_of(document, Text("Budget coverage"), (counted("client", len(rows)),), (table, Note(ABOVE)))


def _row(client: ClientReport) -> tuple[Cell, ...]:
    watch = client.spend.watch
    return (
        Lines((Text.verbatim(client.name), Small(Text.verbatim(client.id)))),
        Text("{count}", count=len(client.spend.budgets)),
        Text("{count}", count=watch.resources),
        _state(client),
        _amounts(watch.uncovered),
        _amounts(watch.uncovered_last_month),
        _first_alert(client.spend.alerts),
    )


def _first_alert(alerts: tuple[FirstAlert, ...]) -> Cell:
    """The alert that can fire first of all the client's budgets."""
    due = sorted((each for each in alerts if each.day), key=lambda each: (each.day or date.max, each.budget))
    if due and due[0].day:
        return Text("{percent} % on {day}", percent=due[0].percent or 0, day=Day(due[0].day))
    if not any(each.heard for each in alerts):
        return State("bad", Text("nobody hears"))
    return Text("not this month")


def _state(client: ClientReport) -> State:
    watch = client.spend.watch
    if watch.unread:
        return State("none", Text("unknown: {gaps} not read", gaps=counted("read", watch.unread)))
    if watch.covered == watch.resources and watch.unheard:
        return State("bad", Text("all, but {count} heard by nobody", count=watch.unheard))
    if watch.covered == watch.resources:
        return State("good", Text("all of them"))
    if watch.covered + watch.maybe == watch.resources:
        return State("none", Text("{covered}, perhaps {all}", covered=watch.covered, all=watch.resources))
    return State("bad", Text("{covered} of {all}", covered=watch.covered, all=watch.resources))


def _amounts(amounts: tuple[Money, ...]) -> Cell:
    return Lines(amounts) if amounts else Text("–")
