"""What AI costs, and which budget would say so."""

from collections.abc import Iterator, Mapping

from msp_aigov.model.document import ClientReport
from msp_aigov.model.spend import Budget, BudgetCoverage, Notification, Spend
from msp_aigov.model.text import Day, Money, Text
from msp_aigov.reports.blocks import (
    Block,
    Cell,
    Chart,
    ChartLine,
    Code,
    Column,
    Heading,
    Lines,
    Note,
    Paragraph,
    State,
    Table,
)
from msp_aigov.reports.pages.outlook import exported, outlook, shared
from msp_aigov.reports.words.plain import PRICES, joined, word


def chapter(client: ClientReport) -> Iterator[Block]:
    """The period, the curve, then what is behind it."""
    spend = client.spend
    yield Heading(Text("Spend"))
    if spend.period_from is None or spend.period_to is None:
        yield Paragraph(Text("We could not read what AI costs. The last chapter says why."))
        return
    period = {"first": Day(spend.period_from), "last": Day(spend.period_to)}
    yield Note(Text("{first} to {last}. {prices}", prices=word(PRICES, spend.price_basis), **period))
    yield Paragraph(joined(_totals(spend), " "))
    yield from _running(spend)
    if spend.not_invoice.template:
        yield Note(spend.not_invoice, "warn")
    for gap in spend.standing:
        yield Note(gap, "warn")
    yield from _charts(spend)
    yield from shared(spend)
    yield from outlook(spend)
    yield from _tables(spend)
    yield from exported(spend)


def _totals(spend: Spend) -> Iterator[Text]:
    for total in spend.totals:
        yield Text("AI cost {total} in this period.", total=total)
    for before in spend.last_month:
        yield Text("Last month it cost {before}.", before=before)
    for uncovered in spend.uncovered:
        if uncovered.amount:
            known = "{amount} is under no budget."  # where budgets were not all read, nobody can say that
            yield Text("{amount} is under no budget that was read." if spend.watch.unread else known, amount=uncovered)
    if spend.target and spend.target_scope:
        words = "Your target is {target} a month for what lies in {scope}."
        yield Text(words, target=spend.target, scope=spend.target_scope)
    elif spend.target:
        yield Text("Your target is {target} a month.", target=spend.target)


def _charts(spend: Spend) -> Iterator[Chart]:
    for currency in sorted({each.cost.currency for each in spend.days}):
        days = [each for each in spend.days if each.cost.currency == currency]
        if len(days) < 2:
            continue
        low, high = (pick(days, key=lambda each: each.cost.amount) for pick in (min, max))
        words = Text(
            "AI spend a day from {first} to {last}: lowest {low} on {low_day}, highest {high} on {high_day}.",
            first=Day(days[0].day),
            last=Day(days[-1].day),
            low=low.cost,
            low_day=Day(low.day),
            high=high.cost,
            high_day=Day(high.day),
        )
        points = tuple((each.day, each.cost.amount) for each in days)
        caption = Text("AI spend a day, in {currency}", currency=currency)
        yield Chart(caption, words, currency, points, _target(spend, currency))


def _running(spend: Spend) -> Iterator[Chart]:
    """The month's running total and what is expected of the rest of it."""
    for forecast in spend.forecasts:
        if forecast.expected is None or forecast.low is None or forecast.high is None or not forecast.booked:
            continue
        words = Text(
            "AI this month: {spent} so far, {expected} expected by the end."
            if forecast.low == forecast.high
            else "AI this month: {spent} so far, {expected} expected by the end, between {low} and {high}.",
            spent=forecast.spent,
            expected=forecast.expected,
            low=forecast.low,
            high=forecast.high,
        )
        band = tuple((each.day, each.low, each.high) for each in forecast.points)
        points = tuple((each.day, each.cost.amount) for each in forecast.booked)
        level = (
            ChartLine(Text("planned, {amount}", amount=forecast.limit), forecast.limit.amount)
            if forecast.limit
            else None
        )
        caption = Text(
            "AI this month, running total of the days that are over, in {currency}", currency=forecast.currency
        )
        yield Chart(caption, words, forecast.currency, points, level, band)


def _target(spend: Spend, currency: str) -> ChartLine | None:
    daily = spend.target_daily
    if daily is None or daily.currency != currency:
        return None
    return ChartLine(Text("your target, {amount} a day", amount=daily), daily.amount)


def _tables(spend: Spend) -> Iterator[Table]:
    if spend.services:
        service = (Column(Text("Service")), Column(Text("Counts as AI")), Column(Text("Cost"), "number"))
        services = (
            (Text.verbatim(each.service), Text("yes" if each.ai else "no"), each.cost) for each in spend.services
        )
        yield Table(Text("By service"), service, tuple(services))
    if spend.resources:
        numbers = (Column(Text("This month"), "number"), Column(Text("Last month"), "number"))
        resource = (Column(Text("Resource"), "code"), Column(Text("Kind")), *numbers, Column(Text("Budget"), "state"))
        names = {budget.id: budget.name for budget in spend.budgets}
        resources = tuple(_resource(each, names, spend.watch.unread > 0) for each in spend.resources)
        yield Table(Text("By resource, and the budget that watches it"), resource, resources)
    if spend.budgets:
        columns = tuple(Column(Text(title)) for title in ("Budget", "Amount", "Alerts at", "Until", "First alert"))
        first = {each.budget_id: each.said for each in spend.alerts}
        yield Table(Text("Budgets in Azure"), columns, tuple(_budget(each, first) for each in spend.budgets))


def _resource(resource: BudgetCoverage, names: dict[str, str], unread: bool) -> tuple[Cell, ...]:
    name, kind = Code(resource.resource_name), Text.verbatim(resource.kind)
    return name, kind, _amounts(resource.costs), _amounts(resource.last_month), _watched(resource, names, unread)


def _amounts(amounts: tuple[Money, ...]) -> Cell:
    return Lines(amounts) if amounts else Text("–")


def _watched(resource: BudgetCoverage, names: dict[str, str], unread: bool) -> Cell:
    def named(ids: tuple[str, ...]) -> str:
        return ", ".join(names.get(each, each) for each in ids)

    if resource.covered_by:
        return State("good", Text.verbatim(named(resource.covered_by)))
    if resource.maybe_covered_by:
        return State("none", Text("perhaps {budgets}", budgets=named(resource.maybe_covered_by)))
    return State("none", Text("none that was read")) if unread else State("bad", Text("none"))


def _budget(budget: Budget, first: Mapping[str, Text]) -> tuple[Cell, ...]:
    alerts = tuple(_alert(each) for each in budget.notifications if each.enabled is not False)
    return (
        Code(budget.name),
        _amount(budget.amount, budget.grain),
        Lines(alerts) if alerts else State("bad", Text("no alert")),
        Text("{day}", day=Day(budget.end)) if budget.end else Text("no end"),
        first.get(budget.id, Text("–")),
    )


def _amount(amount: Money | None, grain: str | None) -> Text:
    if amount is None:
        return Text("unknown")
    return Text("{amount}, {grain}", amount=amount, grain=Text((grain or "grain unknown").lower()))


def _alert(alert: Notification) -> Text:
    if alert.threshold is None:
        return Text("unknown")
    words = "{threshold} % of the forecast" if alert.forecasted else "{threshold} %"
    return Text(words, threshold=alert.threshold)
