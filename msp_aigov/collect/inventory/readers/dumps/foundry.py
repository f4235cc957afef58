"""`foundry report` and `foundry status`: a few labelled lines, as a list or as a table."""

import re
from collections.abc import Iterator

from msp_aigov.collect.inventory.readers.table import Header, Record, Table

_LINE = re.compile(
    r"^\W*(OS|Operating System|Architecture|CPU|Processor|GPUs?|NPUs?|RAM|Memory|Disk|CLI version|State)\b[*\s]*"
    r"(?:[:│|]+|\s{2,})[*\s]*(.+?)[\s|│]*$",
    re.IGNORECASE,
)
_MORE = re.compile(r"^[\s│|]{6,}[-•]?\s*(\S.*?)[\s|│]*$")
_PLAIN = {"operating system": "OS", "processor": "CPU", "gpus": "GPU", "npus": "NPU", "memory": "RAM"}
_FREE = re.compile(r"([\d.,]+ ?[KMGT]?B) (?:free|available)", re.IGNORECASE)
_TOTAL = re.compile(r"([\d.,]+ ?[KMGT]?B) total|/ ?([\d.,]+ ?[KMGT]?B)", re.IGNORECASE)
_ADAPTER = re.compile(r"^(.*?)\s*\(([\d.,]+ ?[KMGT]i?B|[—–-])\)$")
_COMMA = re.compile(r",\s+(?=[A-Z])")
_CORES = re.compile(r"\s*\(\d+ (?:logical )?cores?.*\)$", re.IGNORECASE)


def mine(text: str) -> bool:
    """Whether the text is of this kind."""
    labels = {label for label, _ in _pairs(text[:8000])}
    return len(labels & {"OS", "CPU", "GPU", "NPU", "RAM", "Disk"}) >= 4 and "\t" not in text[:400]


def read(text: str, shown: str, known: Header) -> Table:
    """One record; adapters with the memory that stands in brackets behind them."""
    record: dict[str, object] = {}
    for label, value in _pairs(text):
        if label == "GPU":
            adapters = record.setdefault("GPU", [])
            assert isinstance(adapters, list)
            adapters += [_adapter(one) for one in _COMMA.split(value) if one.strip("—–- ")]
        elif label in ("RAM", "Disk"):
            free, total = _FREE.search(value), _TOTAL.search(value)
            record[f"{label} free"] = free[1] if free else ""
            record[f"{label} total"] = (total[1] or total[2]) if total else ""
        elif label == "CPU":
            record[label] = _CORES.sub("", value)
        else:
            record.setdefault(label, value)
    return Table("text", (Record(1, record),))


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    last = ""
    for line in text.splitlines():
        match = _LINE.match(line)
        if match:
            known = match[1].casefold()
            last = _PLAIN.get(known, match[1].upper() if len(known) <= 3 else match[1].capitalize())
            last = {"Cli version": "CLI version"}.get(last, last)
            yield last, match[2].strip().strip("*").strip()
        elif last == "GPU" and (more := _MORE.match(line)):
            yield last, more[1]
        else:
            last = ""


def _adapter(words: str) -> dict[str, str]:
    match = _ADAPTER.match(words.strip())
    name, memory = (match[1], match[2]) if match else (words.strip(), "")
    # "NVIDIA NVIDIA GeForce", "Intel Intel(R) Arc": the vendor's name stands before the adapter's own.
    first, _, rest = name.partition(" ")
    if rest.casefold().startswith(first.casefold()):
        name = rest
    return {"Name": name.removeprefix("Intel Corporation "), "Memory": "" if memory in ("—", "–", "-") else memory}
