"""A tenant in a storm: many pages, throttling, an error half-way, a subscription denied, and the ledger behind it."""

import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from tests import world

DENIED = "55555555-5555-4555-8555-555555555555"
FAULTS = (
    f"*/subscriptions/{DENIED}/*=403",
    "POST */query=429:cost=1@every3",
    "POST */query=500@17",
)
CURRENCIES = ("EUR", "USD", "GBP")


def today() -> date:
    """The day the audit will see."""
    return datetime.now(UTC).date()


def stormy(seed: int, resources: int) -> tuple[dict[str, Any], dict[str, Decimal], dict[str, Decimal]]:
    """A tenant whose month takes one page per resource, and its AI of this month and of the last, by currency."""
    dice = random.Random(seed)
    data = world.estate()
    tenant = data["tenants"][0]
    first = tenant["subscriptions"][0]
    second = {**world.estate()["tenants"][0]["subscriptions"][0], "id": world.OTHER_SUBSCRIPTION, "name": "Second"}
    denied = {**world.estate()["tenants"][0]["subscriptions"][0], "id": DENIED, "name": "Denied"}
    month, last = dict.fromkeys(CURRENCIES, Decimal(0)), dict.fromkeys(CURRENCIES, Decimal(0))
    for subscription in (first, second, denied):
        subscription["costs"] = [_line(dice, number, subscription["id"]) for number in range(resources)]
    for line in (*first["costs"], *second["costs"]):
        if line["service"] != "Foundry Models":
            continue
        for day, amount in line["on"].items():
            booked = date.fromisoformat(day)
            sums = month if booked >= today().replace(day=1) else last
            sums[line["currency"]] += Decimal(amount)
    tenant["subscriptions"] = [first, second, denied]
    data["page_size"] = max(today().day, 1)
    return data, {c: a for c, a in month.items() if a}, {c: a for c, a in last.items() if a}


def _line(dice: random.Random, number: int, subscription: str) -> dict[str, Any]:
    """One resource, booked with four decimals on every day of this month and of the last."""
    start = (today().replace(day=1) - timedelta(days=1)).replace(day=1)
    days = [start + timedelta(days=each) for each in range((today() - start).days + 1)]
    ai = number % 4 != 3
    kind = "Microsoft.CognitiveServices/accounts" if ai else "Microsoft.Storage/storageAccounts"
    return {
        "resource_id": f"/subscriptions/{subscription}/resourceGroups/rg-{number}/providers/{kind}/r{number}",
        "service": "Foundry Models" if ai else "Storage",
        "meter": f"meter {number % 5}",
        "currency": dice.choice(CURRENCIES),
        "on": {day.isoformat(): str(Decimal(dice.randrange(1, 10**6)).scaleb(-4)) for day in days},
    }
