"""Budgets at the resource group of an AI account: a subscription's list holds only those at the subscription itself."""

from collections.abc import Iterator

from msp_aigov.azure.session import Session, pages
from msp_aigov.azure.wire import Wire
from msp_aigov.collect.azure import budgets
from msp_aigov.collect.azure.deployments import place
from msp_aigov.model.answers import Answer, Ask
from msp_aigov.model.spend import Budget

SOURCE = "azure.group_budgets"
PER = "account"
ROLE = "Cost Management Reader"
queries = budgets.queries


def fetch(session: Session, ask: Ask) -> Wire:
    """List the budgets of one provider, as ARM gave them. Accounts of one group give the same ones."""
    subscription, group, _ = place(ask.scope.id)
    client = session.consumption(subscription) if ask.query == budgets.PROVIDERS[0] else session.cost()
    scope = f"/subscriptions/{subscription}/resourceGroups/{group}"
    return pages(lambda **hook: client.budgets.list(scope, **hook))


def parse(answer: Answer) -> Iterator[Budget]:
    """Shape the budgets as those of the subscription."""
    return budgets.parse(answer)
