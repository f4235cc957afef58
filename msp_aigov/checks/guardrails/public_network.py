"""ACC002: AI accounts are not open to every network."""

from msp_aigov.checks.check import Brief, check
from msp_aigov.model.cloud import AiAccount
from msp_aigov.model.finding import Severity, Verdict, failed, passed, unknown
from msp_aigov.model.text import Text


@check(
    "ACC002",
    "Public network access",
    severity=Severity.MEDIUM,
    about=AiAccount,
    needs=("azure.accounts",),
    identity=("id",),
    remedy=Text("Disable public network access and use a private endpoint, or deny all but named addresses."),
    sources=("https://learn.microsoft.com/azure/ai-services/cognitive-services-virtual-networks",),
)
def judge(account: AiAccount, brief: Brief) -> Verdict:
    """An account that any address can reach is protected by its keys alone."""
    evidence = (account.public_network.source, account.network_default.source)
    if account.public_network.value is False:
        return passed(Text("{name} is closed to public networks", name=account.name), evidence)
    if account.network_default.value == "Deny":
        return passed(Text("{name} admits named networks only", name=account.name), evidence)
    if account.public_network.value is None or account.network_default.value is None:
        return unknown(Text("which networks reach {name} is not known", name=account.name), evidence)
    return failed(Text("{name} can be reached from every network", name=account.name), evidence)
