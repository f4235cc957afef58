"""Budget coverage of all clients, one line each."""

from msp_aigov.model.document import ClientReport, Document
from msp_aigov.model.text import Money, Text
from msp_aigov.reports.blocks import Cell, Column, Lines, Page, Small, State, Table
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
)


def page(document: Document, options: Options) -> Page:
    """One table with a row for each client."""
    rows = tuple(_row(client) for client in document.clients)
    table = Table(Text("Which AI spend a budget watches"), COLUMNS, rows)
    return page_of(document, Text("Budget coverage"), (counted("client", len(rows)),), (table,))


def _row(client: ClientReport) -> tuple[Cell, ...]:
    watch = client.spend.watch
    return (
        Lines((Text.verbatim(client.name), Small(Text.verbatim(client.id)))),
        Text("{count}", count=len(client.spend.budgets)),
        Text("{count}", count=watch.resources),
        _state(client),
        _amounts(watch.uncovered),
        _amounts(watch.uncovered_last_month),
    )


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
