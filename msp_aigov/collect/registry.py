"""Every source, by name. A new source is one file and one line here."""

from msp_aigov.collect.azure import accounts, budgets, cost, deployments, rai_policies, subscriptions
from msp_aigov.collect.azure.guardrails import blocklists, connections, defender, diagnostics, quota, safety
from msp_aigov.collect.azure.spend import (
    action_groups,
    cost_closed,
    cost_controls,
    cost_meters,
    forecast,
    group_budgets,
    marketplace,
    meter_ids,
    metrics,
    model_meters,
)
from msp_aigov.collect.export import costs
from msp_aigov.collect.inventory import files
from msp_aigov.collect.source import Source

SOURCES: dict[str, Source] = {
    subscriptions.SOURCE: subscriptions,
    accounts.SOURCE: accounts,
    deployments.SOURCE: deployments,
    rai_policies.SOURCE: rai_policies,
    cost.SOURCE: cost,
    budgets.SOURCE: budgets,
    cost_closed.SOURCE: cost_closed,
    cost_meters.SOURCE: cost_meters,
    meter_ids.SOURCE: meter_ids,
    marketplace.SOURCE: marketplace,
    forecast.SOURCE: forecast,
    model_meters.SOURCE: model_meters,
    metrics.SOURCE: metrics,
    cost_controls.SOURCE: cost_controls,
    group_budgets.SOURCE: group_budgets,
    action_groups.SOURCE: action_groups,
    diagnostics.SOURCE: diagnostics,
    defender.SOURCE: defender,
    connections.SOURCE: connections,
    safety.SOURCE: safety,
    blocklists.SOURCE: blocklists,
    quota.SOURCE: quota,
    files.SOURCE: files,
    costs.SOURCE: costs,
}
