"""A `.reg` export of the display class: a key an adapter, with the memory that its driver wrote there."""

import re

from msp_aigov.collect.inventory.readers.table import Header, Record, Table

CLASS = "{4d36e968-e325-11ce-bfc1-08002be10318}"
_KEY = re.compile(r"^\[(.+)\]$")
_VALUE = re.compile(r'^"([^"]+)"=(.*)$')
_ADAPTER = re.compile(re.escape(CLASS) + r"\\\d{4}$", re.IGNORECASE)


def mine(text: str) -> bool:
    """Whether the text is of this kind."""
    return CLASS in text.casefold() and ("Windows Registry Editor" in text[:200] or "REGEDIT4" in text[:200])


def read(text: str, shown: str, known: Header) -> Table:
    """One record with an adapter for every key; which of them is still in the machine no key says."""
    adapters: list[dict[str, str]] = []
    inside = False
    for line in text.replace("\r", "").replace("\\\n", "").split("\n"):
        if key := _KEY.match(line.strip()):
            inside = bool(_ADAPTER.search(key[1]))
            adapters += [{}] if inside else []
        elif inside and (pair := _VALUE.match(line.strip())):
            adapters[-1][pair[1]] = _value(pair[2])
    listed = [one for one in adapters if one.get("DriverDesc")]
    return Table("text", (Record(1, {"registry export": "display class", "adapters": listed}),))


def _value(raw: str) -> str:
    """Text, or the number that little-endian bytes write, as a person would write it."""
    if raw.startswith('"'):
        return raw.strip('"').replace("\\\\", "\\").replace('\\"', '"')
    kind, _, digits = raw.partition(":")
    digits = re.sub(r"[\s,]", "", digits)
    try:
        if kind == "dword":
            return str(int(digits, 16))
        whole = bytes.fromhex(digits)
    except ValueError:
        return ""
    if kind in ("hex(b)", "hex") and len(whole) in (4, 8):
        return str(int.from_bytes(whole, "little"))
    return whole.decode("utf-16-le", "replace").strip("\0") if kind in ("hex(1)", "hex(2)") else ""
