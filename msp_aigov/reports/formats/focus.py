"""FOCUS: the period's spend as a FOCUS 1.2 file, one row per service and currency; it adds up to everything read."""

import csv
import io
from collections.abc import Iterator
from datetime import date, timedelta

from msp_aigov.model.document import ClientReport, Document
from msp_aigov.model.spend import ServiceSpend
from msp_aigov.reports.options import Options, Rendered
from msp_aigov.reports.words import clean

SUFFIX = ".focus.csv"
# A figure that the document does not hold stays empty: FOCUS calls that null.
COLUMNS = (
    "BilledCost",
    "BillingCurrency",
    "BillingPeriodStart",
    "BillingPeriodEnd",
    "ChargeCategory",
    "ChargeDescription",
    "ChargePeriodStart",
    "ChargePeriodEnd",
    "ContractedCost",
    "EffectiveCost",
    "InvoiceIssuerName",
    "ListCost",
    "ProviderName",
    "PublisherName",
    "ResourceId",
    "ServiceCategory",
    "ServiceName",
    "SubAccountId",
    "x_Client",
    "x_CountsAsAI",
    "x_PriceBasis",
)
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def render(document: Document, options: Options) -> tuple[Rendered, ...]:
    """One stream with the rows of every client; a client whose costs were not read has none."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    for client in document.clients:
        writer.writerows(_rows(client))
    return (Rendered("", stream.getvalue().encode("utf-8", "replace")),)


def _rows(client: ClientReport) -> Iterator[dict[str, str]]:
    first, last = client.spend.period_from, client.spend.period_to
    if first is None or last is None:
        return
    # FOCUS ends a period with the first moment that is no longer in it.
    month = (first.replace(day=1) + timedelta(days=31)).replace(day=1)
    period = {
        "BillingPeriodStart": _moment(first.replace(day=1)),
        "BillingPeriodEnd": _moment(month),
        "ChargePeriodStart": _moment(first),
        "ChargePeriodEnd": _moment(last + timedelta(days=1)),
        "x_Client": _safe(client.id),
        "x_PriceBasis": client.spend.price_basis,
    }
    yield from ({**period, **_service(each)} for each in client.spend.services)


def _service(each: ServiceSpend) -> dict[str, str]:
    return {
        "BilledCost": f"{each.cost.amount:f}",
        "BillingCurrency": _safe(each.cost.currency),
        "ChargeCategory": "Usage",
        "ProviderName": "Microsoft",
        "ServiceCategory": "AI and Machine Learning" if each.ai else "Other",
        "ServiceName": _safe(each.service),
        "x_CountsAsAI": "true" if each.ai else "false",
    }


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _safe(words: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    shown = clean(words)
    return f"'{shown}" if shown.startswith(FORMULA) else shown
