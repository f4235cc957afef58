"""SPD009: nothing is billed for a model that has retired."""

from msp_aigov.checks.check import Brief, check
from msp_aigov.model.finding import Severity, Verdict, failed, not_applicable, passed
from msp_aigov.model.money.outlook import ModelSpend
from msp_aigov.model.text import Day, Text


@check(
    "SPD009",
    "Retired model still billed",
    severity=Severity.MEDIUM,
    about=ModelSpend,
    needs=("azure.cost_meters", "azure.meter_ids", "azure.model_meters", "azure.deployments"),
    identity=("id",),
    remedy=Text("Move the workload to the model's successor and delete the deployment."),
    sources=("https://learn.microsoft.com/azure/ai-foundry/openai/concepts/model-retirements",),
)
def judge(line: ModelSpend, brief: Brief) -> Verdict:
    """A retired model answers nobody, or will not for long. What is still billed for it is hosting or an old meter."""
    if not line.model:
        return not_applicable(Text("the meter {meter} belongs to no model that is known", meter=line.meter))
    if line.retired and line.cost.amount:
        words = "{cost} this month for {model}, retired on {day}"
        return failed(Text(words, cost=line.cost, model=line.model, day=Day(line.retired)))
    return passed(Text("{model} has not retired, or is not billed", model=line.model))
