"""How far the synthetic benchmark lies from onnxruntime-genai: models of the same shapes, random weights, in turns.

Needs torch, transformers, onnx, onnx-ir, onnxruntime and onnxruntime-genai; builds its models once into --work.
"""

import argparse
import dataclasses
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from msp_aigov.measure.parent import YARDSTICK_THREADS
from msp_aigov.measure.quantity import percentile, spread_percent
from msp_aigov.measure.rule import SPREAD_PERCENT, YARDSTICK_PERCENT
from msp_aigov.measure.synth.clocked import PAUSE_S, Step, taken, yardstick
from msp_aigov.measure.synth.decoder import Decoder
from msp_aigov.measure.synth.plan import layers_to_build
from msp_aigov.measure.synth.session import threads
from msp_aigov.model.bench.shapes import ModelShape
from msp_aigov.rules.load import load_rules

# Two architectures, two sizes each; the large ones with as many of their layers as build in a few minutes.
MODELS = {"qwen2.5-0.5b": 24, "qwen2.5-1.5b": 8, "phi-4-mini": 4, "phi-3.5-mini": 6}
PROMPT, BLOCKS, STEPS = 128, 5, 12
MEDIAN_BOUND, RUN_BOUND = 10, 15


@dataclass
class Seen:
    """One run: what the runtime took and what was predicted, in milliseconds, and whether it counts."""

    real_decode: list[int] = field(default_factory=list)
    layers: list[int] = field(default_factory=list)
    head: list[int] = field(default_factory=list)
    real_prefill: list[int] = field(default_factory=list)
    layers_prefill: list[int] = field(default_factory=list)
    head_prefill: list[int] = field(default_factory=list)
    marks: list[int] = field(default_factory=list)

    def noisy(self) -> str:
        """The rule, fixed before any run: the bounds of the program itself."""
        moved = round(100 * (max(self.marks) - min(self.marks)) / min(self.marks))
        decode = (self.real_decode, self.layers, self.head)
        prefill = (self.real_prefill, self.layers_prefill, self.head_prefill)
        spread = max(spread_percent(each) or 0 for each in (*decode, *prefill))
        if spread > SPREAD_PERCENT:
            return f"steps {spread} % apart"
        return f"yardstick moved {moved} %" if moved > YARDSTICK_PERCENT else ""


def shape_of(alias: str, layers: int) -> ModelShape:
    """The shape of a model, with so many of its layers."""
    shape = next(each for each in load_rules().model_shapes if each.alias == alias)
    return dataclasses.replace(shape, layers=layers)


def built(shape: ModelShape, work: Path) -> Path:
    """A folder with a model of that shape, as onnxruntime-genai's own builder writes it."""
    target = work / f"{shape.alias}-{shape.layers}"
    if (target / "genai_config.json").is_file():
        return target
    source = work / f"{shape.alias}-{shape.layers}-hf"
    _random_model(shape, source)
    line = [sys.executable, "-m", "onnxruntime_genai.models.builder", "-i", str(source), "-o", str(target)]
    subprocess.run([*line, "-p", "int4", "-e", "cpu", "-c", str(work / "cache")], check=True)
    return target


def _random_model(shape: ModelShape, folder: Path) -> None:
    import torch
    import transformers
    from tokenizers import Tokenizer, models, pre_tokenizers

    common: dict[str, Any] = {
        "hidden_size": shape.hidden,
        "intermediate_size": shape.intermediate,
        "num_attention_heads": shape.heads,
        "num_key_value_heads": shape.kv_heads,
        "num_hidden_layers": shape.layers,
        "vocab_size": shape.vocab,
        "max_position_embeddings": 4096,
        "tie_word_embeddings": False,
        "bos_token_id": 1,
        "eos_token_id": 2,
        "pad_token_id": 0,
    }
    qwen = shape.alias.startswith("qwen")
    config = transformers.Qwen2Config(**common) if qwen else transformers.Phi3Config(**common)
    kind = transformers.Qwen2ForCausalLM if qwen else transformers.Phi3ForCausalLM
    torch.set_default_dtype(torch.bfloat16)
    kind(config).save_pretrained(folder)
    words = Tokenizer(models.WordLevel({f"w{number}": number for number in range(64)}, unk_token="w0"))
    words.pre_tokenizer = pre_tokenizers.Whitespace()
    transformers.PreTrainedTokenizerFast(tokenizer_object=words, eos_token="w2").save_pretrained(folder)


class Real:
    """onnxruntime-genai over a built folder."""

    def __init__(self, folder: Path) -> None:
        import onnxruntime_genai as genai

        self.model = genai.Model(str(folder))
        parameters = genai.GeneratorParams(self.model)
        parameters.set_search_options(max_length=PROMPT + 2 * STEPS, min_length=PROMPT + 2 * STEPS, do_sample=False)
        self.generator = genai.Generator(self.model, parameters)
        self.tokens = [3 + number % 50 for number in range(PROMPT)]
        self.generator.append_tokens(self.tokens)

    def prefill(self) -> int:
        """Read the prompt again, from nothing."""
        self.generator.rewind_to(0)
        return taken(lambda: self.generator.append_tokens(self.tokens))

    def decode(self, steps: int) -> list[int]:
        """Write some tokens after the prompt; the first is not counted, its figures were made by the prompt."""
        self.generator.rewind_to(0)
        self.generator.append_tokens(self.tokens)
        self.generator.generate_next_token()
        return [taken(self.generator.generate_next_token) for _ in range(steps)]


def one_run(real: Real, decoder: Decoder) -> Seen:
    """One run: blocks of the real and of the synthetic in turns, a yardstick between them."""
    seen = Seen(marks=[yardstick()])
    token = decoder.token(PROMPT)
    prompt = decoder.step(PROMPT, 0).run, decoder.head(PROMPT).run
    for step in (*token, *token, *prompt):
        step()
    for _ in range(BLOCKS):
        seen.real_decode += _paused(lambda: real.decode(STEPS))
        _in_turns(token, STEPS, (seen.layers, seen.head))
        seen.real_prefill += _paused(lambda: [real.prefill()])
        _in_turns(prompt, 1, (seen.layers_prefill, seen.head_prefill))
        seen.marks.append(yardstick())
    return seen


def _in_turns(steps: Sequence[Step], times: int, kept: Sequence[list[int]]) -> None:
    """As the program times them; what comes first after the pause finds a cold cache and is not counted, as above."""
    time.sleep(PAUSE_S)
    if times > 1:
        for step in steps:
            step()
    for _ in range(times):
        for step, samples in zip(steps, kept, strict=True):
            samples.append(taken(step))


def _paused(work: Callable[[], list[int]]) -> list[int]:
    time.sleep(PAUSE_S)
    return work()


def errors(seen: Seen, shape: ModelShape, layers: int) -> dict[str, float]:
    """Signed errors of one run in percent, and the runtime's own p10 and p90 about its median."""
    made: dict[str, float] = {}
    parts = {
        "decode": (seen.real_decode, seen.layers, seen.head),
        "prefill": (seen.real_prefill, seen.layers_prefill, seen.head_prefill),
    }
    for name, (real, body, head) in parts.items():
        middle = percentile(real, 0.5)
        predicted = percentile(body, 0.5) * shape.layers / layers + percentile(head, 0.5)
        made[f"{name}_ms"] = middle / 1e6
        made[name] = 100 * (predicted / middle - 1)
        made[f"{name}_low"] = 100 * (percentile(real, 0.1) / middle - 1)
        made[f"{name}_high"] = 100 * (percentile(real, 0.9) / middle - 1)
    return made


def report(alias: str, runs: list[tuple[dict[str, float], str]], layers: int, of: int, wanted: int) -> bool:
    """Print one model's figures; whether both bounds hold."""
    clean = [made for made, why in runs if not why]
    noisy = [why for _, why in runs if why]
    counted = clean[:wanted] if len(clean) >= wanted else [made for made, _ in runs]
    kept = "clean runs" if len(clean) >= wanted else f"ALL runs, only {len(clean)} clean"
    print(f"{alias}: {layers} of {of} layers built; {len(counted)} {kept}; {len(noisy)} noisy: {'; '.join(noisy)}")
    holds = True
    for name in ("decode", "prefill"):
        signed = [made[name] for made in counted]
        middle = statistics.median(signed)
        inside = [
            abs(made[name]) <= RUN_BOUND or made[f"{name}_low"] <= made[name] <= made[f"{name}_high"]
            for made in counted
        ]
        real = statistics.median(made[f"{name}_ms"] for made in counted)
        holds &= abs(middle) <= MEDIAN_BOUND and all(inside)
        words = "  ".join(f"{each:+.1f}" for each in signed)
        print(
            f"  {name:<8} real {real:8.1f} ms  error {middle:+5.1f} %  runs {words}  inside {sum(inside)}/{len(inside)}"
        )
    return holds and len(clean) >= wanted


def main() -> int:
    """Compare; 1 when a bound is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True, help="a folder for the built models, some GB")
    parser.add_argument("--runs", type=int, default=5, help="clean runs wanted of each model (default 5)")
    parser.add_argument("--tries", type=int, default=15, help="runs at most (default 15)")
    parser.add_argument("--cache-mb", type=int, default=0, help="last-level cache, as the probe reads it")
    parser.add_argument("--build-only", action="store_true", help="build the models and stop")
    parser.add_argument("--json", type=Path, help="write every run's figures here")
    parser.add_argument("models", nargs="*", default=list(MODELS))
    asked = parser.parse_args()
    os.environ |= {"CI": "true", **dict.fromkeys(YARDSTICK_THREADS, str(threads()))}
    everything, good = {}, True
    for alias in asked.models:
        shape = shape_of(alias, MODELS[alias])
        folder = built(shape, asked.work)
        if asked.build_only:
            continue
        layers = layers_to_build(shape, asked.cache_mb * 2**20 or None)
        real, decoder = Real(folder), Decoder(shape, layers, PROMPT + 64, "cpu")
        runs: list[tuple[dict[str, float], str]] = []
        while len(runs) < asked.tries and sum(not why for _, why in runs) < asked.runs:
            seen = one_run(real, decoder)
            runs.append((errors(seen, shape, layers), seen.noisy()))
        good &= report(alias, runs, layers, shape.layers, asked.runs)
        everything[alias] = runs
    if asked.json:
        asked.json.write_text(json.dumps(everything, indent=2), encoding="utf-8")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
