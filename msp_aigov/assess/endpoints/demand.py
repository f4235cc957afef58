"""What the local models of a workload ask of a device, all of them resident together."""

from collections.abc import Iterable
from dataclasses import dataclass

from msp_aigov.assess.endpoints.limits import Limits
from msp_aigov.model.rules import LocalModel, Rules
from msp_aigov.model.text import Size, Text
from msp_aigov.model.workload import Workload

# By preference, as Foundry Local chooses.
PROVIDERS = {
    "cpu": ("CPUExecutionProvider",),
    "nvidia": ("CUDAExecutionProvider", "WebGPUExecutionProvider"),
    "gpu": ("WebGPUExecutionProvider",),
}


@dataclass(frozen=True)
class Need:
    """Memory and files in bytes on one kind of processor. `at_least` are models whose context cost is not known."""

    memory: int
    files: int
    sums: tuple[Text, ...]
    at_least: tuple[str, ...] = ()


@dataclass(frozen=True)
class Demand:
    """What one workload asks. `absent` are models that no rule describes, `too_long` contexts a model cannot take."""

    workload: str
    models: tuple[str, ...]
    absent: tuple[str, ...]
    too_long: tuple[Text, ...]
    needs: dict[str, Need | None]
    npu: bool


def demands(workloads: Iterable[Workload], rules: Rules, limits: Limits) -> tuple[Demand, ...]:
    """One demand for each workload that names local models."""
    made = (_demand(workload, rules.local_models, limits) for workload in workloads)
    return tuple(demand for demand in made if demand.models)


def _demand(workload: Workload, catalogue: tuple[LocalModel, ...], limits: Limits) -> Demand:
    contexts: dict[str, int | None] = {}
    for stage in workload.stages:
        for alias in stage.local_models:
            asked = [tokens for tokens in (contexts.get(alias), stage.context_tokens) if tokens is not None]
            contexts[alias] = max(asked, default=None)
    known = {model.alias for model in catalogue}
    absent = tuple(alias for alias in contexts if alias not in known)
    present = {alias: context for alias, context in contexts.items() if alias in known}
    return Demand(
        workload=workload.name,
        models=tuple(contexts),
        absent=absent,
        too_long=tuple(_too_long(catalogue, present)),
        needs={kind: _need(catalogue, present, kind, limits) for kind in PROVIDERS},
        npu=any(model.device == "npu" and model.alias in contexts for model in catalogue),
    )


def _too_long(catalogue: tuple[LocalModel, ...], contexts: dict[str, int | None]) -> Iterable[Text]:
    """Only a chat model's context is the workload's: speech is cut into pieces of the model's own length."""
    for alias, asked in contexts.items():
        variants = [model for model in catalogue if model.alias == alias and model.task == "chat"]
        most = max((model.context_tokens or 0 for model in variants if model.device != "npu"), default=0)
        if asked is not None and most and asked > most and all(model.context_tokens for model in variants):
            template = "{model} takes at most {most} tokens, and the workload needs {asked}"
            yield Text(template, model=alias, most=most, asked=asked)


def _need(catalogue: tuple[LocalModel, ...], contexts: dict[str, int | None], kind: str, limits: Limits) -> Need | None:
    """The sum over all models; None where one of them has no variant for this kind of processor."""
    factor = limits.ram_factor_percent if kind == "cpu" else limits.vram_factor_percent
    reserve = limits.os_reserve_bytes if kind == "cpu" else limits.vram_reserve_bytes
    memory, files, sums, at_least = reserve, 0, [], []
    for alias, asked in contexts.items():
        variant = _variant(catalogue, alias, kind)
        if variant is None:
            return None
        tokens = min(
            asked or limits.default_context_tokens, variant.context_tokens or asked or limits.default_context_tokens
        )
        loaded, cache = variant.file_bytes * factor // 100, (variant.kv_bytes_per_token or 0) * tokens
        memory, files = memory + loaded + cache, files + variant.file_bytes
        at_least += [alias] if variant.kv_bytes_per_token is None else []
        template = "{model}: {loaded} loaded (file {file}) and {cache} for {tokens} tokens"
        sums.append(
            Text(
                template,
                model=alias,
                loaded=Size(loaded),
                file=Size(variant.file_bytes),
                cache=Size(cache),
                tokens=tokens,
            )
        )
    return Need(memory, files, tuple(sums), tuple(at_least))


def _variant(catalogue: tuple[LocalModel, ...], alias: str, kind: str) -> LocalModel | None:
    device = "cpu" if kind == "cpu" else "gpu"
    offered = {model.provider: model for model in catalogue if model.alias == alias and model.device == device}
    return next((offered[provider] for provider in PROVIDERS[kind] if provider in offered), None)
