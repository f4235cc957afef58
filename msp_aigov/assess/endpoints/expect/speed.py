"""How fast a card should write: a range out of its bandwidth and the file's size, that decides nothing."""

import re
from decimal import ROUND_HALF_UP, Decimal

from msp_aigov.assess.endpoints.limits import Limits
from msp_aigov.model.ability.fit import Measured, Speed

_MARKS = re.compile(r"\((?:r|tm|c)\)|[®™©]", re.IGNORECASE)
_MAKERS = frozenset(("nvidia", "amd", "intel", "corporation", "quadro"))


def estimated(name: str, file_bytes: int, limits: Limits) -> Speed | None:
    """Tokens a second of a dense model on the card of this exact name; None where the table has no such card."""
    bare = _plain(name)
    found = next((each for each in limits.bandwidths if _plain(each.name) == bare), None)
    if found is None or not file_bytes:
        return None
    most = Decimal(found.gb_per_s) * 10**9 / file_bytes
    low, high = (most * share / 100 for share in (limits.speed_low_percent, limits.speed_high_percent))
    return Speed(_whole(low), _whole(high), "estimate")


def measured(result: Measured) -> Speed | None:
    """What was measured, as a range of one point."""
    return Speed(result.tokens_per_s, result.tokens_per_s, "measured") if result.tokens_per_s else None


def _plain(name: str) -> str:
    return " ".join(word for word in _MARKS.sub(" ", name).casefold().split() if word not in _MAKERS)


def _whole(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1), ROUND_HALF_UP)
