"""How much of a model to build: enough layers to leave the cache, no more than memory holds."""

from collections.abc import Sequence

from msp_aigov.model.bench.shapes import ModelShape

# int4 in blocks of 32: half a byte a weight and a four-byte scale a block.
BYTES_PER_WEIGHT_X8 = 5
# onnxruntime keeps the graph, its own copy and a repacked one while it opens a session.
COPIES = 3
INTERPRETER = 250 * 2**20
# Memory that a run leaves to everybody else.
RESERVE = 2**30
# Loaded, a model takes this many tenths of its file.
LOADED_TENTHS = 17
# The last cache of a machine that does not say: too large costs time, too small would flatter it.
USUAL_CACHE = 32 * 2**20
CONTEXTS = (128, 2048)
PROMPTS = (128, 512)


def layer_bytes(shape: ModelShape) -> int:
    """The int4 weights of one decoder layer, in bytes."""
    attention = shape.hidden * (2 * shape.heads + 2 * shape.kv_heads) * shape.head_dim
    return (attention + 3 * shape.hidden * shape.intermediate) * BYTES_PER_WEIGHT_X8 // 8


def head_bytes(shape: ModelShape) -> int:
    """The int4 weights of the head, in bytes."""
    return shape.hidden * shape.vocab * BYTES_PER_WEIGHT_X8 // 8


def layers_to_build(shape: ModelShape, cache_bytes: int | None) -> int:
    """Two layers, or as many as are twice the last cache: what stays in the cache would flatter the device."""
    wanted = -(-2 * (cache_bytes or USUAL_CACHE) // layer_bytes(shape))
    return min(shape.layers, max(2, wanted))


def child_bytes(shape: ModelShape, layers: int, prompt: int) -> int:
    """The most memory that measuring takes, in bytes."""
    keys = 2 * layers * shape.kv_heads * shape.head_dim * 4 * (max(CONTEXTS) + 64)
    logits = 2 * prompt * shape.vocab * 4
    return INTERPRETER + COPIES * max(layers * layer_bytes(shape), head_bytes(shape)) + keys + logits


def prompts_that_fit(shape: ModelShape, layers: int, free: int, wanted: Sequence[int] = PROMPTS) -> tuple[int, ...]:
    """The prompts that leave the reserve alone; none means that nothing can be measured without swapping."""
    return tuple(prompt for prompt in wanted if child_bytes(shape, layers, prompt) + RESERVE <= free)


def whole_bytes(shape: ModelShape, file_bytes: int, context: int, prompt: int) -> int:
    """What the whole model should need on a CPU at its peak: loaded weights, keys and values, logits of the prompt."""
    keys = 2 * shape.layers * shape.kv_heads * shape.head_dim * 4 * context
    return file_bytes * LOADED_TENTHS // 10 + keys + prompt * (shape.vocab + 3 * shape.intermediate) * 4
