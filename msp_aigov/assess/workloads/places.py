"""Where a stage could run: on the device, on what the client has deployed, on what Azure is known to offer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from msp_aigov.assess.guardrails.residency import processing
from msp_aigov.model.guardrails import DeploymentGuardrail, Processing
from msp_aigov.model.rules import Rules
from msp_aigov.model.text import Text
from msp_aigov.model.workload import Stage

Placement = Literal["device", "region", "data_zone", "global"]
EXPOSURE: tuple[Placement, ...] = ("device", "region", "data_zone", "global")  # least first


@dataclass(frozen=True)
class CloudPlace:
    """One place in the cloud: what runs there, where it processes, and whether it already exists."""

    id: str
    placement: Placement
    processing: Processing | None
    deployed: bool
    said: Text
    evidence: tuple[str, ...] = ()


def cloud_places(
    stage: Stage, residency: str | None, deployments: Sequence[DeploymentGuardrail], rules: Rules
) -> Iterator[CloudPlace]:
    """Deployments of the models that would do, then what Azure offers of them, then models nobody could place."""
    offers = [row for row in rules.cloud_models if row.task == stage.task]
    wanted = [model.lower() for model in stage.cloud_models] or sorted({row.model.lower() for row in offers})
    placed: set[str] = set()
    for item in deployments:
        if item.deployment.model.lower() in wanted:
            placed.add(item.deployment.model.lower())
            yield _deployed(item)
    for model, sku in sorted({(row.model, row.sku) for row in offers if row.model.lower() in wanted}):
        placed.add(model.lower())
        yield _offered(model, sku, residency, rules)
    for name in (name for name in wanted if name not in placed):
        said = Text("{model} is neither deployed here nor in a dated table of offers", model=name)
        yield CloudPlace(f"model:{name}", "global", None, False, said)


def _deployed(item: DeploymentGuardrail) -> CloudPlace:
    deployment = item.deployment
    return CloudPlace(
        f"deployment:{item.account_name}/{deployment.name}",
        _placement(item.processing),
        item.processing,
        True,
        Text("{model} is deployed as {name}", model=deployment.model, name=deployment.name),
        (deployment.id,),
    )


def _offered(model: str, sku: str, residency: str | None, rules: Rules) -> CloudPlace:
    """An offer at the region that suits the client best: an allowed one if there is any."""
    rows = [row for row in rules.cloud_models if (row.model, row.sku) == (model, sku)]
    places = [(processing(sku, row.region, residency, rules), row) for row in sorted(rows, key=lambda row: row.region)]
    best, row = min(places, key=lambda pair: {True: 0, None: 1, False: 2}[pair[0].allowed])
    said = Text(
        "{model} is offered as {sku} in {region}; it is not deployed yet", model=model, sku=sku, region=row.region
    )
    evidence = f"{row.reference.source}, read {row.reference.read_on}"
    return CloudPlace(f"offer:{model}/{sku}", _placement(best), best, False, said, (evidence,))


def _placement(place: Processing) -> Placement:
    """An unknown place of processing counts as the furthest."""
    return "global" if place.kind == "unknown" else place.kind
