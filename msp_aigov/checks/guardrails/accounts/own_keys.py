"""ACC004: data at rest is under the client’s key where that is asked for."""

from msp_aigov.checks.check import Brief, check
from msp_aigov.model.cloud import AiAccount
from msp_aigov.model.finding import Severity, Verdict, failed, not_applicable, passed, unknown
from msp_aigov.model.text import Text

REGULATED = ("healthcare", "public-sector")


@check(
    "ACC004",
    "Data at rest without the client’s own key",
    severity=Severity.LOW,
    about=AiAccount,
    needs=("azure.accounts",),
    identity=("id",),
    remedy=Text("Encrypt the account with a key in the client’s own Key Vault, if its rules ask for that."),
    sources=("https://learn.microsoft.com/azure/ai-services/encryption/cognitive-services-encryption-keys-portal",),
)
def judge(account: AiAccount, brief: Brief) -> Verdict:
    """With its own key a regulated client can end all access to what it stored, without asking anybody."""
    seen = account.own_keys
    if brief.profile not in REGULATED:
        return not_applicable(Text("this client’s profile does not ask for a key of its own"))
    if seen.value is None:
        return unknown(Text("under whose key {name} stores is not known", name=account.name), (seen.source,))
    if seen.value:
        return passed(Text("{name} stores under the client’s key", name=account.name), (seen.source,))
    return failed(Text("{name} stores under Microsoft’s key", name=account.name), (seen.source,))
