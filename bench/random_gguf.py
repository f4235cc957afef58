"""A GGUF file with a model's true shape and random weights.

Needs gguf and numpy.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from random_words import END, SPECIAL, SYSTEM, vocabulary

from msp_aigov.model.bench.shapes import ModelShape
from msp_aigov.rules.load import load_rules

TEMPLATE = (
    "<|im_start|>system\n" + SYSTEM + "<|im_end|>\n"
    "{% for each in messages %}<|im_start|>{{ each.role }}\n{{ each.content }}<|im_end|>\n{% endfor %}"
    "<|im_start|>assistant\n"
)
CONTEXT = 4096
# Of a block of 32 weights: two bytes of scale, then sixteen of two weights each.
BLOCK, BLOCK_BYTES = 32, 18


def shape_of(alias: str) -> ModelShape:
    """The shape of a model of the catalogue."""
    return next(each for each in load_rules().model_shapes if each.alias == alias)


def built(alias: str, work: Path) -> Path:
    """The file of that model's shape, made once."""
    file = work / f"{alias}-q4_0.gguf"
    if not file.is_file():
        _write(shape_of(alias), file.with_suffix(".part"))
        file.with_suffix(".part").rename(file)
    return file


def _write(shape: ModelShape, file: Path) -> None:
    import gguf

    writer = gguf.GGUFWriter(file, "qwen2")
    writer.add_name(f"random {shape.alias}")
    writer.add_context_length(CONTEXT)
    writer.add_embedding_length(shape.hidden)
    writer.add_block_count(shape.layers)
    writer.add_feed_forward_length(shape.intermediate)
    writer.add_head_count(shape.heads)
    writer.add_head_count_kv(shape.kv_heads)
    writer.add_rope_freq_base(1e6)
    writer.add_layer_norm_rms_eps(1e-6)
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_Q4_0)
    _add_tokenizer(writer, shape.vocab)
    for name, array in _tensors(shape):
        quantised = array.dtype.name == "uint8"
        writer.add_tensor(name, array, raw_dtype=gguf.GGMLQuantizationType.Q4_0 if quantised else None)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _add_tokenizer(writer: Any, size: int) -> None:
    import gguf

    words, merges = vocabulary(size)
    control, normal = gguf.TokenType.CONTROL, gguf.TokenType.NORMAL
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("qwen2")
    writer.add_token_list(words)
    writer.add_token_types([control] * len(SPECIAL) + [normal] * (size - len(SPECIAL)))
    writer.add_token_merges(merges)
    writer.add_eos_token_id(SPECIAL.index(END))
    writer.add_add_bos_token(False)
    writer.add_chat_template(TEMPLATE)


def _tensors(shape: ModelShape) -> Iterator[tuple[str, Any]]:
    import numpy

    choice = numpy.random.default_rng(1)

    def weights(rows: int, columns: int, scale: float) -> Any:
        made = choice.integers(0, 256, (rows, columns // BLOCK, BLOCK_BYTES), numpy.uint8)
        made[:, :, :2] = numpy.array([scale], numpy.float16).view(numpy.uint8)
        return made.reshape(rows, -1)

    def ones(size: int) -> Any:
        return numpy.ones(size, numpy.float32)

    hidden, heads, keys = shape.hidden, shape.heads * shape.head_dim, shape.kv_heads * shape.head_dim
    words = weights(shape.vocab, hidden, 0.01)
    words[: len(SPECIAL)].reshape(len(SPECIAL), -1, BLOCK_BYTES)[:, :, :2] = 0
    yield "token_embd.weight", words
    yield "output_norm.weight", ones(hidden)
    for number in range(shape.layers):
        block = f"blk.{number}"
        yield f"{block}.attn_norm.weight", ones(hidden)
        yield f"{block}.ffn_norm.weight", ones(hidden)
        for name, size in (("q", heads), ("k", keys), ("v", keys)):
            yield f"{block}.attn_{name}.weight", weights(size, hidden, 0.005)
            yield f"{block}.attn_{name}.bias", 0 * ones(size)
        yield f"{block}.attn_output.weight", weights(hidden, heads, 0.005)
        yield f"{block}.ffn_gate.weight", weights(shape.intermediate, hidden, 0.005)
        yield f"{block}.ffn_up.weight", weights(shape.intermediate, hidden, 0.005)
        yield f"{block}.ffn_down.weight", weights(hidden, shape.intermediate, 0.005)
