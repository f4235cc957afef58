"""ACC007: Defender watches AI accounts."""

from msp_aigov.checks.check import Brief, check
from msp_aigov.model.cloud import AiAccount
from msp_aigov.model.finding import Severity, Verdict, failed, passed, unknown
from msp_aigov.model.text import Text


@check(
    "ACC007",
    "Defender for AI off",
    severity=Severity.MEDIUM,
    about=AiAccount,
    needs=("azure.accounts", "azure.defender"),
    identity=("id",),
    remedy=Text("Switch on threat protection for AI services in Microsoft Defender for Cloud."),
    sources=("https://learn.microsoft.com/azure/defender-for-cloud/ai-threat-protection",),
)
def judge(account: AiAccount, brief: Brief) -> Verdict:
    """Defender sees attacks on a model while they happen; a filter only sees single requests."""
    settings = account.defender
    if settings is None or any(item.enabled is None for item in settings):
        return unknown(Text("whether Defender watches {name} is not known", name=account.name))
    if any(item.enabled for item in settings):
        return passed(Text("Defender watches {name}", name=account.name), tuple(item.state for item in settings))
    evidence = tuple(item.state for item in settings) or ("no setting",)
    return failed(Text("Defender does not watch {name}", name=account.name), evidence)
