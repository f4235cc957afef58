"""CSV: the spend of every client as flat rows, every amount exact."""

import csv
import io
from collections.abc import Iterator

from msp_aigov.model.document import ClientReport, Document
from msp_aigov.model.text import Money
from msp_aigov.reports.options import Options, Rendered
from msp_aigov.reports.words import clean, say

SUFFIX = ".csv"
COLUMNS = (
    "client",
    "kind",
    "name",
    "detail",
    "day",
    "amount",
    "currency",
    "price_basis",
    "period_from",
    "period_to",
    "note",
)
FORMULA = ("=", "+", "-", "@", "\t", "\r")
Row = tuple[str, str, str, str, Money]


def render(document: Document, options: Options) -> tuple[Rendered, ...]:
    """One stream with a line for each figure; lines of different kinds overlap and are not to be added."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    for client in document.clients:
        spend = client.spend
        period = tuple(day.isoformat() if day else "" for day in (spend.period_from, spend.period_to))
        for kind, name, detail, day, cost in _rows(client):
            figures = (f"{cost.amount:f}", cost.currency, spend.price_basis, *period)
            note = say(spend.not_invoice, options.language)
            writer.writerow([*map(_safe, (client.id, kind, name, detail, day)), *figures, _safe(note)])
    return (Rendered("", stream.getvalue().encode("utf-8", "replace")),)


def _rows(client: ClientReport) -> Iterator[Row]:
    spend = client.spend
    yield from (("total", "AI", "this month", "", cost) for cost in spend.totals)
    yield from (("total", "AI", "last month", "", cost) for cost in spend.last_month)
    yield from (("other", "Everything else", "this month", "", cost) for cost in spend.other)
    yield from (("uncovered", "AI under no budget", "this month", "", cost) for cost in spend.uncovered)
    yield from (("month", "AI", "", each.month.isoformat(), each.cost) for each in spend.months)
    yield from (("day", "AI", "", each.day.isoformat(), each.cost) for each in spend.days)
    yield from (("service", each.service, "AI" if each.ai else "other", "", each.cost) for each in spend.services)
    yield from (
        ("model", each.model, f"{each.account} {each.meter} ({each.share})", "", each.cost) for each in spend.models
    )
    yield from (("share", each.model, f"{each.percent} %", "", each.cost) for each in spend.shares)
    for item in spend.resources:
        yield from (("resource", item.resource_name, ", ".join(item.covered_by), "", cost) for cost in item.costs)
    for forecast in spend.forecasts:
        if forecast.expected:
            yield "forecast", "AI", f"end of month, by {forecast.method}", "", forecast.expected
    yield from (
        ("estimate", each.deployment, "today, not the invoice", "", each.today) for each in spend.now if each.today
    )


def _safe(words: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    shown = clean(words)
    return f"'{shown}" if shown.startswith(FORMULA) else shown
