"""The synthetic graphs on a real onnxruntime, in a toy shape; left out where the extra is not installed."""

import os
from datetime import date

import pytest

from msp_aigov.measure import parent
from msp_aigov.measure.synth import bench, graph, session, speech_work, work
from msp_aigov.measure.synth.fold import folded
from msp_aigov.measure.synth.speech_fold import spoken
from msp_aigov.model.bench.shapes import ModelShape
from msp_aigov.model.rules import Reference
from msp_aigov.rules.load import load_rules

pytest.importorskip("onnxruntime")
onnx = pytest.importorskip("onnx")

READ = Reference("a toy", date(2026, 11, 21))
TOY = ModelShape("toy", "decoder", 64, 128, 4, 2, 16, 256, 3, "no", READ)
FUSED = ModelShape("toy-fused", "decoder", 64, 128, 4, 4, 16, 256, 3, "yes", READ)
EARS = ModelShape("toy-ears", "whisper", 32, 64, 2, 2, 16, 200, 2, "no", READ)
NAMES = ("alias", "family", "hidden", "intermediate", "heads", "kv_heads", "head_dim", "vocab", "layers", "fused_gate")


def job(shape: ModelShape, **changes: object) -> dict[str, object]:
    fields = {name: getattr(shape, name) for name in NAMES}
    common = {"shape": fields, "provider": "cpu", "look_s": 0, "duration_s": 0}
    return {**common, "layers": 2, "contexts": [8, 32], "prompts": [4, 16], **changes}


@pytest.mark.parametrize("shape", [TOY, FUSED])
def test_a_toy_decoder_runs_through_a_child_and_gives_figures(shape: ModelShape) -> None:
    outcome = parent.run({"job": "decoder", **job(shape)}, 60)
    assert (outcome.state, outcome.reason) == ("ok", "")
    made = folded(shape, 2, "cpu", outcome, None)
    assert made.on_provider_percent == 100
    assert all(each.tokens_per_s > 0 for each in (*made.decode, *made.prefill))
    assert made.memory.peak and made.memory.peak > 0


def test_a_toy_whisper_runs_whole() -> None:
    seen = speech_work.work(job(EARS))
    made = spoken(EARS, "cpu", parent.Outcome("ok", seen))
    assert made.speech is not None and made.speech.real_time_factor > 0 and made.speech.lower_bound


def test_a_provider_that_is_not_there_is_left_out_not_replaced() -> None:
    seen = work.work(job(TOY, provider="cuda"))
    if seen.get("state", "ok") == "ok":
        pytest.skip("this machine has the provider")
    assert seen["reason"] == "onnxruntime here does not offer CUDAExecutionProvider"


def test_a_long_run_gives_windows() -> None:
    seen = work.work(job(TOY, duration_s=1))
    assert seen["window_s"] == 1 and seen["windows"][0][0] > 0


def test_too_little_memory_leaves_the_model_out_and_says_so() -> None:
    order = bench.Order(("qwen2.5-0.5b",), "cpu", None, load_rules(), None, 2**29)
    (made,) = bench.bench(order, lambda words: None)
    assert made.state == "skipped" and "free memory" in made.reason


@pytest.mark.parametrize(("model", "provider"), [("gpt-oss-20b", "cpu"), ("qwen2.5-0.5b", "qnn")])
def test_what_no_graph_of_ours_can_tell_is_left_to_the_live_mode(model: str, provider: str) -> None:
    order = bench.Order((model,), provider, None, load_rules(), None, 2**34)
    (made,) = bench.bench(order, lambda words: None)
    assert made.state == "skipped" and "--endpoint" in made.reason


def test_no_two_weights_are_equal_since_onnxruntime_would_keep_them_once() -> None:
    """Equal layers shared their packed weights, stayed in the cache and read up to three times too fast."""
    made = onnx.ModelProto.FromString(graph.decoder(TOY, 3, 64)).graph
    weights = [each for each in made.initializer if each.name.endswith(".w")]
    assert len(weights) == 3 * 5
    assert len({each.raw_data[:40] for each in weights}) == len(weights)


def test_as_many_threads_as_the_real_runtime_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    counted = []
    for processors in (1, 2, 3, 8, 16, 64, None):
        monkeypatch.setattr(os, "cpu_count", lambda count=processors: count)
        counted.append(session.threads())
    assert counted == [1, 1, 1, 4, 8, 16, 1]
