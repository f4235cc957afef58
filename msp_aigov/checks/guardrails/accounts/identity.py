"""ACC005: accounts have an identity of their own."""

from msp_aigov.checks.check import Brief, check
from msp_aigov.model.cloud import AiAccount
from msp_aigov.model.finding import Severity, Verdict, failed, passed, unknown
from msp_aigov.model.text import Text


@check(
    "ACC005",
    "No managed identity",
    severity=Severity.LOW,
    about=AiAccount,
    needs=("azure.accounts",),
    identity=("id",),
    remedy=Text("Give the account a system-assigned identity and let it reach storage and search with that."),
    sources=("https://learn.microsoft.com/azure/ai-services/authentication",),
)
def judge(account: AiAccount, brief: Brief) -> Verdict:
    """Without an identity an account can reach other services only with keys."""
    seen = account.identity
    if seen.value is None:
        return unknown(Text("whether {name} has an identity is not known", name=account.name), (seen.source,))
    if seen.value.lower() == "none":
        return failed(Text("{name} has no managed identity", name=account.name), (seen.source,))
    return passed(Text("{name} has a managed identity", name=account.name), (seen.source,))
