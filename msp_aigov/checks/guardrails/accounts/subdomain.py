"""ACC010: accounts have a name of their own."""

from msp_aigov.checks.check import Brief, check
from msp_aigov.model.cloud import AiAccount
from msp_aigov.model.finding import Severity, Verdict, failed, passed, unknown
from msp_aigov.model.text import Text


@check(
    "ACC010",
    "No custom subdomain",
    severity=Severity.LOW,
    about=AiAccount,
    needs=("azure.accounts",),
    identity=("id",),
    remedy=Text("Give the account a custom subdomain; it cannot be taken away again."),
    sources=("https://learn.microsoft.com/azure/ai-services/cognitive-services-custom-subdomains",),
)
def judge(account: AiAccount, brief: Brief) -> Verdict:
    """Sign-in without keys, and private endpoints, work only on an account with its own subdomain."""
    seen = account.subdomain
    if seen.value is None:
        return unknown(Text("whether {name} has a subdomain is not known", name=account.name), (seen.source,))
    if not seen.value:
        return failed(Text("{name} has no custom subdomain", name=account.name), (seen.source,))
    return passed(Text("{name} has a custom subdomain", name=account.name), (seen.source,))
