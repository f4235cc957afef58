"""What a caller may ask of a rendering, and what it gets back."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Options:
    """Choices that change how a document is printed, never what it says.

    `page` names one of `pages.PAGES`; empty takes the format's own. `reports` and `next_commands` are keyed by the id
    of the client. `base` is a Word document of the MSP's own to write into.
    """

    page: str = ""
    language: str = "en"
    width: int = 80
    colour: bool = False
    show_all: bool = False
    base: bytes = b""
    reports: Mapping[str, str] = field(default_factory=dict)
    next_commands: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Rendered:
    """One stream of bytes. `path` is relative to the output folder; empty where the format has a single stream."""

    path: str
    data: bytes
