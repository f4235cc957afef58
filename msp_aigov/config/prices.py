"""prices.yaml: what is wrong with it beyond its shape, and which prices are each client's."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from msp_aigov.config.sense import Problem
from msp_aigov.model.ability.prices import PriceFile, RemedyPrice
from msp_aigov.model.client import Client

CURRENCY = re.compile(r"[A-Z]{3}")
SIZED = ("ram", "vm_ram", "ssd")
MAY_BE_SIZED = (*SIZED, "replace")


def price_problems(held: PriceFile, known: Sequence[str]) -> Iterator[Problem]:
    """What is wrong with prices that have the right shape; `known` are the ids of the clients."""
    if not CURRENCY.fullmatch(held.currency):
        yield ("currency",), f"expected a currency like EUR, found {held.currency!r}"
    seen: list[tuple[object, ...]] = []
    for number, price in enumerate(held.remedies):
        place = ("remedies", number)
        yield from ((((*place, field)), words) for field, words in _wrong(price))
        for index, client in enumerate(price.clients):
            if client not in known:
                yield (*place, "clients", index), f"no such client here, found {client!r}"
        key = (price.remedy, price.size_gb, price.models, price.clients)
        if key in seen:
            yield place, f"{price.remedy} of this size is priced twice"
        seen.append(key)


def with_prices(clients: Sequence[Client], held: PriceFile | None) -> tuple[Client, ...]:
    """Every client with the prices that hold for it; without a file nobody has any."""
    if held is None:
        return tuple(clients)
    return tuple(replace(client, prices=replace(held, remedies=_of(client, held))) for client in clients)


def _of(client: Client, held: PriceFile) -> tuple[RemedyPrice, ...]:
    return tuple(price for price in held.remedies if not price.clients or client.id in price.clients)


def _wrong(price: RemedyPrice) -> Iterator[tuple[str, str]]:
    if not price.amount.is_finite() or price.amount < 0:
        yield "amount", f"expected an amount of 0 or more, found {price.amount}"
    if price.size_gb is None and price.remedy in SIZED:
        yield "remedy", f"{price.remedy} needs `size_gb`: what the device has afterwards"
    if price.size_gb is not None and price.remedy not in MAY_BE_SIZED:
        yield "size_gb", f"{price.remedy} has no size"
    elif price.size_gb is not None and price.size_gb <= 0:
        yield "size_gb", f"expected a size in GB, found {price.size_gb}"
    if any(not words.strip() for words in price.models):
        yield "models", "expected words of a maker or model"
