"""Whisper built whole, in fp32: nothing is extrapolated, so that only the real program's other work is missing."""

from typing import Any

from msp_aigov.measure.synth.graph import MICROSOFT, Build
from msp_aigov.model.bench.shapes import ModelShape

FRAMES, MELS, SOUNDS = 3000, 80, 1500
EPSILON = 1e-5


def encoder(shape: ModelShape) -> bytes:
    """The encoder over a window of 30 s, with the keys and values that every decoder layer will look at."""
    build, size = Build(), shape.hidden
    x = build.input("mel", [1, MELS, FRAMES])
    for number, (channels, stride) in enumerate(((MELS, 1), (size, 2))):
        weights = [build.small(f"conv{number}.w", (size, channels, 3)), build.small(f"conv{number}.b", (size,))]
        x = build.node("Conv", [x, *weights], [f"conv{number}"], kernel_shape=[3], pads=[1, 1], strides=[stride])
        x = build.node("Gelu", [x], [f"gelu{number}"], MICROSOFT)
    x = build.node("Transpose", [x], ["turned"], perm=[0, 2, 1])
    x = build.node("Add", [x, build.small("positions", (1, SOUNDS, size))], ["placed"])
    residual, x = x, _normed(build, "first", x, size)
    for number in range(shape.layers):
        x, residual = _encoder_layer(build, shape, f"e{number}", x, residual)
    build.node("Identity", [x], ["sound"])
    build.output("sound", [1, SOUNDS, size])
    for number in range(shape.layers):
        for part in ("k", "v"):
            build.node("Identity", [_linear(build, f"c{number}.{part}", x, size, size)], [f"cross{number}.{part}"])
            build.output(f"cross{number}.{part}", [1, SOUNDS, size])
    return build.bytes()


def decoder(shape: ModelShape, tokens: int) -> bytes:
    """One step of the decoder after so many tokens, up to the figures for every word."""
    build, size = Build(), shape.hidden
    x = build.input("x", [1, 1, size])
    residual, x = x, _normed(build, "first", x, size)
    for number in range(shape.layers):
        x, residual = _decoder_layer(build, shape, f"d{number}", x, residual, tokens)
    build.node("MatMul", [x, build.small("head", (size, shape.vocab))], ["logits"])
    build.output("logits", [1, 1, shape.vocab])
    return build.bytes()


def _encoder_layer(build: Build, shape: ModelShape, name: str, x: str, residual: str) -> tuple[str, str]:
    size = shape.hidden
    # An empty bias ends the process in a crash, so every bias has small values in it.
    weights = [build.small(f"{name}.qkv", (size, 3 * size)), build.small(f"{name}.qkv_b", (3 * size,))]
    attended = build.node("Attention", [x, *weights], [f"{name}.att"], MICROSOFT, num_heads=shape.heads)
    return _rest(build, shape, name, attended, residual)


def _decoder_layer(build: Build, shape: ModelShape, name: str, x: str, residual: str, tokens: int) -> tuple[str, str]:
    size, per_head = shape.hidden, [1, shape.heads, "P", shape.head_dim]
    q, k, v = (_linear(build, f"{name}.{part}", x, size, size) for part in "qkv")
    for part in ("k", "v"):
        build.input(f"{name}.past_{part}", [1, shape.heads, tokens, shape.head_dim])
        build.output(f"{name}.present_{part}", per_head)
    inputs = [q, k, v, "", "", "", f"{name}.past_k", f"{name}.past_v"]
    outputs = [f"{name}.self", f"{name}.present_k", f"{name}.present_v"]
    heads: dict[str, Any] = {"num_heads": shape.heads}
    attended = build.node("MultiHeadAttention", inputs, outputs, MICROSOFT, **heads)
    x, residual = _skip(build, f"{name}.mid", _linear(build, f"{name}.self_o", attended, size, size), residual, size)
    q = _linear(build, f"{name}.cross_q", x, size, size)
    for part in ("k", "v"):
        build.input(f"{name}.cross_{part}", [1, shape.heads, SOUNDS, shape.head_dim])
    inputs = [q, f"{name}.cross_k", f"{name}.cross_v"]
    crossed = build.node("MultiHeadAttention", inputs, [f"{name}.cross"], MICROSOFT, **heads)
    return _rest(build, shape, name, crossed, residual)


def _rest(build: Build, shape: ModelShape, name: str, attended: str, residual: str) -> tuple[str, str]:
    size, wide = shape.hidden, shape.intermediate
    x, residual = _skip(build, f"{name}.post", _linear(build, f"{name}.o", attended, size, size), residual, size)
    up = build.node("Gelu", [_linear(build, f"{name}.up", x, size, wide)], [f"{name}.gelu"], MICROSOFT)
    return _skip(build, f"{name}.next", _linear(build, f"{name}.down", up, wide, size), residual, size)


def _linear(build: Build, name: str, x: str, k: int, n: int) -> str:
    product = build.node("MatMul", [x, build.small(f"{name}.w", (k, n))], [f"{name}.m"])
    return build.node("Add", [product, build.small(f"{name}.b", (n,))], [f"{name}.y"])


def _normed(build: Build, name: str, x: str, size: int) -> str:
    weights = [build.filled(f"{name}.g", (size,), 1.0), build.small(f"{name}.beta", (size,))]
    return build.node("LayerNormalization", [x, *weights], [f"{name}.n"], axis=-1, epsilon=EPSILON)


def _skip(build: Build, name: str, x: str, residual: str, size: int) -> tuple[str, str]:
    weights = [build.filled(f"{name}.g", (size,), 1.0), build.small(f"{name}.beta", (size,))]
    outputs = [f"{name}.y", "", "", f"{name}.r"]
    build.node("SkipLayerNormalization", [residual, x, *weights], outputs, MICROSOFT, epsilon=EPSILON)
    return f"{name}.y", f"{name}.r"
