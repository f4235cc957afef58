"""Every check, in the order of the ids. A new check is one file and one line here."""

from msp_aigov.checks.check import Check
from msp_aigov.checks.endpoints import below_minimum, insufficient_data
from msp_aigov.checks.guardrails import local_auth, public_network, residency, unknown_filter, weaker_filter
from msp_aigov.checks.spend import forecast_alert, recipient, uncovered
from msp_aigov.checks.workloads import no_route

REGISTRY: tuple[Check, ...] = (
    local_auth.judge,
    public_network.judge,
    below_minimum.judge,
    insufficient_data.judge,
    weaker_filter.judge,
    unknown_filter.judge,
    residency.judge,
    uncovered.judge,
    forecast_alert.judge,
    recipient.judge,
    no_route.judge,
)
