"""The API's limits on a budget, checked before anything is sent: the SDK checks none of them."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from msp_aigov.act.budgets.form import Body, number
from msp_aigov.act.budgets.plan import PlannedBudget, Provider

NAME = re.compile(r"[A-Za-z0-9_-]{1,63}")
MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
GROUP = re.compile(r"/subscriptions/[^/]+/resourcegroups/[^/]+/providers/microsoft\.insights/actiongroups/[^/]+", re.I)
EARLIEST = date(2017, 6, 1)
MOST_ALERTS, MOST_MAILS = 5, 5
GRAINS = ("Monthly", "Quarterly", "Annually")
BILLING_GRAINS = ("BillingMonth", "BillingQuarter", "BillingAnnual")
WEB_DIRECT = ("payasyougo", "msdn", "freetrial", "mpn")  # how the quota ids of offers bought on the web begin


def problems(budget: PlannedBudget, body: Body, today: date) -> tuple[str, ...]:
    """Every reason why Azure would refuse this body, or take it and be of no use."""
    found = [] if NAME.fullmatch(budget.name) else ["the name must be 1 to 63 letters, digits, - or _"]
    amount = number(body.get("amount"))
    if amount is None or amount <= 0:
        found.append("the amount must be above 0")
    found += _grain(str(body.get("timeGrain")), budget.offer)
    found += _period(body.get("timePeriod"), str(body.get("timeGrain")), budget.action == "create", today)
    found += _alerts(body.get("notifications"), budget.provider)
    return tuple(found)


def _grain(grain: str, offer: str) -> Iterator[str]:
    if grain in BILLING_GRAINS and not offer.lower().startswith(WEB_DIRECT):
        yield f"the grain {grain} is for offers bought on the web only; this subscription's is {offer or 'unknown'}"
    elif grain not in (*GRAINS, *BILLING_GRAINS):
        yield f"{grain} is no grain of a cost budget"


def _period(raw: Any, grain: str, new: bool, today: date) -> Iterator[str]:
    try:
        start, end = (date.fromisoformat(str(raw[key])[:10]) for key in ("startDate", "endDate"))
    except (TypeError, KeyError, ValueError):
        yield "the period needs a start and an end"
        return
    if start.day != 1:
        yield "the period must start on the first of a month"
    if start < EARLIEST:
        yield f"the period must not start before {EARLIEST}"
    if end <= start:
        yield "the period ends before it starts"
    months = (start.year - today.year) * 12 + start.month - today.month
    if months > 12:
        yield "the period must start within 12 months"
    # A start in the past is taken only inside the grain that runs now; one that exists already may stay.
    if new and months < -_months_into(grain, today):
        yield "a new budget must not start before the current period"


def _months_into(grain: str, today: date) -> int:
    if grain in ("Quarterly", "BillingQuarter"):
        return (today.month - 1) % 3
    return today.month - 1 if grain in ("Annually", "BillingAnnual") else 0


def _alerts(raw: Any, provider: Provider) -> Iterator[str]:
    alerts = list(raw.values()) if isinstance(raw, dict) else []
    if not alerts:
        yield "a budget without an alert tells nobody"
    kinds = [str(alert.get("thresholdType")) for alert in alerts]
    if provider == "Microsoft.Consumption" and len(alerts) > MOST_ALERTS:
        yield f"{len(alerts)} alerts, of both kinds together {MOST_ALERTS} at most"
    for kind in ("Actual", "Forecasted") if provider == "Microsoft.CostManagement" else ():
        if kinds.count(kind) > MOST_ALERTS:
            yield f"{kinds.count(kind)} alerts of the kind {kind}, {MOST_ALERTS} at most"
    for key, alert in (raw or {}).items() if isinstance(raw, dict) else ():
        for said in _alert(alert):
            yield f"{key}: {said}"


def _alert(alert: Body) -> Iterator[str]:
    threshold = number(alert.get("threshold"))
    if threshold is None or not 0 <= threshold <= 1000 or threshold != round(threshold, 2):
        yield "the threshold must be 0 to 1000 percent with two decimals at most"
    mails, groups = alert.get("contactEmails") or [], alert.get("contactGroups") or []
    if not mails and not groups:
        yield "nobody is told: name recipients or action groups"
    if len(mails) > MOST_MAILS:
        yield f"{len(mails)} recipients, {MOST_MAILS} at most"
    yield from (f"{mail} is no mail address" for mail in mails if not MAIL.fullmatch(str(mail)))
    yield from (f"{group} is no action group's id" for group in groups if not GROUP.fullmatch(str(group)))


def lowers(current: Body, desired: Body, months: dict[str, int]) -> bool:
    """Whether the amount a month becomes smaller."""
    before, after = (
        (number(body.get("amount")) or Decimal(0)) / months.get(str(body.get("timeGrain")), 1)
        for body in (current, desired)
    )
    return after < before
