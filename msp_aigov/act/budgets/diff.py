"""What a planned budget changes, in lines that a person reads at a glance."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from msp_aigov.act.budgets.form import Body, alerts, conditions, number, parsed
from msp_aigov.act.budgets.plan import PlannedBudget

PER = {"Monthly": "a month", "Quarterly": "a quarter", "Annually": "a year"}


@dataclass(frozen=True)
class Line:
    """One line of a diff: `mark` is +, -, ~ or a space; `before` is set where something changes."""

    mark: str
    label: str
    after: str
    before: str = ""


def lines(budget: PlannedBudget) -> Iterator[Line]:
    """Everything that a plan says about one budget, unchanged fields left out of a change."""
    before, after = parsed(budget.current), parsed(budget.desired)
    if budget.action == "delete":
        yield Line("-", "amount", _amount(before, budget.currency))
        return
    if budget.action == "none":
        yield Line(" ", "amount", _amount(after, budget.currency))
        return
    yield from _field("amount", _amount(before, budget.currency), _amount(after, budget.currency))
    yield from _field("covers", _covers(before), _covers(after))
    yield from _field("from", _period(before), _period(after))
    yield from _alert_lines(before, after)


def _field(label: str, before: str, after: str) -> Iterator[Line]:
    if not before:
        yield Line("+", label, after)
    elif before != after:
        yield Line("~", label, after, before)


def _alert_lines(before: Body, after: Body) -> Iterator[Line]:
    old, new = ({_alert(alert) for alert in alerts(body).values()} for body in (before, after))
    yield from (Line("-", "alert", words) for words in sorted(old - new))
    yield from (Line("+", "alert", words) for words in sorted(new - old))


def _alert(alert: tuple[object, ...]) -> str:
    enabled, operator, threshold, kind, mails, groups, roles = alert
    told = [*_listed(mails), *(group.rsplit("/", 1)[-1] for group in _listed(groups)), *_listed(roles)]
    when = "forecast" if str(kind).lower() == "forecasted" else "spent"
    off = "" if enabled else " (off)"
    return f"{_plain(threshold)} % {when}{off} to {', '.join(told) or 'nobody'}"


def _listed(value: object) -> tuple[str, ...]:
    return tuple(str(item) for item in value) if isinstance(value, tuple) else ()


def _amount(body: Body, currency: str) -> str:
    if not body:
        return ""
    grain = str(body.get("timeGrain"))
    return f"{_plain(number(body.get('amount')))} {currency} {PER.get(grain, grain)}".replace("  ", " ")


def _plain(value: object) -> str:
    """A number without an exponent and without idle zeros."""
    if not isinstance(value, Decimal):
        return "?"
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _covers(body: Body) -> str:
    if not body:
        return ""
    read = conditions(body.get("filter"))
    parts = [f"{name} = {' or '.join(values)}" if values else name for _, name, values in read]
    return " and ".join(parts) or "everything in the scope"


def _period(body: Body) -> str:
    period = body.get("timePeriod")
    if not isinstance(period, dict):
        return ""
    return f"{str(period.get('startDate'))[:10]} to {str(period.get('endDate'))[:10]}"
