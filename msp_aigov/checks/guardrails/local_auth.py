"""ACC001: AI accounts take Entra tokens only."""

from msp_aigov.checks.check import Brief, check
from msp_aigov.model.cloud import AiAccount
from msp_aigov.model.finding import Severity, Verdict, failed, passed, unknown
from msp_aigov.model.text import Text


@check(
    "ACC001",
    "API keys enabled",
    severity=Severity.HIGH,
    about=AiAccount,
    needs=("azure.accounts",),
    identity=("id",),
    remedy=Text("Give the callers Entra roles, then disable local authentication on the account."),
    sources=("https://learn.microsoft.com/azure/ai-services/disable-local-auth",),
    decision="Let us switch off the API keys of {names}; tell us first which programs still use them.",
)
def judge(account: AiAccount, brief: Brief) -> Verdict:
    """A key names no one: whoever holds it can spend the client's money, and no log says who did."""
    evidence = (account.local_auth.source,)
    if account.local_auth.value is None:
        return unknown(Text("whether {name} takes API keys is not known", name=account.name), evidence)
    if account.local_auth.value:
        how = Text("by Azure's default") if account.local_auth.state == "default" else Text("as set")
        return failed(Text("{name} takes API keys, {how}", name=account.name, how=how), evidence)
    return passed(Text("{name} takes Entra tokens only", name=account.name), evidence)
