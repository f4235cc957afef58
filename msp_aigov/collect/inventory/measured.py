"""What a benchmark measured on the device that a record is about."""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from msp_aigov.collect.inventory.mapping import Rule
from msp_aigov.collect.inventory.pick import Cells
from msp_aigov.model.ability.fit import Measured


def measured(rule: Rule, place: str, cells: Cells) -> tuple[Measured, ...]:
    """One value for each measurement of a model; `place` is the file and row it stands in."""
    items = cells.get(rule.each) if rule.each else None
    return tuple(_each(items, place)) if isinstance(items, list) else ()


def _each(items: list[Any], place: str) -> Iterator[Measured]:
    for item in items:
        model, result = item.get("model"), item.get("result")
        if not isinstance(model, str) or not model or result not in ("pass", "marginal", "fail", "inconclusive"):
            continue
        token, first = item.get("token_us"), item.get("first_token_us")
        yield Measured(
            model=model,
            provider=str(item.get("provider") or ""),
            result=result,
            tokens_per_s=_speed(token),
            first_token_ms=-(-first // 1000) if isinstance(first, int) and first > 0 else None,
            live=item.get("kind") == "live",
            source=place,
            workload=str(item.get("workload") or ""),
            real_time_factor=_number(item.get("real_time_factor")),
            need_tokens_per_s=_number(item.get("need_tokens_per_s")),
        )


def _speed(token_us: Any) -> Decimal | None:
    """Tokens a second in a tenth, rounded down: a measurement is never made to look faster."""
    tenths = 10_000_000 // token_us if isinstance(token_us, int) and token_us > 0 else 0
    return Decimal(tenths) / 10 if tenths else None


def _number(value: Any) -> Decimal | None:
    try:
        number = Decimal(str(value)) if value is not None else None
    except InvalidOperation:
        return None
    return number if number is not None and number.is_finite() and number > 0 else None
