"""SPD008: capacity that is paid by the hour is used."""

from msp_aigov.checks.check import Brief, check
from msp_aigov.model.finding import Severity, Verdict, failed, passed, unknown
from msp_aigov.model.money.outlook import Hosting
from msp_aigov.model.text import Text


@check(
    "SPD008",
    "Idle hosting",
    severity=Severity.MEDIUM,
    about=Hosting,
    needs=("azure.deployments", "azure.cost_meters", "azure.metrics"),
    identity=("id",),
    remedy=Text("Delete the deployment (a fine-tuned model stays and can be deployed again) or shrink its capacity."),
    sources=("https://learn.microsoft.com/azure/ai-foundry/concepts/manage-costs",),
    decision="Decide whether {names} may be switched off: paid for by the hour, and hardly used.",
)
def judge(hosting: Hosting, brief: Brief) -> Verdict:
    """A fine-tuned deployment and provisioned throughput cost money every hour, asked or not."""
    if hosting.used is None:
        return unknown(Text("no metric says how much {name} is used", name=hosting.deployment))
    if hosting.kind == "provisioned":
        return _provisioned(hosting, brief)
    if hosting.used:
        return passed(Text("{used} tokens in the last {days} days", used=hosting.used, days=hosting.days))
    words = "not one token in the last {days} days; hosting cost {cost} this month"
    return failed(Text(words, days=hosting.days, cost=hosting.cost or "an unknown amount"))


def _provisioned(hosting: Hosting, brief: Brief) -> Verdict:
    bar = next(rule.value for rule in brief.rules.spend_rules if rule.key == "oversized_percent")
    used = hosting.used or 0
    words = Text("busiest hour of the last {days} days: {used} %", days=hosting.days, used=used)
    return passed(words) if used >= bar else failed(words)
