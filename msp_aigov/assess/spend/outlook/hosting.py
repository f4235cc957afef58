"""Capacity paid for by the hour: fine-tuned models that nobody asks, throughput that nobody needs."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from msp_aigov.assess.spend.outlook.bymodel import kind_of
from msp_aigov.assess.spend.outlook.use import Use
from msp_aigov.model.cloud import Deployment
from msp_aigov.model.money.outlook import Hosting, ModelSpend
from msp_aigov.model.text import Money


def hosted(
    deployments: Sequence[Deployment],
    accounts: Mapping[str, str],
    uses: Mapping[str, Use],
    lines: Sequence[ModelSpend],
    today: date,
    days: int,
) -> Iterator[Hosting]:
    """Every deployment that is billed by the hour, with what it was used for in the last days."""
    since = today - timedelta(days=days)
    for each in deployments:
        provisioned = "provisioned" in (each.sku or "").lower()
        cost = _hosting_cost(each, lines)
        if not (provisioned or each.fine_tuned or cost):
            continue
        use = uses.get(each.id, Use(()))
        yield Hosting(
            id=each.id,
            deployment=each.name,
            account=accounts.get(each.account, each.account),
            kind="provisioned" if provisioned else "fine_tuned",
            used=_busiest(use, since) if provisioned else use.tokens(since),
            cost=cost,
            days=days,
            scopes=each.scopes,
        )


def _hosting_cost(deployment: Deployment, lines: Sequence[ModelSpend]) -> Money | None:
    """What hosting cost this month where a meter of it can be laid on this deployment."""
    own = [
        line for line in lines if deployment.name in line.deployments and line.id.split("|")[0] == deployment.account
    ]
    billed = [line.cost for line in own if kind_of(line.meter) == "hosting" and line.share != "shared"]
    return Money(sum((cost.amount for cost in billed), Decimal(0)), billed[0].currency) if billed else None


def _busiest(use: Use, since: date) -> Decimal | None:
    """The highest utilisation of the last days, in percent."""
    values = [p.value for each in use.utilisation for p in each.points if p.hour.date() >= since]
    known = [value for value in values if value is not None]
    return max(known) if known else None
