"""What one aspect of a gate says, and how several come to one result."""

from collections.abc import Iterator, Sequence

from msp_aigov.model.placing import GateName
from msp_aigov.model.text import Text
from msp_aigov.model.workload import Gate, GateResult

Ruling = tuple[GateResult, Text]
WORST: tuple[GateResult, ...] = ("fail", "unknown", "conditional", "pass")  # first is worst
GATES: tuple[GateName, ...] = ("safety", "region", "feasibility", "cost", "evidence")


def gate_of(name: GateName, said: Sequence[Ruling], otherwise: Text, evidence: tuple[str, ...] = ()) -> Gate:
    """The worst ruling decides; all the reasons for it are given. No ruling at all is a pass."""
    if not said:
        return Gate(name, "pass", otherwise, evidence)
    worst = min((result for result, _ in said), key=WORST.index)
    return Gate(name, worst, both([words for result, words in said if result == worst]), evidence)


JOINED = "{first}; {rest}"


def both(reasons: Sequence[Text]) -> Text:
    """Several reasons as one text, each once."""
    first, *rest = dict.fromkeys(reasons)
    return Text(JOINED, first=first, rest=both(rest)) if rest else first


def parts(reason: Text) -> Iterator[Text]:
    """The reasons that one text was made of."""
    if reason.template != JOINED:
        yield reason
        return
    for _, value in reason.values:
        if isinstance(value, Text):
            yield from parts(value)
