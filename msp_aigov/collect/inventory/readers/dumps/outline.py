"""`system_profiler` and `lshw` as text: labels under titles, by indentation."""

import re
from collections.abc import Iterator

from msp_aigov.collect.inventory.readers.table import Header, Record, Table

_NODE = re.compile(r"^(\s*)\*-([\w:]+)")
_PAIR = re.compile(r"^(\s*)([^:]{1,60}?): (.+)$")
_TITLE = re.compile(r"^(\s*)(\S.{0,80}?):\s*$")
_PROFILER = ("Hardware Overview:", "System Software Overview:", "Chipset Model:", "Model Identifier:")
_WHOLE = re.compile(r"^[\d,.]+ bytes$")


def mine(text: str) -> bool:
    """Whether the text is of this kind."""
    head = text[:400_000]
    return any(mark in head for mark in _PROFILER) or bool(
        re.search(r"^\s+\*-(core|display|memory)", head, re.MULTILINE)
    )


def read(text: str, shown: str, known: Header) -> Table:
    """One record: of a Mac's report the labels and its lists, of lshw the nodes by class."""
    if any(mark in text for mark in _PROFILER):
        return Table("text", (Record(1, _profiled(text)),))
    return Table("text", (Record(1, _nodes(text)),))


def _profiled(text: str) -> dict[str, object]:
    found: dict[str, object] = {"system_profiler": "report"}
    display: list[dict[str, str]] = []
    modules: list[dict[str, str]] = []
    volumes: list[dict[str, str]] = []
    for title, labels in _blocks(text):
        if "Chipset Model" in labels:
            display.append(labels)
        elif "Size" in labels and "Speed" in labels and "Type" in labels:
            modules.append(labels)
        elif "Mount Point" in labels:
            volumes.append({**labels, **{key: _bytes(labels[key]) for key in ("Available", "Free") if key in labels}})
        elif title in ("Hardware Overview", "System Software Overview"):
            found.update({key: value for key, value in labels.items() if key not in found})
    if "Graphics/Displays:" in text or display:
        found["display"] = display
    filled = [one for one in modules if one["Size"].casefold() not in ("empty", "0 kb")]
    return {**found, **({"modules": filled} if filled else {}), **({"volumes": volumes} if volumes else {})}


def _bytes(words: str) -> str:
    """ "26,02 GB (26.020.077.568 bytes)" is what stands in the brackets; a report of a Mac counts in tens."""
    exact = re.search(r"\(([\d.,\u00a0\u202f ]+) (?:bytes|octets)\)", words)
    return re.sub(r"\D", "", exact[1]) + " B" if exact else ""


def _blocks(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The labels that stand under each title, in the order of the text; a title has no value behind its colon."""
    title, labels = "", dict[str, str]()
    for line in text.replace("\r", "").split("\n"):
        if found := _TITLE.match(line):
            if labels:
                yield title, labels
            title, labels = found[2].strip(), {}
        elif pair := _PAIR.match(line):
            labels.setdefault(pair[2].strip(), pair[3].strip())
    if labels:
        yield title, labels


def _nodes(text: str) -> dict[str, object]:
    """Nodes of lshw's text under the keys of its JSON; the first node is the machine itself."""
    nodes: list[dict[str, str]] = []
    for line in text.replace("\r", "").split("\n"):
        if node := _NODE.match(line):
            nodes.append({"node": node[2].split(":")[0]})
        elif line.strip() and not line.startswith(" ") and not nodes:
            nodes.append({"node": "system", "id": line.strip()})
        elif nodes and (pair := _PAIR.match(line)):
            nodes[-1].setdefault(pair[2].strip(), pair[3].strip())
    found: dict[str, object] = {"lshw": []}
    for kind, name in (("system", "system"), ("display", "display"), ("processor", "cpu")):
        if held := [node for node in nodes if node["node"] == name]:
            found[kind] = held
    memory = [node for node in nodes if node.get("description", "").casefold() == "system memory"]
    return {**found, **({"memory": memory} if memory else {})}
