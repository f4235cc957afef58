"""From the options of `bench` to a finished benchmark and its exit code."""

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path

from msp_aigov import __version__
from msp_aigov.cli.endpoints.printing import chosen, print_device
from msp_aigov.errors import ConfigError
from msp_aigov.measure.live import bench as live
from msp_aigov.measure.live import transcribe
from msp_aigov.measure.live.address import Address, address
from msp_aigov.measure.live.foundry import Order as FoundryOrder
from msp_aigov.measure.live.foundry import bench as foundry_bench
from msp_aigov.measure.live.sound import Sound, generated, recorded
from msp_aigov.measure.probe.device import conditions, probe
from msp_aigov.measure.probe.runtimes import foundry_endpoint, models
from msp_aigov.measure.synth import bench as synth
from msp_aigov.measure.synth.session import PROVIDERS
from msp_aigov.model.bench.measured import BENCH_VERSION, Bench, Measurement, Need
from msp_aigov.model.bench.probed import Probe
from msp_aigov.model.bench.shapes import WorkloadNeed
from msp_aigov.model.rules import Rules
from msp_aigov.pipeline.order import now
from msp_aigov.record.codec import decode
from msp_aigov.reports.measured.bench import page
from msp_aigov.rules.load import load_rules

USUAL = {"chat": ("qwen2.5-0.5b", "qwen2.5-1.5b", "phi-4-mini"), "speech-to-text": ("whisper-tiny", "whisper-base")}
EXTRA = ("onnxruntime", "onnx", "numpy")
TOOL = f"msp-aigov {__version__}"


@dataclass(frozen=True)
class Asked:
    """The options as given."""

    models: tuple[str, ...]
    workload: str | None
    provider: str | None
    duration_s: int
    no_network: bool
    endpoint: str | None
    remote_model: str | None
    api_key_env: str | None
    allow_remote: bool
    concurrency: int
    foundry_cache: Path | None = None
    sound: Path | None = None


def measured(asked: Asked, output: Sequence[str] | None) -> int:
    """Measure and print; the exit code."""
    wanted, rules, started = chosen(output), load_rules(), now()
    need = _need(rules, asked)
    _sane(asked, rules)
    about = probe(TOOL, started)
    made = _live(asked, need, rules) if asked.endpoint else _synthetic(asked, need, rules, about)
    busy = next((each.noise.busy_before_percent for each in made if each.noise.busy_before_percent is not None), None)
    device = about.host_name.value or "unknown"
    bench = Bench(BENCH_VERSION, TOOL, started, device, conditions(about, busy), made)
    print_device(bench, page(bench), wanted)
    return exit_code(made)


def exit_code(made: Sequence[Measurement]) -> int:
    """1 a model is too slow for the work, 3 something could not be told, 0 otherwise."""
    if any(each.ruling and each.ruling.result == "fail" for each in made):
        return 1
    unsure = any(each.state != "ok" or each.ruling and each.ruling.result == "inconclusive" for each in made)
    return 3 if unsure else 0


def loaded(path: Path) -> Bench:
    """A benchmark that was written with `-o json`."""
    try:
        text = path.read_bytes()
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from error
    bench: Bench = decode(Bench, text, str(path))
    return bench


def _synthetic(asked: Asked, need: Need | None, rules: Rules, about: Probe) -> tuple[Measurement, ...]:
    missing = [name for name in EXTRA if find_spec(name) is None]
    if missing:
        hint = "pip install 'msp-aigov[bench]', or measure a running program with --endpoint"
        raise ConfigError(f"the synthetic benchmark needs {', '.join(missing)}", hint)
    task = _row(rules, asked.workload).task if asked.workload else "chat"
    order = synth.Order(
        asked.models or USUAL.get(task, USUAL["chat"]),
        asked.provider or _provider(about),
        need,
        rules,
        about.cache_bytes.value,
        about.ram_free_bytes.value or 0,
        asked.duration_s,
        asked.no_network,
    )
    return synth.bench(order, _say)


def _provider(about: Probe) -> str:
    """The graphics card where its driver and onnxruntime's provider for it are both there, else the processor."""
    _say(about.nvidia)
    card = any(gpu.vendor == "NVIDIA" for gpu in about.gpus)
    return "cuda" if card and PROVIDERS["cuda"] in (about.providers.value or ()) else "cpu"


def _live(asked: Asked, need: Need | None, rules: Rules) -> tuple[Measurement, ...]:
    task = _row(rules, asked.workload).task if asked.workload else "chat"
    need = need or Need("none stated", None, None, None, 256, 128, max(1, asked.concurrency))
    place = _place(asked)
    speech = task == "speech-to-text" or asked.sound is not None
    if place is None and speech:
        raise ConfigError("Foundry Local: speech is measured through its server", "Start it: `foundry server start`.")
    if place is None:
        alias = _alias(asked, rules, asked.remote_model or "")
        job = FoundryOrder(asked.remote_model or "", need, str(asked.foundry_cache or ""), alias=alias)
        return (foundry_bench(job, _say),)
    key = os.environ.get(asked.api_key_env, "") if asked.api_key_env else ""
    if asked.api_key_env and not key:
        raise ConfigError(f"--api-key-env {asked.api_key_env}: this variable is not set")
    model = asked.remote_model or _first_model(place)
    order = live.Order(place, model, need, key, alias=_alias(asked, rules, model))
    if speech:
        sound = _recording(asked.sound) if asked.sound else generated()
        return (transcribe.bench(order, sound, _say),)
    return (live.bench(order, _say),)


def _recording(path: Path) -> Sound:
    try:
        return recorded(path.read_bytes(), str(path))
    except OSError as error:
        raise ConfigError(f"--sound {path}: cannot be read: {error.strerror}") from error


def _alias(asked: Asked, rules: Rules, model: str) -> str:
    """The catalogue's name of a model: as given with --model, else the variant that the endpoint names."""
    if asked.models:
        return asked.models[0]
    bare = model.casefold().partition(":")[0]
    found = {
        each.alias for each in rules.local_models if bare in (each.alias, each.variant.casefold().partition(":")[0])
    }
    return found.pop() if len(found) == 1 else ""


def _place(asked: Asked) -> Address | None:
    """The endpoint to ask; None means Foundry Local's SDK, for want of a running server."""
    if asked.endpoint != "foundry":
        return address(asked.endpoint or "", asked.allow_remote)
    found = foundry_endpoint()
    if found is None and find_spec("foundry_local_sdk") is None:
        hint = "Start its server (`foundry server start`), or pip install foundry-local-sdk."
        raise ConfigError("Foundry Local: no server is running and its SDK is not installed", hint)
    return found


def _first_model(place: Address) -> str:
    held = models(place)
    if held is None:
        raise ConfigError(
            f"{place.url}: nothing answers there", "Start the program, or name its model: --remote-model."
        )
    if not held:
        raise ConfigError(f"{place.url}: holds no model", "Load one there first.")
    return held[0]


def _sane(asked: Asked, rules: Rules) -> None:
    if asked.provider and asked.provider not in PROVIDERS:
        raise ConfigError(f"--ep {asked.provider}: there is no such provider", f"Known: {', '.join(PROVIDERS)}.")
    if asked.no_network and not sys.platform.startswith("linux"):
        raise ConfigError("--no-network works on Linux only", "Elsewhere, block the network from outside.")
    known = {each.alias for each in rules.local_models} | {each.alias for each in rules.model_shapes}
    unknown = [name for name in asked.models if name not in known]
    if unknown:
        raise ConfigError(
            f"--model {unknown[0]}: the catalogue has no such model", f"It has {', '.join(sorted(known))}."
        )


def _need(rules: Rules, asked: Asked) -> Need | None:
    if asked.workload is None:
        return None
    row = _row(rules, asked.workload)
    need = Need(
        row.workload,
        Decimal(row.tokens_per_s) if row.tokens_per_s else None,
        row.first_token_ms,
        Decimal(row.real_time_percent) / 100 if row.real_time_percent else None,
        row.prompt_tokens,
        row.output_tokens,
        row.users,
    )
    return replace(need, users=asked.concurrency) if asked.concurrency else need


def _row(rules: Rules, name: str) -> WorkloadNeed:
    found = next((each for each in rules.workload_needs if each.workload == name), None)
    if found is None:
        names = ", ".join(each.workload for each in rules.workload_needs)
        raise ConfigError(f"--workload {name}: there is no such kind of work", f"Known: {names}.")
    return found


def _say(words: str) -> None:
    sys.stderr.write(words + "\n")
