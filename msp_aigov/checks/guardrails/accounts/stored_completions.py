"""ACC008: regulated clients’ answers are not stored."""

from msp_aigov.checks.check import Brief, check
from msp_aigov.model.cloud import AiAccount
from msp_aigov.model.finding import Severity, Verdict, failed, not_applicable, passed, unknown
from msp_aigov.model.text import Text

REGULATED = ("healthcare", "public-sector")


@check(
    "ACC008",
    "Answers may be stored",
    severity=Severity.MEDIUM,
    about=AiAccount,
    needs=("azure.accounts",),
    identity=("id",),
    remedy=Text("Disable stored completions on the account."),
    sources=("https://learn.microsoft.com/azure/ai-foundry/openai/how-to/stored-completions",),
)
def judge(account: AiAccount, brief: Brief) -> Verdict:
    """Stored completions keep prompts and answers for weeks; regulated data must not lie there unnoticed."""
    seen = account.stored_completions
    if brief.profile not in REGULATED:
        return not_applicable(Text("this client’s profile admits stored answers"))
    if seen.value is None:
        return unknown(Text("whether {name} stores answers is not known", name=account.name), (seen.source,))
    if seen.value:
        return failed(Text("callers of {name} can have answers stored", name=account.name), (seen.source,))
    return passed(Text("{name} stores no answers", name=account.name), (seen.source,))
