"""From a record, only the cells that a mapping uses: small evidence that can be judged again."""

from collections.abc import Mapping as MappingType
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from msp_aigov.collect.inventory.mapping import Mapping, Rule, plain_name, split_unit
from msp_aigov.collect.inventory.readers.decoder import decoded

_LONGEST = 500
_MOST_ITEMS = 64
# Control signs say nothing in a cell, and no file may hold some of them; tab and line ends part words.
_CONTROL = dict.fromkeys({*range(32), 127} - {9, 10, 13})

Cells = dict[str, Any]


def cells(mapping: Mapping, values: MappingType[str, Any]) -> Cells:
    """The used cells of one record under the names that the file gives them."""
    kept: Cells = {}
    lists = [rule for rule in mapping.rules if rule.each]
    for rule in lists:
        found, items = _at(values, rule.each)
        if found:
            _merge(kept.setdefault(rule.each, []), _items(rule, items))
    for label in _plain_labels(mapping.rules, tuple(values)):
        found, value = _at(values, label)
        # What is a list in one export of a product and a text in another is each its own rule's.
        if found and (_is_plain(value) or not any(rule.each == label for rule in lists)):
            kept[label] = _tidy(value)
    return kept


@lru_cache(256)
def _plain_labels(rules: tuple[Rule, ...], names: tuple[str, ...]) -> tuple[str, ...]:
    """The names and paths under all rules but those of lists, for records with these names."""
    return tuple(dict.fromkeys(label for rule in rules if not rule.each for label in _labels(rule, names)))


def columns(rule: Rule, values: MappingType[str, Any]) -> Sequence[tuple[str, Any]]:
    """The cells that a rule names, best first: a dotted name is a path, any other matches whatever its spelling."""
    if not rule.columns:
        return ()
    reached = ((label, _at(values, label)) for label in _labels(rule, tuple(values)))
    return [(label, value) for label, (found, value) in reached if found]


@lru_cache(4096)
def _labels(rule: Rule, names: tuple[str, ...]) -> tuple[str, ...]:
    """The names and paths under a rule that can be there in a record with these names."""
    labels: dict[str, None] = {}
    for column in rule.columns:
        labels[column] = None
        if "." not in column:
            labels.update((name, None) for name in names if _same(rule, column, name))
    present = frozenset(names)
    return tuple(label for label in labels if label in present or label.partition(".")[0] in present)


def _same(rule: Rule, column: str, name: str) -> bool:
    wanted = plain_name(column)
    return plain_name(name) == wanted or (rule.unit == "header" and split_unit(name)[0] == wanted)


def _at(values: Any, path: str) -> tuple[bool, Any]:
    """Whether something stands at a dotted path, and what; a name with a dot in it comes before a path.

    Some agents keep an object as the text of its JSON: a path goes on inside it.
    """
    if isinstance(values, str) and values[:1] in ("{", "["):
        values = _within(values)
    if isinstance(values, dict) and path in values:
        return True, values[path]
    head, dot, rest = path.partition(".")
    if dot and isinstance(values, dict) and head in values:
        return _at(values[head], rest)
    return False, None


@lru_cache(64)
def _within(text: str) -> Any:
    """The object or list that a text writes as JSON; the text where it writes none."""
    try:
        found, end = decoded(text)
    except ValueError:
        return text
    return text if text[end:].strip() else found


def _items(rule: Rule, items: Any) -> list[Cells]:
    items = _within(items) if isinstance(items, str) else items
    if isinstance(items, dict):  # several serialisers write a list of one as the one
        items = [items]
    used = (*rule.columns, *(column for column, _ in rule.where))
    listed = items if isinstance(items, list) else []
    # An instance that is written as a list of its properties stays a list where it has only one.
    listed = [one for item in listed[:_MOST_ITEMS] for one in (item if isinstance(item, list) else [item])]
    picked = []
    for item in listed[:_MOST_ITEMS]:
        reached = ((path, _at(item, path)) for path in used)
        picked.append({path: _tidy(value) for path, (found, value) in reached if found})
    return picked


def _is_plain(value: Any) -> bool:
    return not isinstance(value, list | dict)


def _merge(kept: list[Cells], more: list[Cells]) -> None:
    for index, item in enumerate(more):
        if index < len(kept):
            kept[index].update(item)
        else:
            kept.append(item)


def _tidy(value: Any) -> Any:
    """Text without what no file may hold, and of an object its name; what else no cell can hold says nothing."""
    if isinstance(value, dict):
        value = value.get("name")
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return [_tidy(one) for one in value[:_MOST_ITEMS]]
    if isinstance(value, str):
        whole = value
        if not value.isprintable():
            whole = value.translate(_CONTROL).encode("utf-8", "replace").decode("utf-8")
        return whole if len(whole) <= _LONGEST else whole[:_LONGEST] + "…"
    return value if isinstance(value, bool | int) else None
