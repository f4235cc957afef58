"""ACC009: connections sign in with identities."""

from msp_aigov.checks.check import Brief, check
from msp_aigov.model.cloud import AiAccount
from msp_aigov.model.finding import Severity, Verdict, failed, passed, unknown
from msp_aigov.model.text import Text

KEYS = ("accesskey", "accountkey", "apikey", "customkeys", "delegatedsas", "sas", "pat", "usernamepassword")
KEYLESS = (
    *("aad", "accountmanagedidentity", "managedidentity", "projectmanagedidentity", "userentratoken", "none"),
    *("agenticidentitytoken", "agenticuser", "agentuserimpersonation", "oauth2"),
)


@check(
    "ACC009",
    "Connection that signs in with a key",
    severity=Severity.MEDIUM,
    about=AiAccount,
    needs=("azure.accounts", "azure.connections"),
    identity=("id",),
    remedy=Text("Change the connection to Microsoft Entra ID, then renew the key it used."),
    sources=("https://learn.microsoft.com/azure/ai-foundry/how-to/connections-add",),
)
def judge(account: AiAccount, brief: Brief) -> Verdict:
    """A key in a connection is known to everybody who may use the connection."""
    if account.connections is None:
        return unknown(Text("the connections of {name} are not known", name=account.name))
    listed = tuple(f"{item.name} ({item.category}): {item.auth or 'not stated'}" for item in account.connections)
    keyed = [item.name for item in account.connections if (item.auth or "").lower() in KEYS]
    if keyed:
        return failed(Text("{name} signs in with keys: {names}", name=account.name, names=", ".join(keyed)), listed)
    if any((item.auth or "").lower() not in KEYLESS for item in account.connections):
        return unknown(Text("how a connection of {name} signs in is not known", name=account.name), listed)
    return passed(Text("no connection of {name} holds a key", name=account.name), listed)
