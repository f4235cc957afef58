"""From the options of `bench` to a finished benchmark and its exit code."""

import sys
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path

from msp_aigov import __version__
from msp_aigov.cli.endpoints.bench_live import Asked, measured_live
from msp_aigov.cli.endpoints.printing import chosen, print_device
from msp_aigov.errors import ConfigError
from msp_aigov.measure.probe.device import conditions, probe
from msp_aigov.measure.synth import bench as synth
from msp_aigov.measure.synth.session import PROVIDERS
from msp_aigov.model.bench.measured import BENCH_VERSION, Bench, Measurement, Need
from msp_aigov.model.bench.probed import Probe
from msp_aigov.model.bench.shapes import WorkloadNeed
from msp_aigov.model.rules import Rules
from msp_aigov.pipeline.order import now
from msp_aigov.record.codec import decode
from msp_aigov.reports.measured.bench import page
from msp_aigov.reports.words import clean
from msp_aigov.rules.load import load_rules

SPEECH = "speech-to-text"
USUAL = {"chat": ("qwen2.5-0.5b", "qwen2.5-1.5b", "phi-4-mini"), SPEECH: ("whisper-tiny", "whisper-base")}
EXTRA = ("onnxruntime", "onnx", "numpy")
TOOL = f"msp-aigov {__version__}"


def measured(asked: Asked, output: Sequence[str] | None) -> int:
    """Measure and print; the exit code."""
    wanted, rules, started = chosen(output), load_rules(), now()
    need, task = _need(asked, rules), _task(asked, rules)
    check(asked, rules)
    about = probe(TOOL, started)
    if asked.endpoint:
        made: tuple[Measurement, ...] = (measured_live(asked, need, task == SPEECH, rules, _say),)
    else:
        made = _synthetic(asked, need, task, rules, about)
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


def _synthetic(asked: Asked, need: Need | None, task: str, rules: Rules, about: Probe) -> tuple[Measurement, ...]:
    missing = [name for name in EXTRA if find_spec(name) is None]
    if missing:
        hint = "pip install 'msp-aigov[bench]', or measure a running program with --endpoint"
        raise ConfigError(f"the synthetic benchmark needs {', '.join(missing)}", hint)
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


def check(asked: Asked, rules: Rules) -> None:
    """Raise ConfigError for what names nothing, and for an option that would do nothing."""
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
    idle = _idle(asked)
    if idle and asked.endpoint:
        raise ConfigError(f"{idle[0]}: a running program is asked as it is", f"Leave out {idle[0]} or --endpoint.")
    if idle:
        raise ConfigError(f"{idle[0]} needs --endpoint", "Name the program to ask: --endpoint URL.")


def _idle(asked: Asked) -> list[str]:
    """The options that the other mode has."""
    synthetic = {"--ep": asked.provider, "--duration": asked.duration_s, "--no-network": asked.no_network}
    live = {
        "--remote-model": asked.remote_model,
        "--api-key-env": asked.api_key_env,
        "--allow-remote": asked.allow_remote,
        "--foundry-cache": asked.foundry_cache,
        "--sound": asked.sound,
    }
    several = {"a second --model": len(asked.models) > 1}
    others = {**synthetic, **several} if asked.endpoint else live
    return [name for name, value in others.items() if value]


def _need(asked: Asked, rules: Rules) -> Need | None:
    """What the named kind of work asks of a model; None when none is named."""
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


def _task(asked: Asked, rules: Rules) -> str:
    """Whether words or sound are worked on."""
    return _row(rules, asked.workload).task if asked.workload else "chat"


def _row(rules: Rules, name: str) -> WorkloadNeed:
    found = next((each for each in rules.workload_needs if each.workload == name), None)
    if found is None:
        names = ", ".join(each.workload for each in rules.workload_needs)
        raise ConfigError(f"--workload {name}: there is no such kind of work", f"Known: {names}.")
    return found


def _say(words: str) -> None:
    sys.stderr.write(clean(words) + "\n")
