"""Readers of containers: how a file is taken apart into records, whatever product wrote it."""

from collections.abc import Callable

from msp_aigov.collect.inventory.readers import csv, json
from msp_aigov.collect.inventory.readers.table import Header, Table

REGISTRY: dict[str, Callable[[str, str, Header], Table]] = {"csv": csv.read, "json": json.read}


def container(text: str) -> str:
    """The container a text is in, by its first character; empty where it is none that we read."""
    start = text.lstrip("\ufeff \t\r\n\0")[:1]
    return {"{": "json", "[": "json", "<": "", "": ""}.get(start, "csv")
