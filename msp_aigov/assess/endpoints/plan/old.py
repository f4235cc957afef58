"""What devices are judged by is read again and again; where nobody did for long, every report says so."""

from collections.abc import Iterable
from datetime import date, timedelta

from msp_aigov.model.ability.prices import PriceFile
from msp_aigov.model.rules import Reference, Rules
from msp_aigov.model.text import Day, Text

OLD_AFTER = timedelta(days=120)


def old_rules(rules: Rules, prices: PriceFile | None, today: date | None) -> tuple[Text, ...]:
    """A note for rules, and one for prices, that are older than 120 days."""
    if today is None:
        return ()
    days = [reference.read_on for reference in _references(rules)]
    old = sum(today - day > OLD_AFTER for day in days)
    notes = []
    if old:
        template = "{count} of the {all} rules for devices were read before {day} and may have changed"
        notes.append(Text(template, count=old, all=len(days), day=Day(today - OLD_AFTER)))
    if prices and today - prices.as_of > OLD_AFTER:
        notes.append(Text("the prices in prices.yaml are of {day} and may have changed", day=Day(prices.as_of)))
    return tuple(notes)


def _references(rules: Rules) -> Iterable[Reference]:
    tables = (rules.device_rules, rules.local_models, rules.provider_gates, rules.published_claims)
    looked_up = (rules.bandwidths, rules.graphics_cards, rules.silicon)
    for table in (*tables, *looked_up, rules.workload_needs, rules.model_shapes):
        for row in table:
            yield row.reference
