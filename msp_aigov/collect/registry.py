"""Every source, by name. A new source is one file and one line here."""

from msp_aigov.collect.azure import accounts, budgets, cost, deployments, rai_policies, subscriptions
from msp_aigov.collect.inventory import files
from msp_aigov.collect.source import Source

SOURCES: dict[str, Source] = {
    subscriptions.SOURCE: subscriptions,
    accounts.SOURCE: accounts,
    deployments.SOURCE: deployments,
    rai_policies.SOURCE: rai_policies,
    cost.SOURCE: cost,
    budgets.SOURCE: budgets,
    files.SOURCE: files,
}
