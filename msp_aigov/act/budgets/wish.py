"""From what the client's file says to the body of a budget."""

from datetime import date
from decimal import ROUND_CEILING, Decimal

from msp_aigov.act.budgets.form import Body
from msp_aigov.model.client import BudgetCondition, BudgetTarget

AI_ACCOUNTS = (BudgetCondition(("Microsoft.CognitiveServices/accounts",), dimension="ResourceType"),)
MONTHS = {"Monthly": 1, "BillingMonth": 1, "Quarterly": 3, "BillingQuarter": 3, "Annually": 12, "BillingAnnual": 12}
YEARS = 10  # Azure's own default for a budget's end


def conditions_of(target: BudgetTarget) -> tuple[BudgetCondition, ...]:
    """What the budget takes in: the AI accounts unless the file says otherwise."""
    return AI_ACCOUNTS if target.filter is None else target.filter


def amount_of(target: BudgetTarget, last_month: Decimal | None) -> Decimal | None:
    """The amount per grain; a factor of past spend is rounded up to a whole unit, None where that is not known."""
    if target.monthly is not None:
        return target.monthly * MONTHS[target.grain]
    if target.factor is None or not last_month:
        return None
    return (target.factor * last_month * MONTHS[target.grain]).to_integral_value(ROUND_CEILING)


def body_of(target: BudgetTarget, amount: Decimal, existing: Body, today: date) -> Body:
    """The properties of the budget that should exist; one that exists keeps its period, which cannot be moved back."""
    body: Body = {"category": "Cost", "amount": amount, "timeGrain": target.grain, "timePeriod": _period(today)}
    kept = existing.get("timePeriod")
    if isinstance(kept, dict) and str(kept.get("endDate", "9999"))[:10] > today.isoformat():
        body["timePeriod"] = kept
    taken_in = filter_of(conditions_of(target))
    if taken_in:
        body["filter"] = taken_in
    body["notifications"] = _notifications(target)
    return body


def filter_of(conditions: tuple[BudgetCondition, ...]) -> Body:
    """The wire form of AND-ed conditions; `and` needs at least two."""
    parts = [
        {
            "dimensions" if item.dimension else "tags": {
                "name": item.dimension or item.tag,
                "operator": "In",
                "values": list(item.values),
            }
        }
        for item in conditions
    ]
    return {"and": parts} if len(parts) > 1 else dict(parts[0]) if parts else {}


def _period(today: date) -> Body:
    start = today.replace(day=1)
    return {
        "startDate": f"{start.isoformat()}T00:00:00Z",
        "endDate": f"{start.replace(year=start.year + YEARS).isoformat()}T00:00:00Z",
    }


def _notifications(target: BudgetTarget) -> Body:
    made: Body = {}
    for kind, thresholds in (("Actual", target.thresholds), ("Forecasted", target.forecast_thresholds)):
        for threshold in thresholds:
            made[f"{kind}_GreaterThan_{str(threshold).replace('.', '_')}_Percent"] = {
                "enabled": True,
                "operator": "GreaterThan",
                "threshold": threshold,
                "thresholdType": kind,
                "contactEmails": list(target.recipients),
                "contactGroups": list(target.action_groups),
                "contactRoles": [],
            }
    return made
