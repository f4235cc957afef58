"""A value with its evidence, from what a source gave."""

from typing import TypeVar

from msp_aigov.model.seen import Seen, missing

T = TypeVar("T")
# What makers leave in a field they did not fill.
PLACEHOLDERS = {
    "", "none", "unknown", "default string", "to be filled by o.e.m.", "system serial number", "not specified",
    "not applicable", "0", "n/a", "oem", "system product name", "system manufacturer", "invalid",
}  # fmt: skip


def seen(value: T | None, source: str, unit: str = "") -> Seen[T]:
    """The value as read there, or that it was not there."""
    return missing(source, unit) if value is None else Seen(value, "read", source, unit)


def words(text: str | None, source: str) -> Seen[str]:
    """A name as its maker wrote it; a placeholder is none."""
    if text is None:
        return missing(source)
    plain = " ".join(text.split())
    return Seen(None, "sentinel", f"{source}: {plain}") if plain.casefold() in PLACEHOLDERS else seen(plain, source)
