"""What the local models of a workload ask of a device, all of them resident together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from msp_aigov.assess.endpoints.limits import Limits
from msp_aigov.model.rules import LocalModel, Rules
from msp_aigov.model.text import Size, Text, Value
from msp_aigov.model.workload import Workload

_LOADED = "{model}: {loaded} loaded (file {file}) and {cache} for {tokens} tokens"
_PROMPTED = "{model}: {loaded} loaded (file {file}) and {cache} for {tokens} tokens, {prompt} while a prompt is read"
_ASKED = "{said}, and its page asks for a card of {least}"
_LOGIT = 4  # bytes of one figure for one token of the vocabulary
# By preference, as Foundry Local chooses.
PROVIDERS = {
    "cpu": ("CPUExecutionProvider",),
    "nvidia": ("CUDAExecutionProvider", "WebGPUExecutionProvider"),
    "gpu": ("WebGPUExecutionProvider",),
}


@dataclass(frozen=True)
class Part:
    """One model on one kind of processor: its variant, its memory in bytes, and how that was worked out."""

    variant: LocalModel
    memory: int
    sum: Text


@dataclass(frozen=True)
class Need:
    """Memory and files in bytes on one kind of processor. `at_least` are models whose context cost is not known."""

    memory: int
    files: int
    sums: tuple[Text, ...]
    at_least: tuple[str, ...] = ()
    variants: tuple[LocalModel, ...] = ()


@dataclass(frozen=True)
class Turn:
    """One model's part of a turn: the tokens it writes, and the 95th percentile somebody measured, in ms."""

    model: str
    tokens: int
    p95_ms: int | None = None


@dataclass(frozen=True)
class Demand:
    """What one workload asks. `absent` are models that no rule describes, `too_long` contexts a model cannot take.

    `routes` are stages that Foundry Local has nothing for, `turns` the chain of models a person waits for.
    """

    workload: str
    models: tuple[str, ...]
    absent: tuple[str, ...]
    too_long: tuple[Text, ...]
    needs: dict[str, Need | None]
    parts: dict[str, tuple[Part, ...]]
    npu: tuple[LocalModel, ...] = ()
    routes: tuple[Text, ...] = ()
    turns: tuple[Turn, ...] = ()
    context_tokens: int = 0


def demands(workloads: Iterable[Workload], rules: Rules, limits: Limits) -> tuple[Demand, ...]:
    """One demand for each workload that names local models."""
    made = (_demand(workload, rules, limits) for workload in workloads)
    return tuple(demand for demand in made if demand.models)


def _demand(workload: Workload, rules: Rules, limits: Limits) -> Demand:
    catalogue = rules.local_models
    contexts: dict[str, int | None] = {}
    for stage in workload.stages:
        for alias in stage.local_models:
            asked = [tokens for tokens in (contexts.get(alias), stage.context_tokens) if tokens is not None]
            contexts[alias] = max(asked, default=None)
    known = {model.alias for model in catalogue}
    absent = tuple(alias for alias in contexts if alias not in known)
    present = {alias: context for alias, context in contexts.items() if alias in known}
    parts = {kind: _parts(catalogue, present, kind, limits) for kind in PROVIDERS}
    return Demand(
        workload=workload.name,
        models=tuple(contexts),
        absent=absent,
        too_long=tuple(_too_long(catalogue, present)),
        needs={
            kind: need_of(made, reserve(kind, limits)) if len(made) == len(present) else None
            for kind, made in parts.items()
        },
        parts=parts,
        npu=tuple(model for model in catalogue if model.device == "npu" and model.alias in contexts),
        routes=tuple(_routes(workload, rules)),
        turns=tuple(_turns(workload, rules)),
        context_tokens=max(
            (_tokens(each, contexts, limits) for each in catalogue if each.task != "speech-to-text"), default=0
        ),
    )


def _tokens(variant: LocalModel, contexts: dict[str, int | None], limits: Limits) -> int:
    """The context that memory is reckoned for: what the workload asks, the usual else, at most what a model takes."""
    if variant.alias not in contexts or variant.device == "npu":
        return 0
    asked = contexts[variant.alias] or limits.default_context_tokens
    return min(asked, variant.context_tokens or asked)


def _routes(workload: Workload, rules: Rules) -> Iterable[Text]:
    """Stages for which Foundry Local has no model: each needs a route of its own."""
    tasks = {rule.task: rule for rule in rules.tasks}
    for stage in workload.stages:
        rule = tasks.get(stage.task)
        if rule and rule.on_device != "yes" and not stage.local_models:
            words = "{stage}: Foundry Local has no {task}; it needs a route of its own: {beside}"
            yield Text(words, stage=stage.name, task=Text(stage.task), beside=rule.beside or "another service")


def _turns(workload: Workload, rules: Rules) -> Iterable[Turn]:
    """The chain a person waits for, stages that run elsewhere among them: nobody has a turn without its voice."""
    usual = {need.task: need.output_tokens for need in reversed(rules.workload_needs)}
    unseen = {rule.task for rule in rules.tasks if rule.on_device == "no" and rule.generates == "nothing"}
    for stage in workload.stages:
        known = {each.model: each.p95_ms for each in stage.evidence}
        for alias in stage.local_models:
            yield Turn(alias, usual.get(stage.task, 0), known.get(alias))
        if not stage.local_models and stage.interactive is not False and stage.task not in unseen:
            yield Turn(stage.name, 0, next((p95 for p95 in known.values() if p95 is not None), None))


def _too_long(catalogue: tuple[LocalModel, ...], contexts: dict[str, int | None]) -> Iterable[Text]:
    """Only a chat model's context is the workload's: speech is cut into pieces of the model's own length."""
    for alias, asked in contexts.items():
        variants = [model for model in catalogue if model.alias == alias and model.task == "chat"]
        most = max((model.context_tokens or 0 for model in variants if model.device != "npu"), default=0)
        if asked is not None and most and asked > most and all(model.context_tokens for model in variants):
            template = "{model} takes at most {most} tokens, and the workload needs {asked}"
            yield Text(template, model=alias, most=most, asked=asked)


def _parts(
    catalogue: tuple[LocalModel, ...], contexts: dict[str, int | None], kind: str, limits: Limits
) -> tuple[Part, ...]:
    """What each model asks of one kind of processor; a model without a variant for it is left out."""
    made = []
    for alias, asked in contexts.items():
        if variant := _variant(catalogue, alias, kind):
            made.append(_part(variant, asked or limits.default_context_tokens, kind, limits))
    return tuple(made)


def _part(variant: LocalModel, asked: int, kind: str, limits: Limits) -> Part:
    factor = limits.ram_factor_percent if kind == "cpu" else limits.vram_factor_percent
    tokens = min(asked, variant.context_tokens or asked)
    loaded, cache = variant.file_bytes * factor // 100, (variant.kv_bytes_per_token or 0) * tokens
    prompt = min(tokens, limits.default_prompt_tokens) * (variant.vocab or 0) * _LOGIT if kind == "cpu" else 0
    template = _PROMPTED if prompt else _LOADED
    sizes: dict[str, Value] = {"loaded": Size(loaded), "file": Size(variant.file_bytes), "cache": Size(cache)}
    sizes |= {"prompt": Size(prompt)} if prompt else {}
    said = Text(template, model=variant.alias, tokens=tokens, **sizes)
    memory = loaded + cache + prompt
    # What a page asks is the size a card is sold as: it tells a little less of itself, and the screen's part is in it.
    asked = (variant.vram_min_bytes or 0) * limits.snap_min_percent // 100 - limits.vram_reserve_bytes
    if asked > memory:
        return Part(variant, asked, Text(_ASKED, said=said, least=Size(variant.vram_min_bytes or 0)))
    return Part(variant, memory, said)


def reserve(kind: str, limits: Limits) -> int:
    """Bytes that stay with the system, or with the screen."""
    return limits.os_reserve_bytes if kind == "cpu" else limits.vram_reserve_bytes


def need_of(parts: Sequence[Part], kept: int) -> Need:
    """Several models together: the sum of their memory, and what stays with the system."""
    return Need(
        memory=kept + sum(part.memory for part in parts),
        files=sum(part.variant.file_bytes for part in parts),
        sums=tuple(part.sum for part in parts),
        at_least=tuple(part.variant.alias for part in parts if part.variant.kv_bytes_per_token is None),
        variants=tuple(part.variant for part in parts),
    )


def _variant(catalogue: tuple[LocalModel, ...], alias: str, kind: str) -> LocalModel | None:
    device = "cpu" if kind == "cpu" else "gpu"
    offered = {model.provider: model for model in catalogue if model.alias == alias and model.device == device}
    return next((offered[provider] for provider in PROVIDERS[kind] if provider in offered), None)
