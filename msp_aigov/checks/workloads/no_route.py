"""WRK001: every workload has a place where it may run."""

from msp_aigov.checks.check import Brief, check
from msp_aigov.model.finding import Severity, Verdict, failed, passed, unknown
from msp_aigov.model.text import Text
from msp_aigov.model.workload import WorkloadDecision


@check(
    "WRK001",
    "Workload without a route",
    severity=Severity.HIGH,
    about=WorkloadDecision,
    needs=("azure.subscriptions", "azure.accounts", "azure.deployments", "inventory.file"),
    identity=("name",),
    remedy=Text("Change what stands in the way, or do without this workload for now."),
    sources=("https://learn.microsoft.com/azure/ai-foundry/foundry-models/concepts/deployment-types",),
    decision="Decide how to go on with {names}: as described, it may run nowhere.",
)
def judge(decision: WorkloadDecision, brief: Brief) -> Verdict:
    """People will use AI for it anyway. Without an allowed place they will use one that nobody chose."""
    evidence = tuple(
        f"{stage.name}, {candidate.id}: {gate.name} {gate.result}"
        for stage in decision.stages
        for candidate in stage.candidates
        for gate in candidate.gates
    )
    name, reason = decision.name, decision.reason
    if decision.route == "blocked":
        return failed(Text("{name} may run nowhere: {reason}", name=name, reason=reason), evidence)
    if decision.route == "run_additional_eval":
        return unknown(Text("where {name} may run is open: {reason}", name=name, reason=reason), evidence)
    return passed(Text("{name} has a place", name=name), evidence)
