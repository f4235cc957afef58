"""A tokenizer just large enough to be talked to, for models that never learned a word."""

from typing import Any

from msp_aigov.measure.live.bench import WORDS

# What opens and closes a turn comes first; a model whose row for the end is nothing never ends by itself.
END = "<|im_end|>"
SPECIAL = ("<|endoftext|>", "<|im_start|>", END)
SYSTEM = "You are a helpful assistant"
# What the benchmark says around its words.
AROUND = ("go", "on", "with", "this", "story", "as", "many", "in")


def vocabulary(size: int) -> tuple[list[str], list[str]]:
    """So many tokens, and the merges that make each of the benchmark's words one; anything else goes by bytes."""
    letters, merges = _bytes(), []
    known = dict.fromkeys(letters)
    space = letters[32]
    for word in dict.fromkeys([*WORDS, *SYSTEM.split(), *AROUND]):
        made = space
        for letter in word:
            if made + letter not in known:
                merges.append(f"{made} {letter}")
                known[made + letter] = None
            made += letter
    tokens = [*SPECIAL, *known]
    return [*tokens, *(f"{space}w{number}" for number in range(size - len(tokens)))], merges


def as_json(size: int) -> dict[str, Any]:
    """The same as a tokenizer.json."""
    words, merges = vocabulary(size)
    plain = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
    by_bytes = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": False, "use_regex": True}
    model = {"type": "BPE", "vocab": {word: number for number, word in enumerate(words)}, "merges": merges}
    return {
        "version": "1.0",
        "added_tokens": [{"id": number, "content": word, **plain} for number, word in enumerate(SPECIAL)],
        "normalizer": None,
        "pre_tokenizer": by_bytes,
        "post_processor": None,
        "decoder": by_bytes,
        "model": {**model, "unk_token": None, "byte_fallback": False, "ignore_merges": False},
    }


def _bytes() -> list[str]:
    """The printable stand-ins that byte-level tokenizers have for each byte."""
    plain = {*range(33, 127), *range(161, 173), *range(174, 256)}
    others = iter(range(256, 512))
    return [chr(number if number in plain else next(others)) for number in range(256)]
