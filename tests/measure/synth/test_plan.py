"""How much of a model is built."""

from msp_aigov.measure.synth.plan import layer_bytes, layers_to_build, prompts_that_fit, whole_bytes
from msp_aigov.rules.load import load_rules

SHAPES = {each.alias: each for each in load_rules().model_shapes}
GIB = 2**30


def test_a_layer_weighs_what_its_weights_and_scales_do() -> None:
    sizes = [round(layer_bytes(SHAPES[name]) / 1e6, 1) for name in ("qwen2.5-0.5b", "phi-4-mini")]
    assert sizes == [9.3, 62.9]


def test_a_large_cache_asks_for_more_layers_of_a_small_model() -> None:
    small, large = SHAPES["qwen2.5-0.5b"], SHAPES["phi-4-mini"]
    assert layers_to_build(small, 32 * 2**20) == 8
    assert layers_to_build(large, 32 * 2**20) == 2
    assert layers_to_build(large, None) == 2
    assert layers_to_build(small, None) == 8, "a cache that nobody knows may be large"
    assert layers_to_build(small, GIB) == small.layers


def test_little_memory_leaves_long_prompts_out_and_less_leaves_everything() -> None:
    shape = SHAPES["phi-4-mini"]
    assert prompts_that_fit(shape, 2, 16 * GIB) == (128, 512)
    assert prompts_that_fit(shape, 2, 3 * GIB) == (128,)
    assert prompts_that_fit(shape, 2, 2 * GIB) == ()


def test_the_memory_of_the_whole_model_counts_keys_and_the_logits_of_the_prompt() -> None:
    shape = SHAPES["qwen2.5-0.5b"]
    assert whole_bytes(shape, 10**9, 640, 512) == 1_700_000_000 + 24_576 * 640 + 512 * (151_936 + 3 * 4_864) * 4
