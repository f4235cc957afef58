"""The kinds of block a page is made of; a format knows how to draw each, and nothing about pages."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias

from msp_aigov.model.text import Money, Text
from msp_aigov.reports.words.plain import Graded, Kind

ColumnKind = Literal["text", "number", "code", "state"]


@dataclass(frozen=True)
class State:
    """Shape, word and colour: never colour alone."""

    kind: Kind
    word: Text


@dataclass(frozen=True)
class Code:
    """A name of the client's or of Azure's, set apart from prose."""

    words: str


@dataclass(frozen=True)
class Small:
    """A second line, in small print."""

    text: Text


@dataclass(frozen=True)
class Link:
    """Words that lead somewhere: a file beside the page, or a public https address."""

    words: str
    address: str


@dataclass(frozen=True)
class Bar:
    """Counts side by side, each with its state."""

    parts: tuple[tuple[int, State], ...]


@dataclass(frozen=True)
class Lines:
    """Several cells under each other."""

    cells: tuple["Cell", ...]


Cell: TypeAlias = "Text | int | Money | State | Code | Small | Link | Bar | Lines"


@dataclass(frozen=True)
class Heading:
    """The heading of a chapter (2) or of a part of one (3)."""

    text: Text
    level: Literal[2, 3] = 2


@dataclass(frozen=True)
class Paragraph:
    """Prose."""

    text: Text


@dataclass(frozen=True)
class Note:
    """Small print; a `warn` note asks for attention."""

    text: Text
    kind: Literal["plain", "warn"] = "plain"


@dataclass(frozen=True)
class Command:
    """What to do next, as something to paste or to open."""

    label: Text
    line: str


@dataclass(frozen=True)
class LightItem:
    """One light: its question, its state, and how much of what it rests on is known. An unknown light says in
    `known_already` how urgent the worst is that was found all the same."""

    title: Text
    state: State
    known: int
    total: int
    caption: Text
    headline: Text
    known_already: State | None = None


@dataclass(frozen=True)
class Lights:
    """The lights, in their order."""

    items: tuple[LightItem, ...]


@dataclass(frozen=True)
class Decisions:
    """What the reader is asked to decide."""

    title: Text
    items: tuple[Text, ...]


@dataclass(frozen=True)
class Case:
    """One subject of a finding: what was seen there, and the evidence."""

    name: str
    detail: Text
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True)
class FindingItem:
    """What one check found, with every subject it found it on. `check` is empty on pages for clients; `since` is the
    day from which it has stood unchanged."""

    state: State
    title: Text
    about: Text
    cases: tuple[Case, ...]
    remedy: Text
    why: tuple[Text, ...] = ()
    when: Text = Text("")
    since: date | None = None
    check: str = ""


@dataclass(frozen=True)
class Findings:
    """Findings, most urgent first."""

    items: tuple[FindingItem, ...]


@dataclass(frozen=True)
class Column:
    """One column of a table."""

    title: Text
    kind: ColumnKind = "text"


@dataclass(frozen=True)
class Table:
    """Rows under columns. A `folded` one waits under its caption, a `searchable` one can be sorted and searched, where
    the format can do that."""

    caption: Text
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    folded: bool = False
    searchable: bool = False


@dataclass(frozen=True)
class ChartLine:
    """A level worth knowing about, drawn across the chart and labelled there."""

    label: Text
    level: Decimal


@dataclass(frozen=True)
class Chart:
    """One value a day. `words` says the same to those who cannot see it; `band` goes on where the values end: day,
    lowest and highest."""

    caption: Text
    words: Text
    unit: str
    points: tuple[tuple[date, Decimal], ...]
    line: ChartLine | None = None
    band: tuple[tuple[date, Decimal, Decimal], ...] = ()


@dataclass(frozen=True)
class Share:
    """One part of a whole, and how many percent of it; or, with a `figure`, a value of its own and what is needed."""

    label: Text
    cost: Money | None
    percent: Decimal
    figure: Text | None = None
    need: Decimal | None = None


@dataclass(frozen=True)
class Shares:
    """Parts of a `whole`, drawn as bars under each other. `words` says the same to those who cannot see them."""

    caption: Text
    words: Text
    parts: tuple[Share, ...]
    whole: Decimal = Decimal(100)


Block = Heading | Paragraph | Note | Command | Lights | Decisions | Findings | Table | Chart | Shares


@dataclass(frozen=True)
class Page:
    """A whole page: who it is from, what it is, its blocks, and what stands under it. `logo` is a data URI.

    `layout` names blocks of the HTML template with what stands there instead.
    """

    title: Text
    above: Text
    below: Text
    aside: tuple[Text, ...]
    blocks: tuple[Block, ...]
    footer: Text
    colour: str
    logo: str = ""
    layout: tuple[tuple[str, str], ...] = ()


def graded(table: Graded, key: str) -> State:
    """The state a value stands for."""
    kind, word = table[key]
    return State(kind, Text(word))
