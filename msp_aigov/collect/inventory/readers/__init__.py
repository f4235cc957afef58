"""Readers of containers: how a file is taken apart into records, whatever product wrote it."""

from collections.abc import Callable

from msp_aigov.collect.inventory.readers import csv, json, xml
from msp_aigov.collect.inventory.readers.dumps import (
    classes,
    dmidecode,
    dxdiag,
    foundry,
    listing,
    lspci,
    msinfo32,
    nvidia,
    outline,
    outputs,
    pairs,
    reg,
    systeminfo,
)
from msp_aigov.collect.inventory.readers.table import Header, Table

# What tools print for people, the most certain to recognise first.
DUMPS = {
    "outputs": outputs,
    "dxdiag": dxdiag,
    "reg": reg,
    "nvidia": nvidia,
    "dmidecode": dmidecode,
    "outline": outline,
    "lspci": lspci,
    "msinfo32": msinfo32,
    "systeminfo": systeminfo,
    "foundry": foundry,
    "listing": listing,
    "classes": classes,
    "pairs": pairs,
}
REGISTRY: dict[str, Callable[[str, str, Header], Table]] = {
    "csv": csv.read,
    "json": json.read,
    "xml": xml.read,
    **{name: dump.read for name, dump in DUMPS.items()},
}


def container(text: str) -> str:
    """The container a text is in: by its first character, by a tool's own words, else a table."""
    start = text.lstrip("\ufeff \t\r\n\0")
    if outputs.in_strings(text):
        return "outputs"
    if start[:1] == "<":
        return "xml"
    if start[:1] == "{" or (start[:1] == "[" and start[1:].lstrip()[:1] in ("{", "[", "]", '"', "")):
        return "json"
    if not start:
        return ""
    plain = text.replace("\0", "")
    return next((name for name, dump in DUMPS.items() if dump.mine(plain)), "csv")
