"""Days that stand out, by a rule that a reader can check by hand."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from msp_aigov.assess.spend.sums import cents, median
from msp_aigov.model.money.outlook import Anomaly, Trend
from msp_aigov.model.text import Text

RULE = (
    "A day stands out when it lies above the median of the {window} days before it by more than {times} times the "
    "median distance from that median, by more than {percent} %, and by more than {least} {currency}."
)


def trend(
    client: str,
    currency: str,
    days: Mapping[date, Decimal],
    today: date,
    rules: Mapping[str, Decimal],
    scopes: tuple[str, ...],
) -> Trend:
    """The last days of one currency against the days before each. Today is not over and is left out."""
    window, looked = int(rules["anomaly_window_days"]), int(rules["anomaly_looked_at_days"])
    first = min(days, default=today)
    found, counted = [], 0
    for back in range(looked, 0, -1):
        day = today - timedelta(days=back)
        before = [days.get(day - timedelta(days=number), Decimal(0)) for number in range(1, window + 1)]
        if day - timedelta(days=window) < first:
            continue
        counted += 1
        usual = median(before)
        spread = median(abs(each - usual) for each in before)
        margin = max(
            spread * rules["anomaly_times_spread"], usual * rules["anomaly_percent"] / 100, rules["anomaly_least"]
        )
        cost = days.get(day, Decimal(0))
        if cost > usual + margin:
            made = (cents(each, currency) for each in (cost, usual, usual + margin))
            found.append(Anomaly(day, *made))
    rule = Text(
        RULE,
        window=window,
        times=rules["anomaly_times_spread"],
        percent=rules["anomaly_percent"],
        least=rules["anomaly_least"],
        currency=currency,
    )
    return Trend(f"{client} {currency}", currency, counted, tuple(found), rule, scopes)
