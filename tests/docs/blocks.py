"""Fenced blocks of a Markdown file, as the tests of the documents read them."""

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
_FENCE = re.compile(r"^```(?P<info>[^\n`]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    """One fenced block: its language, the `file=` beside it, its text, and the `## ` heading it stands under."""

    language: str
    file: str
    text: str
    section: str


def blocks(name: str) -> list[Block]:
    """The fenced blocks of one file of the repository, in order."""
    words = (ROOT / name).read_text(encoding="utf-8")
    return [_block(found, words) for found in _FENCE.finditer(words)]


def _block(found: re.Match[str], words: str) -> Block:
    language, _, rest = found["info"].strip().partition(" ")
    headings = re.findall(r"^## (.+)$", words[: found.start()], re.MULTILINE)
    return Block(language, rest.removeprefix("file="), found["body"], headings[-1] if headings else "")
