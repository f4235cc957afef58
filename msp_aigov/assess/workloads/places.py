"""Where a stage could run: the device, the client's server, what is deployed, what Azure is known to offer."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from msp_aigov.assess.guardrails.residency import processing
from msp_aigov.assess.workloads.question import Question
from msp_aigov.model.guardrails import DeploymentGuardrail, Guardrails, Processing
from msp_aigov.model.placing import Placement
from msp_aigov.model.text import Text
from msp_aigov.model.workload import Task

EXPOSURE: tuple[Placement, ...] = ("device", "premises", "region", "data_zone", "global")  # least first
FOUNDRY_LOCAL = "foundry-local"


@dataclass(frozen=True)
class Place:
    """One candidate: which models run there and on what.

    `runtime` is empty in the cloud, `deployed` None for an offer; a place nobody could find has no `processing`.
    `tasks`, `formats`, `lifecycle` and `limits` are from dated tables.
    """

    id: str
    placement: Placement
    models: tuple[str, ...]
    said: Text
    runtime: str = ""
    processing: Processing | None = None
    deployed: DeploymentGuardrail | None = None
    evidence: tuple[str, ...] = ()
    tasks: tuple[Task, ...] = ()
    formats: str = ""
    lifecycle: str = ""
    limits: str = ""
    needs_model: bool = True

    @property
    def local(self) -> bool:
        """Whether the client runs it itself."""
        return bool(self.runtime)


def places(question: Question, guardrails: Guardrails) -> Iterator[Place]:
    """Every candidate of a stage."""
    yield _foundry_local(question)
    for name in dict.fromkeys(name.lower() for name in question.stage.runtimes):
        if name != FOUNDRY_LOCAL:
            yield _own(name, question)
    yield from _cloud(question, guardrails)


def _foundry_local(question: Question) -> Place:
    rules = question.rules
    tasks = tuple(rule.task for rule in rules.tasks if rule.on_device != "no")
    context = [row.context_tokens for row in rules.local_models if row.alias in question.stage.local_models]
    known = [tokens for tokens in context if tokens]
    limits = f"one request at a time; context {min(known)} tokens at least" if known else "one request at a time"
    said = Text("Foundry Local on the device")
    place = Place("device:foundry-local", "device", _models(question), said, FOUNDRY_LOCAL)
    return replace(place, tasks=tasks, formats="ONNX", lifecycle="ga", limits=limits)


def _models(question: Question) -> tuple[str, ...]:
    """All models that work together on the device; in which order somebody wrote them down says nothing."""
    return tuple(sorted(question.stage.local_models))


def _own(name: str, question: Question) -> Place:
    """A runtime that the client runs itself: on its devices, or on a server of its own."""
    rows = [row for row in question.rules.runtimes if row.runtime == name]
    first = next((row for row in rows if row.task == question.stage.task), rows[0] if rows else None)
    said = Text("{runtime}, run by the client itself", runtime=name)
    if first is None:
        return Place(f"premises:{name}", "premises", _models(question), said, name)
    evidence = (f"{first.reference.source}, read {first.reference.read_on}",)
    place = Place(f"{first.placement}:{name}", first.placement, _models(question), said, name)
    return replace(
        place,
        evidence=evidence,
        tasks=tuple(row.task for row in rows),
        formats=first.formats,
        lifecycle=first.lifecycle,
        limits=first.note,
        needs_model=bool(first.formats),
    )


def _cloud(question: Question, guardrails: Guardrails) -> Iterator[Place]:
    """Deployments of the models that would do, then what Azure offers of them, then models nobody could place."""
    stage = question.stage
    offers = [row for row in question.rules.cloud_models if row.task == stage.task]
    wanted = [model.lower() for model in stage.cloud_models] or sorted({row.model.lower() for row in offers})
    regions = {account.id: account.location for account in guardrails.accounts}
    placed: set[str] = set()
    existing: set[tuple[str, str]] = set()
    for item in guardrails.deployments:
        if item.deployment.model.lower() in wanted:
            placed.add(item.deployment.model.lower())
            existing.add((item.deployment.model.lower(), (item.deployment.sku or "").lower()))
            yield _deployed(item, regions, question)
    for model, sku in sorted({(row.model, row.sku) for row in offers if row.model.lower() in wanted}):
        placed.add(model.lower())
        if (model.lower(), sku.lower()) not in existing:  # what is deployed is to be mended, not deployed again
            yield _offered(model, sku, question)
    for name in dict.fromkeys(name for name in wanted if name not in placed):
        said = Text("{model} is neither deployed here nor in a dated table of offers", model=name)
        yield Place(f"model:{name}", "global", (name,), said)
    if not wanted and not stage.local_models and not stage.runtimes:
        said = Text("nobody said which model or tool would do for {stage}", stage=stage.name)
        yield Place("model:unnamed", "global", (), said)


def _deployed(item: DeploymentGuardrail, regions: dict[str, str], question: Question) -> Place:
    """A deployment, its place held against where this stage's data may go, not the client's in general."""
    deployment = item.deployment
    where = item.processing
    if question.residency != question.client.residency:
        where = _held_against(item, regions.get(deployment.account, ""), question)
    said = Text("{model} is deployed as {name}", model=deployment.model, name=deployment.name)
    name = f"deployment:{item.account_name}/{deployment.name}"
    place = Place(name, _placement(where), (deployment.model,), said, "", where, item, (deployment.id,))
    limits = "; ".join(f"{limit.count:f} {limit.key}s in {limit.seconds:f} s" for limit in deployment.rate_limits)
    return replace(place, tasks=(question.stage.task,), lifecycle=item.lifecycle.state.lower(), limits=limits)


def _held_against(item: DeploymentGuardrail, region: str, question: Question) -> Processing:
    """Where a deployment processes, against this stage's boundary; what widens it beyond its SKU is not forgotten."""
    where = processing(item.deployment.sku, region, question.residency, question.rules)
    if where.kind == item.processing.kind:
        return where
    return replace(item.processing, allowed=True if question.residency == "any" else None)


def _offered(model: str, sku: str, question: Question) -> Place:
    """An offer at the region that suits the stage best: an allowed one if there is any."""
    rules, residency = question.rules, question.residency
    rows = [row for row in rules.cloud_models if (row.model, row.sku) == (model, sku)]
    options = [(processing(sku, row.region, residency, rules), row) for row in sorted(rows, key=lambda row: row.region)]
    best, row = min(options, key=lambda pair: {True: 0, None: 1, False: 2}[pair[0].allowed])
    said = Text("{model} is offered as {sku} in {region}", model=model, sku=sku, region=row.region)
    evidence = f"{row.reference.source}, read {row.reference.read_on}"
    place = Place(f"offer:{model}/{sku}", _placement(best), (model,), said, "", best, None, (evidence,))
    stage = next((each.lifecycle for each in rules.model_facts if each.model.lower() == model.lower()), "")
    return replace(place, tasks=(row.task,), lifecycle=stage.lower())


def _placement(place: Processing) -> Placement:
    """An unknown place of processing counts as the furthest."""
    return "global" if place.kind == "unknown" else place.kind
