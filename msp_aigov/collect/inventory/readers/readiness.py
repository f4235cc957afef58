"""What HardwareReadiness.ps1 logs in one line, as values of their own."""

import re
from typing import Any

_PAIR = re.compile(r"(\w+)=([^;{}]*?)(?=[.;}]\s|[;}]|\. [A-Z]+;|$)")


def spelled_out(item: dict[str, Any]) -> dict[str, Any]:
    """The record with the pairs of its log beside it; any other record as it is."""
    log = item.get("logging")
    if "returnCode" not in item or not isinstance(log, str):
        return item
    pairs = {name: value.strip() for name, value in _PAIR.findall(log)}
    named = " ".join(pairs[key] for key in ("Manufacturer", "Caption") if pairs.get(key))
    return {**item, **pairs, **({"Processor": named} if named else {})}
