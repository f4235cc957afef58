"""GRD001: content filters are at least as strict as the client's profile."""

from msp_aigov.checks.check import Brief, check
from msp_aigov.model.finding import Severity, Verdict, failed, not_applicable, passed, unknown
from msp_aigov.model.guardrails import HARMS, DeploymentGuardrail, EffectiveFilter, plain
from msp_aigov.model.text import Text


@check(
    "GRD001",
    "Content filter weaker than the profile",
    severity=Severity.HIGH,
    about=DeploymentGuardrail,
    needs=("azure.deployments", "azure.rai_policies"),
    identity=("deployment.id",),
    remedy=Text(
        "Assign a content-filter policy that blocks what the profile wants. Where it blocks too much: raise one "
        "category by one step, add a blocklist for what must stay out, and record the approval with its end in the "
        "client's file."
    ),
    sources=("https://learn.microsoft.com/azure/ai-foundry/openai/concepts/default-safety-policies",),
    decision="Let us make the content filter of {names} as strict as your profile, or tell us why it must stay.",
)
def judge(guardrail: DeploymentGuardrail, brief: Brief) -> Verdict:
    """A filter that exists is not yet a filter that blocks.

    Each filter is compared in each direction with what the client's profile wants. Stricter is never a finding. A
    harm category that is off, or only annotated, is critical: then the model's answer reaches the reader whatever
    it says.
    """
    name, profile = guardrail.deployment.name, guardrail.profile
    if guardrail.outside:
        return not_applicable(guardrail.outside)
    weaker = _with(guardrail, "weaker")
    if weaker:
        words = Text.verbatim("; ".join(_said(cell) for cell in weaker))
        grave = any(cell.state != "blocks" and plain(cell.filter) in HARMS for cell in weaker)
        return failed(
            Text("{name}, profile {profile}: {weaker}", name=name, profile=profile, weaker=words),
            tuple(cell.evidence for cell in weaker),
            Severity.CRITICAL if grave else None,
        )
    open_cells = _with(guardrail, "unknown")
    if open_cells:
        listed = Text.verbatim(", ".join(f"{cell.filter} in {cell.direction}" for cell in open_cells))
        settle = Text.verbatim(open_cells[0].evidence)
        return unknown(
            Text("not known for {name}: {filters}. {settle}", name=name, filters=listed, settle=settle),
            tuple(cell.evidence for cell in open_cells),
        )
    approved = _with(guardrail, "accepted")
    if approved:
        words = Text.verbatim("; ".join(_said(cell) for cell in approved))
        evidence = tuple(cell.evidence for cell in approved)
        return Verdict("waived", Text("{name}: approved on condition: {words}", name=name, words=words), evidence)
    return passed(Text("{name} meets the profile {profile}", name=name, profile=profile))


def _with(guardrail: DeploymentGuardrail, match: str) -> list[EffectiveFilter]:
    return [cell for cell in guardrail.filters if cell.match == match]


def _said(cell: EffectiveFilter) -> str:
    state = f"{cell.state} from {cell.threshold}" if cell.threshold and cell.state == "blocks" else cell.state
    return f"{cell.filter} in {cell.direction} {state}, wanted {cell.wanted}"
