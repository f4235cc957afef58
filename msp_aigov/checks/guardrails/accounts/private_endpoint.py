"""ACC003: every private endpoint is approved."""

from msp_aigov.checks.check import Brief, check
from msp_aigov.model.cloud import AiAccount
from msp_aigov.model.finding import Severity, Verdict, failed, passed, unknown
from msp_aigov.model.text import Text

NOT_IN_USE = ("pending", "rejected", "disconnected")


@check(
    "ACC003",
    "Private endpoint not in use",
    severity=Severity.LOW,
    about=AiAccount,
    needs=("azure.accounts",),
    identity=("id",),
    remedy=Text("Approve the endpoint if it is expected, reject and delete it if it is not."),
    sources=("https://learn.microsoft.com/azure/ai-services/cognitive-services-virtual-networks",),
)
def judge(account: AiAccount, brief: Brief) -> Verdict:
    """An endpoint that waits for approval is a way in that somebody asked for and nobody decided."""
    if account.public_network.state == "missing":
        return unknown(
            Text("the endpoints of {name} are not known", name=account.name), (account.public_network.source,)
        )
    others = [item for item in account.private_endpoints if (item.status or "").lower() != "approved"]
    words = ", ".join(f"{item.name}: {item.status or 'status not stated'}" for item in others)
    if any((item.status or "").lower() in NOT_IN_USE for item in others):
        return failed(Text("not approved at {name}: {words}", name=account.name, words=words), (words,))
    if others:
        return unknown(Text("the state of an endpoint of {name} is not known: {words}", name=account.name, words=words))
    return passed(Text("no private endpoint of {name} waits for approval", name=account.name))
