"""ACC011: regulated clients’ accounts reach listed addresses only."""

from msp_aigov.checks.check import Brief, check
from msp_aigov.model.cloud import AiAccount
from msp_aigov.model.finding import Severity, Verdict, failed, not_applicable, passed, unknown
from msp_aigov.model.text import Text

REGULATED = ("healthcare", "public-sector")


@check(
    "ACC011",
    "Outbound access not restricted",
    severity=Severity.LOW,
    about=AiAccount,
    needs=("azure.accounts",),
    identity=("id",),
    remedy=Text("Restrict outbound access and list the addresses that the account may reach."),
    sources=("https://learn.microsoft.com/azure/ai-services/cognitive-services-data-loss-prevention",),
)
def judge(account: AiAccount, brief: Brief) -> Verdict:
    """An account that may fetch from anywhere can be told to send data anywhere."""
    seen = account.outbound_restricted
    if brief.profile not in REGULATED:
        return not_applicable(Text("this client’s profile does not ask for it"))
    if seen.value is None:
        return unknown(Text("what {name} may reach is not known", name=account.name), (seen.source,))
    if seen.value:
        return passed(Text("{name} reaches listed addresses only", name=account.name), (seen.source,))
    return failed(Text("{name} may reach any address", name=account.name), (seen.source,))
