"""Products as data: which columns or paths of an export hold which fact, in which unit."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from collections.abc import Mapping as MappingType
from dataclasses import dataclass, fields, replace
from functools import cache, cached_property, lru_cache
from importlib import resources
from typing import Any

import yaml

from msp_aigov.collect.inventory.cells.numbers import UNITS
from msp_aigov.model.device import Facts

FACTS = frozenset(field.name for field in fields(Facts))
LAST = "generic"
# As in FreeSpaceGB and ramMb: a letter, then the unit.
_UNIT_AT_END = re.compile(r"(?<=[A-Za-z])(?=(?:[KMGT]i?B|[KMG]b|Bytes)\)?$)")
_KEYS = frozenset(("columns", "each", "where", "unit", "total", "means"))


@dataclass(frozen=True)
class Rule:
    """Where one fact stands: `columns` in order of preference, inside the list at `each` where one is named.

    `where` picks the items of that list that meet any of its conditions, `total` adds them up. `unit` is the column's:
    a unit of bytes, `epoch_s`, `epoch_ms`, or `header` where the column's name says it. `means` translates values.
    `or_else` is asked where this rule gives no value.
    """

    columns: tuple[str, ...] = ()
    each: str = ""
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()
    unit: str = ""
    total: bool = False
    means: tuple[tuple[str, str], ...] = ()
    or_else: "Rule | None" = None

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:  # asked for every cell of every row
        return hash((self.columns, self.each, self.where, self.unit, self.total, self.means, self.or_else))

    @cached_property
    def chain(self) -> tuple["Rule", ...]:
        """This rule and those that stand in for it, in order."""
        return (self, *self.or_else.chain) if self.or_else else (self,)


@dataclass(frozen=True)
class GpuRule:
    """Where adapters stand: items of the list at `each`, or cells. `wmi` marks a 32-bit figure: 4 GB may be more.

    `exact` is a better figure, read first; `removed` says that adapters may stand there that are gone. `listed` is a
    flag that is false where an empty list means that nobody could look.
    """

    name: Rule
    vram: Rule = Rule()
    wmi: bool = True
    exact: Rule = Rule()
    removed: bool = False
    listed: Rule = Rule()
    driver: Rule = Rule()


@dataclass(frozen=True)
class Mapping:
    """One product's export. `recognise` are columns that must all be there; `out_of_scope` values of no computer.

    `family` is the system that the tool runs on, where the export does not name it. `alone` marks a tool that tells of
    the machine it runs on: its file is about one device even where it names none.
    """

    product: str
    containers: tuple[str, ...]
    recognise: tuple[tuple[str, ...], ...]
    names: Rule
    facts: tuple[tuple[str, Rule], ...]
    entra_id: Rule = Rule()
    macs: Rule = Rule()
    organisation: Rule = Rule()
    os: Rule = Rule()
    npu: Rule = Rule()
    measured: Rule = Rule()
    npu_driver: Rule = Rule()
    gpus: GpuRule | None = None
    update: tuple[tuple[str, tuple[str, ...]], ...] = ()
    out_of_scope: tuple[tuple[str, tuple[str, ...]], ...] = ()
    family: str = ""
    alone: bool = False

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """Every rule, so that their cells are kept."""
        gpus = self.gpus
        adapters = (gpus.name, gpus.vram, gpus.exact, gpus.listed, gpus.driver) if gpus else ()
        conditions = tuple(Rule((column,)) for column, _ in (*self.update, *self.out_of_scope))
        plain = (
            self.names,
            self.entra_id,
            self.macs,
            self.organisation,
            self.os,
            self.npu,
            self.measured,
            self.npu_driver,
        )
        every = (*plain, *(rule for _, rule in self.facts), *adapters, *conditions)
        return tuple(link for rule in every for link in rule.chain)


@cache
def catalogue() -> dict[str, Mapping]:
    """Every mapping by product; the generic one last, for it recognises the most."""
    folder = resources.files("msp_aigov.collect.inventory") / "mappings"
    found = [made(yaml.safe_load(file.read_text("utf-8"))) for file in folder.iterdir() if file.name.endswith(".yaml")]
    return {mapping.product: mapping for mapping in sorted(found, key=lambda one: (one.product == LAST, one.product))}


def known(mapping: Mapping, columns: Iterable[str]) -> int:
    """How many of these columns a mapping uses; 0 where one that it must have is not there."""
    present = list(columns)
    plain = {plain_name(name) for name in present}
    without_unit = {split_unit(name)[0] for name in present}
    for group in mapping.recognise:
        if not any(name in present or plain_name(name) in plain | without_unit for name in group):
            return 0
    used = {plain_name(column) for rule in mapping.rules for column in (rule.each, *rule.columns) if column}
    return len(mapping.recognise) + len(used & (plain | without_unit))


def chosen(mappings: Sequence[Mapping], scores: Sequence[int]) -> Mapping:
    """The mapping with the most columns known, the first of equals; the generic one only where no product's fits."""
    ranked = [(score > 0 and one.product != LAST, score) for one, score in zip(mappings, scores, strict=True)]
    return mappings[ranked.index(max(ranked))]


@lru_cache(4096)
def plain_name(name: str) -> str:
    """A column name without case, accents, spaces, punctuation and the number of a second column of that name."""
    return _words(name).replace(" ", "")


@lru_cache(4096)
def split_unit(name: str) -> tuple[str, str]:
    """A plain name and the unit at its end: "Memory (MB)", "MemoryMB" and "memory in MB" -> ("memory", "mb")."""
    head, _, tail = _words(_UNIT_AT_END.sub(" ", name)).rpartition(" ")
    if not head or tail not in UNITS:
        return plain_name(name), ""
    return head.removesuffix(" in").replace(" ", ""), tail


def _words(name: str) -> str:
    bare = unicodedata.normalize("NFKD", re.sub(r" #\d+$", "", name)).casefold()
    bare = "".join(char for char in bare if not unicodedata.combining(char))
    return re.sub(r"[\W_]+", " ", bare).strip()


def made(raw: dict[str, Any]) -> Mapping:
    """A mapping from the data of its file; a ValueError or KeyError says what is wrong with it."""
    gpus = raw.get("gpus")
    facts: dict[str, Any] = raw["facts"]
    if strange := set(facts) - FACTS:
        raise ValueError(f"{raw['product']}: no such fact: {sorted(strange)}")
    return Mapping(
        product=raw["product"],
        containers=tuple(raw["containers"]),
        recognise=tuple(_several(group) for group in raw["recognise"]),
        names=_rule(raw["names"]),
        facts=tuple((name, _rule(rule)) for name, rule in facts.items()),
        gpus=_adapters(gpus) if gpus else None,
        family=raw.get("family", ""),
        alone=raw.get("alone", False),
        update=_conditions(raw.get("update")),
        out_of_scope=_conditions(raw.get("out_of_scope")),
        **{
            key: _rule(raw.get(key))
            for key in ("entra_id", "macs", "organisation", "os", "npu", "measured", "npu_driver")
        },
    )


def _adapters(raw: dict[str, Any]) -> GpuRule:
    exact, removed = _rule(raw.get("exact")), raw.get("removed", False)
    wmi, listed = raw.get("wmi", True), _rule(raw.get("listed"))
    return GpuRule(_rule(raw["name"]), _rule(raw.get("vram")), wmi, exact, removed, listed, _rule(raw.get("driver")))


def _rule(raw: Any) -> Rule:
    if isinstance(raw, list) and raw and isinstance(raw[0], dict):
        first, *others = raw
        return replace(_rule(first), or_else=_rule(others) if others else None)
    if not isinstance(raw, dict):
        return Rule(_several(raw))
    if strange := set(raw) - _KEYS:
        raise ValueError(f"no such key in a mapping: {sorted(strange)}")
    means = tuple((str(key).casefold(), str(value)) for key, value in raw.get("means", {}).items())
    return Rule(
        columns=_several(raw.get("columns")),
        each=raw.get("each", ""),
        where=_conditions(raw.get("where")),
        unit=raw.get("unit", ""),
        total=raw.get("total", False),
        means=means,
    )


def _conditions(raw: MappingType[str, Any] | None) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((column, _several(values)) for column, values in (raw or {}).items())


def _several(raw: Any) -> tuple[str, ...]:
    """Words, one by one or in lists of lists, as YAML's references to other lists make them."""
    if raw is None:
        return ()
    return tuple(word for one in raw for word in _several(one)) if isinstance(raw, list) else (str(raw),)
