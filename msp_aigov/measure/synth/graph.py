"""ONNX graphs of int4 decoder layers and of the head that makes logits, with random weights in true shapes.

The operators and their attributes are those that the onnxruntime-genai model builder writes for int4 on a CPU.
"""

from typing import TYPE_CHECKING, Any

from msp_aigov.model.bench.shapes import ModelShape

if TYPE_CHECKING:
    from onnx import ModelProto

BLOCK = 32
SCALE = 0.002
EPSILON = 1e-6
MICROSOFT = "com.microsoft"
OPSET, IR = 21, 10
# The bytes that every weight repeats, and how far apart two weights begin in them.
NOISE, SHIFT = 65_537, 97


class Build:
    """One graph in the making: its nodes, weights, inputs and outputs."""

    def __init__(self, dtype: str = "float32") -> None:
        import numpy
        from onnx import TensorProto, helper

        self.helper, self.numpy = helper, numpy
        self.dtype = dtype
        self.kind = TensorProto.FLOAT if dtype == "float32" else TensorProto.FLOAT16
        self.int32 = TensorProto.INT32
        self.int64 = TensorProto.INT64
        self.nodes: list[Any] = []
        self.weights: list[Any] = []
        self.inputs: list[Any] = []
        self.outputs: list[Any] = []
        # Values do not change the time; a few random bytes repeated are made much faster than as many fresh ones.
        self.noise = numpy.random.default_rng(7).integers(0, 256, NOISE, dtype=numpy.uint8)

    def input(self, name: str, shape: list[Any], kind: int | None = None) -> str:
        """A value that comes in."""
        self.inputs.append(self.helper.make_tensor_value_info(name, kind or self.kind, shape))
        return name

    def output(self, name: str, shape: list[Any]) -> None:
        """A value that goes out."""
        self.outputs.append(self.helper.make_tensor_value_info(name, self.kind, shape))

    def weight(self, name: str, array: Any) -> str:
        """A constant of the graph."""
        from onnx import numpy_helper

        self.weights.append(numpy_helper.from_array(array, name))
        return name

    def filled(self, name: str, shape: tuple[int, ...], value: float) -> str:
        """A constant with one value everywhere."""
        return self.weight(name, self.numpy.full(shape, value, self.dtype))

    def small(self, name: str, shape: tuple[int, ...]) -> str:
        """Small random values; never all zero, which some operators cannot bear."""
        values = self.random(int(self.numpy.prod(shape))).astype(self.dtype).reshape(shape)
        return self.weight(name, (values - 127) * self.dtype_of(0.0002))

    def random(self, count: int) -> Any:
        """So many random bytes, other ones for each weight: onnxruntime keeps equal packed weights only once."""
        return self.numpy.resize(self.numpy.roll(self.noise, SHIFT * len(self.weights)), count)

    def dtype_of(self, value: float) -> Any:
        """A number in the graph's own type."""
        return self.numpy.dtype(self.dtype).type(value)

    def node(self, op: str, inputs: list[str], outputs: list[str], domain: str = "", **attributes: Any) -> str:
        """One operator; its first output."""
        name = f"{op}_{len(self.nodes)}"
        self.nodes.append(self.helper.make_node(op, inputs, outputs, name=name, domain=domain, **attributes))
        return next(output for output in outputs if output)

    def quantised(self, name: str, x: str, k: int, n: int, output: str = "") -> str:
        """x times an int4 weight of k rows and n columns, in blocks of 32, without zero points."""
        blocks = -(-k // BLOCK)
        packed = self.random(n * blocks * BLOCK // 2).reshape(n, blocks, BLOCK // 2)
        inputs = [x, self.weight(f"{name}.w", packed), self.filled(f"{name}.s", (n, blocks), SCALE)]
        sizes = {"K": k, "N": n, "bits": 4, "block_size": BLOCK, "accuracy_level": 4}
        return self.node("MatMulNBits", inputs, [output or f"{name}.y"], MICROSOFT, **sizes)

    def bytes(self) -> bytes:
        """The graph as onnxruntime takes it."""
        data: bytes = self.model().SerializeToString()
        return data

    def model(self) -> "ModelProto":
        """The graph as a model."""
        graph = self.helper.make_graph(self.nodes, "synthetic", self.inputs, self.outputs, self.weights)
        opsets = [self.helper.make_opsetid("", OPSET), self.helper.make_opsetid(MICROSOFT, 1)]
        return self.helper.make_model(graph, opset_imports=opsets, ir_version=IR)


def decoder(shape: ModelShape, layers: int, cache_tokens: int, dtype: str = "float32") -> bytes:
    """Some layers of a decoder: a normalisation, then attention and the feed-forward part of each layer."""
    build = Build(dtype)
    x = build.input("x", [1, "S", shape.hidden])
    build.input("seqlens", [1, 1], build.int32)
    build.input("total", [], build.int32)
    half = shape.head_dim // 2
    build.small("cos", (cache_tokens, half))
    build.small("sin", (cache_tokens, half))
    build.filled("norm.g", (shape.hidden,), 1.0)
    norm: dict[str, Any] = {"axis": -1, "epsilon": EPSILON, "stash_type": 1}
    normed = build.node("SimplifiedLayerNormalization", [x, "norm.g"], ["norm.y"], **norm)
    residual = x
    for number in range(layers):
        normed, residual = _layer(build, shape, f"l{number}", normed, residual, cache_tokens)
    build.node("Add", [normed, residual], ["y"])
    build.output("y", [1, "S", shape.hidden])
    return build.bytes()


def _layer(build: Build, shape: ModelShape, name: str, x: str, residual: str, cache: int) -> tuple[str, str]:
    attended = _attention(build, shape, name, x, cache)
    x, residual = _skip(build, shape.hidden, f"{name}.post", attended, residual)
    forward = _feed_forward(build, shape, name, x)
    return _skip(build, shape.hidden, f"{name}.next", forward, residual)


def _attention(build: Build, shape: ModelShape, name: str, x: str, cache: int) -> str:
    past = [1, shape.kv_heads, cache, shape.head_dim]
    for part in ("k", "v"):
        build.input(f"{name}.past_{part}", past)
        build.output(f"{name}.present_{part}", past)
    wide = (shape.heads + 2 * shape.kv_heads) * shape.head_dim
    qkv = build.quantised(f"{name}.qkv", x, shape.hidden, wide)
    inputs = [qkv, "", "", f"{name}.past_k", f"{name}.past_v", "seqlens", "total", "cos", "sin"]
    outputs = [f"{name}.att", f"{name}.present_k", f"{name}.present_v"]
    rotary = {"do_rotary": 1, "rotary_interleaved": 0, "local_window_size": -1, "softcap": 0.0}
    heads = {"num_heads": shape.heads, "kv_num_heads": shape.kv_heads, "scale": float(shape.head_dim**-0.5)}
    attended = build.node("GroupQueryAttention", inputs, outputs, MICROSOFT, **heads, **rotary)
    return build.quantised(f"{name}.o", attended, shape.heads * shape.head_dim, shape.hidden)


def _skip(build: Build, hidden: int, name: str, x: str, residual: str) -> tuple[str, str]:
    build.filled(f"{name}.g", (hidden,), 1.0)
    inputs, outputs = [residual, x, f"{name}.g"], [f"{name}.y", "", "", f"{name}.r"]
    build.node("SkipSimplifiedLayerNormalization", inputs, outputs, MICROSOFT, epsilon=EPSILON)
    return f"{name}.y", f"{name}.r"


def _feed_forward(build: Build, shape: ModelShape, name: str, x: str) -> str:
    wide = shape.intermediate
    if shape.fused_gate == "yes":
        both = build.quantised(f"{name}.gate_up", x, shape.hidden, 2 * wide)
        gate, up = f"{name}.gate", f"{name}.up"
        build.node("Split", [both], [gate, up], axis=-1, num_outputs=2)
    else:
        gate = build.quantised(f"{name}.gate", x, shape.hidden, wide)
        up = build.quantised(f"{name}.up", x, shape.hidden, wide)
    sigmoid = build.node("Sigmoid", [gate], [f"{name}.sig"])
    silu = build.node("Mul", [gate, sigmoid], [f"{name}.silu"])
    product = build.node("Mul", [silu, up], [f"{name}.prod"])
    return build.quantised(f"{name}.down", product, wide, shape.hidden)


def head(shape: ModelShape, dtype: str = "float32") -> bytes:
    """What turns the last layer's values into one figure per word of the vocabulary."""
    build = Build(dtype)
    x = build.input("x", [1, "S", shape.hidden])
    build.quantised("head", x, shape.hidden, shape.vocab, "logits")
    build.output("logits", [1, "S", shape.vocab])
    return build.bytes()
