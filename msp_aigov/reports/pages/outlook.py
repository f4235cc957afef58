"""What spend means: the forecast, the days that stand out, the models, what could be lost."""

from collections.abc import Iterable, Iterator
from datetime import date

from msp_aigov.model.money.outlook import Exposure, Forecast, Hosting, ModelSpend, Trend
from msp_aigov.model.spend import ModelShare, MonthSpend, Spend
from msp_aigov.model.text import Day, Money, Text
from msp_aigov.reports.blocks import (
    Block,
    Cell,
    Code,
    Column,
    Lines,
    Note,
    Paragraph,
    Share,
    Shares,
    Small,
    State,
    Table,
)
from msp_aigov.reports.words import MONTHS
from msp_aigov.reports.words.plain import JOINS, SHARES, joined, word

MOST = 8  # bars; what is behind them is in the table of models


def outlook(spend: Spend) -> Iterator[Block]:
    """Everything that follows from the costs."""
    for forecast in spend.forecasts:
        yield Paragraph(_forecast(forecast))
    for trend in spend.trends:
        yield from _trend(trend)
    yield from _months(spend.months)
    yield from _models(spend.models)
    yield from _hosting(spend.hosted)
    yield from _exposures(spend.exposures)


def _forecast(forecast: Forecast) -> Text:
    if forecast.expected is None or forecast.low is None or forecast.high is None:
        return Text("No forecast in {currency}: {why}.", currency=forecast.currency, why=forecast.why)
    words = "By the end of the month AI will cost about {expected} ({low} to {high}): {why}."
    return Text(words, expected=forecast.expected, low=forecast.low, high=forecast.high, why=forecast.why)


def _trend(trend: Trend) -> Iterator[Block]:
    if not trend.anomalies:
        return
    columns = (Column(Text("Day")), *(Column(Text(each), "number") for each in ("Cost", "Usual", "Limit")))
    rows = tuple((Text("{day}", day=Day(each.day)), each.cost, each.usual, each.limit) for each in trend.anomalies)
    yield Table(Text("Days that stand out"), columns, rows)
    yield Note(trend.rule)


def _months(months: tuple[MonthSpend, ...]) -> Iterator[Block]:
    if len({each.month for each in months}) > 1:
        rows = tuple((Text.verbatim(_month(each.month)), each.cost) for each in months)
        yield Table(Text("AI by month"), (Column(Text("Month")), Column(Text("Cost"), "number")), rows)


def _month(month: date) -> str:
    return f"{MONTHS[month.month - 1]} {month.year}"


def several(accounts: Iterable[str]) -> bool:
    """Whether rows speak of more than one account; then a deployment's name alone does not say which is meant."""
    return len(set(accounts)) > 1


def placed(name: Cell, account: str, among_several: bool) -> Cell:
    """A deployment, with its account where there are several."""
    return Lines((name, Small(Text.verbatim(account)))) if among_several else name


def _models(models: tuple[ModelSpend, ...]) -> Iterator[Block]:
    if not models:
        return
    columns = (
        Column(Text("Model")),
        Column(Text("Deployment"), "code"),
        Column(Text("Cost"), "number"),
        Column(Text("Paid and listed")),
        Column(Text("How found")),
    )
    many = several(each.account for each in models)
    yield Table(Text("By model, this month"), columns, tuple(_model(each, many) for each in models))


def _model(each: ModelSpend, many: bool) -> tuple[Cell, ...]:
    names = ", ".join(each.deployments)
    name: Cell = Lines((Text.verbatim(each.model or "unknown model"), Small(Text.verbatim(each.meter))))
    prices = tuple(words for words in (each.paid, each.listed) if words.template)
    found = Lines((word(JOINS, each.joined), Small(word(SHARES, each.share))))
    where = placed(Code(names) if names else Text("–"), each.account, many)
    return name, where, each.cost, Lines(prices) if prices else Text("–"), found


def _hosting(hosted: tuple[Hosting, ...]) -> Iterator[Block]:
    if hosted:
        titles = ("Deployment", "Kind", "Used", "Cost this month")
        many = several(each.account for each in hosted)
        rows = tuple(_host(each, many) for each in hosted)
        yield Table(Text("Paid for by the hour"), tuple(Column(Text(each)) for each in titles), rows)


def _host(each: Hosting, many: bool) -> tuple[Cell, ...]:
    used: Cell = State("none", Text("unknown"))
    if each.used is not None:
        words = "{used} % at most in {days} days" if each.kind == "provisioned" else "{used} tokens in {days} days"
        used = Text(words, used=each.used, days=each.days)
    kind = Text("provisioned throughput" if each.kind == "provisioned" else "fine-tuned model")
    return placed(Code(each.deployment), each.account, many), kind, used, each.cost or Text("unknown")


def _exposures(exposures: tuple[Exposure, ...]) -> Iterator[Block]:
    if not exposures:
        return
    lag = exposures[0].lag_hours
    columns = (
        Column(Text("Deployment"), "code"),
        Column(Text("At most"), "number"),
        Column(Text("Usual busiest"), "number"),
        Column(Text("Factors")),
    )
    caption = Text("What {hours} hours can cost before an alert can fire", hours=lag)
    many = several(each.account for each in exposures)
    yield Table(caption, columns, tuple(_exposure(each, many) for each in exposures))


def _exposure(each: Exposure, many: bool) -> tuple[Cell, ...]:
    factors: list[Cell] = [Text("{name}: {value}", name=factor.name, value=factor.value) for factor in each.factors]
    if each.why.template:
        factors.append(Small(each.why))
    if each.stopped_by:
        factors.append(Text("{what} would stop it", what=each.stopped_by))
    name = placed(Code(each.deployment), each.account, many)
    return name, _amount(each.most), _amount(each.observed), Lines(tuple(factors))


def _amount(amount: Money | None) -> Cell:
    return amount or State("none", Text("unknown"))


def shared(spend: Spend) -> Iterator[Block]:
    """A bar for each model, one drawing per currency."""
    for currency in sorted({each.cost.currency for each in spend.shares}):
        parts = tuple(_part(each) for each in spend.shares if each.cost.currency == currency)
        shown = parts if len(parts) <= MOST else parts[:MOST]
        said = joined((Text("{model} {percent} %", model=each.label, percent=each.percent) for each in shown), ", ")
        words = Text("Share of AI this month in {currency}: {parts}.", currency=currency, parts=said)
        yield Shares(Text("AI this month by model, in {currency}", currency=currency), words, shown)
        if len(parts) > len(shown):
            yield Note(Text("{count} smaller ones are in the table of models.", count=len(parts) - len(shown)))


def _part(share: ModelShare) -> Share:
    label = Text.verbatim(share.model) if share.model else Text("tied to no model")
    return Share(label, share.cost, share.percent)


def exported(spend: Spend) -> Iterator[Block]:
    """The files, and the hashes by which anybody can see that they are those that were read."""
    if spend.exports:
        rows = tuple(
            (Lines((Code(each.name), Small(Text("SHA-256 {hash}", hash=each.sha256)))), Text.verbatim(each.kind))
            for each in spend.exports
        )
        yield Table(Text("Read from exports"), (Column(Text("File")), Column(Text("Kind"))), rows, folded=True)
