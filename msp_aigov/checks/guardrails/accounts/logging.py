"""ACC006: accounts send logs somewhere."""

from msp_aigov.checks.check import Brief, check
from msp_aigov.model.cloud import AiAccount
from msp_aigov.model.finding import Severity, Verdict, failed, passed, unknown
from msp_aigov.model.text import Text


@check(
    "ACC006",
    "No diagnostic logs",
    severity=Severity.MEDIUM,
    about=AiAccount,
    needs=("azure.accounts", "azure.diagnostics"),
    identity=("id",),
    remedy=Text("Send the audit and request logs to a Log Analytics workspace."),
    sources=("https://learn.microsoft.com/azure/ai-foundry/openai/how-to/monitor-openai",),
)
def judge(account: AiAccount, brief: Brief) -> Verdict:
    """Without logs nobody can say afterwards who asked what, or when it began."""
    if account.logging is None:
        return unknown(Text("where {name} sends logs is not known", name=account.name))
    sending = [item for item in account.logging if item.logs and item.target]
    if not sending:
        evidence = tuple(f"{item.name}: no log is switched on" for item in account.logging)
        return failed(Text("{name} keeps no logs", name=account.name), evidence or ("no diagnostic setting",))
    evidence = tuple(f"{item.name}: {', '.join(item.logs)} to {item.target}" for item in sending)
    return passed(Text("{name} sends logs", name=account.name), evidence)
