"""The same object saved twice: what both say counts, and where they contradict each other neither is believed."""

from collections.abc import Iterable, Iterator
from typing import Any

from msp_aigov.collect.azure.reading import folded


def once(objects: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Each object once, by its id; two savings of it become one."""
    by_id: dict[str, dict[str, Any]] = {}
    for raw in objects:
        key = str(raw.get("id")).lower()
        by_id[key] = _both(by_id[key], raw) if key in by_id else raw
    yield from by_id.values()


def _both(one: Any, other: Any) -> Any:
    """Lists are joined, so that the weaker entry of a policy counts; other contradictions become words nobody knows."""
    if other is None or _same(one, other):
        return one
    if one is None:
        return other
    if isinstance(one, dict) and isinstance(other, dict):
        return _fields(one, other)
    if isinstance(one, list) and isinstance(other, list):
        return [*one, *(item for item in other if not any(_same(item, known) for known in one))]
    return f"{one} or {other}"


def _fields(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    spelled = {folded(name): name for name in reversed(one)}
    made = dict(one)
    for name, value in other.items():
        own = spelled.get(folded(name), name)
        made[own] = _both(made.get(own), value)
    return made


def _same(one: Any, other: Any) -> bool:
    """Azure itself writes places and names in several spellings."""
    if isinstance(one, str) and isinstance(other, str):
        return _plain(one) == _plain(other)
    if isinstance(one, dict) and isinstance(other, dict):
        return {folded(k): v for k, v in one.items()} == {folded(k): v for k, v in other.items()}
    return type(one) is type(other) and bool(one == other)


def _plain(text: str) -> str:
    return text.lower().replace(" ", "")
