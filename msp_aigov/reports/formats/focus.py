"""FOCUS: the period's charges as a FOCUS 1.2 file, a row per resource, meter and day; it adds up to everything read."""

import csv
import io
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from msp_aigov.model.document import ClientReport, Document
from msp_aigov.model.spend import Charges, ServiceSpend
from msp_aigov.reports.options import Options, Rendered
from msp_aigov.reports.words import clean, say

SUFFIX = ".focus.csv"
# Every mandatory column of FOCUS 1.2, those of its others that the document knows, and our own. FOCUS has no unknown
# for costs: the one amount that is known stands in all four.
COLUMNS = (
    "BilledCost",
    "BillingAccountId",
    "BillingAccountName",
    "BillingCurrency",
    "BillingPeriodEnd",
    "BillingPeriodStart",
    "ChargeCategory",
    "ChargeClass",
    "ChargeDescription",
    "ChargePeriodEnd",
    "ChargePeriodStart",
    "ContractedCost",
    "EffectiveCost",
    "InvoiceIssuerName",
    "ListCost",
    "PricingQuantity",
    "PricingUnit",
    "ProviderName",
    "PublisherName",
    "ResourceId",
    "ResourceName",
    "ServiceCategory",
    "ServiceName",
    "SkuMeter",
    "SubAccountId",
    "x_Client",
    "x_CountsAsAI",
    "x_PriceBasis",
    "x_Note",
)
COSTS = ("BilledCost", "ContractedCost", "EffectiveCost", "ListCost")
UNKNOWN, MICROSOFT, MARKETPLACE = "unknown", "Microsoft", "Marketplace"
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def render(document: Document, options: Options) -> tuple[Rendered, ...]:
    """One stream with the rows of every client; a client whose costs were not read has none."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    for client in document.clients:
        writer.writerows(_rows(client, options.language))
    return (Rendered("", stream.getvalue().encode("utf-8", "replace")),)


def _rows(client: ClientReport, language: str) -> Iterator[dict[str, str]]:
    spend = client.spend
    if spend.period_from is None or spend.period_to is None:
        return
    common = {
        "BillingAccountId": UNKNOWN,
        "InvoiceIssuerName": UNKNOWN if spend.not_invoice.template else MICROSOFT,
        "ProviderName": MICROSOFT,
        "x_Client": _safe(client.id),
        "x_PriceBasis": spend.price_basis,
        "x_Note": _safe(say(spend.not_invoice, language)),
    }
    for charges in spend.charges:
        for day, amount in charges.days:
            yield {**common, **_charged(charges), **_cost(amount, charges.currency), **_period(day, day)}
    if not spend.charges:  # a run of an earlier version
        period = _period(spend.period_from, spend.period_to)
        yield from ({**common, **_service(each), **period} for each in spend.services)


def _charged(charges: Charges) -> dict[str, str]:
    bought = charges.service == MARKETPLACE
    return {
        **_kind(charges.service, charges.ai),
        "ChargeDescription": _safe(charges.meter or charges.service),
        "PublisherName": _safe(charges.publisher) or (UNKNOWN if bought or not charges.ai else MICROSOFT),
        "ResourceId": _safe(charges.resource),
        "ResourceName": _safe(charges.resource.rsplit("/", 1)[-1]),
        "SkuMeter": _safe(charges.meter),
        "SubAccountId": _safe(f"/subscriptions/{charges.subscription}" if charges.subscription else ""),
    }


def _service(each: ServiceSpend) -> dict[str, str]:
    return {**_kind(each.service, each.ai), **_cost(each.cost.amount, each.cost.currency), "PublisherName": UNKNOWN}


def _kind(service: str, ai: bool) -> dict[str, str]:
    return {
        "ChargeCategory": "Usage",
        "ServiceCategory": "AI and Machine Learning" if ai else "Other",
        "ServiceName": _safe(service),
        "x_CountsAsAI": "true" if ai else "false",
    }


def _cost(amount: Decimal, currency: str) -> dict[str, str]:
    return {**dict.fromkeys(COSTS, f"{amount:f}"), "BillingCurrency": _safe(currency)}


def _period(first: date, last: date) -> dict[str, str]:
    """FOCUS ends a period with the first moment that is no longer in it."""
    month = first.replace(day=1)
    return {
        "BillingPeriodStart": _moment(month),
        "BillingPeriodEnd": _moment((month + timedelta(days=31)).replace(day=1)),
        "ChargePeriodStart": _moment(first),
        "ChargePeriodEnd": _moment(last + timedelta(days=1)),
    }


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _safe(words: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    shown = clean(words)
    return f"'{shown}" if shown.startswith(FORMULA) else shown
