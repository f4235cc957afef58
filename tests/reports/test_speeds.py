"""Measured speeds on the page of devices: drawn against what is needed, never worked out there."""

from dataclasses import replace
from decimal import Decimal

from msp_aigov.assess.endpoints.demand import Demand
from msp_aigov.assess.endpoints.expect.proof import measured_aspect
from msp_aigov.model.ability.fit import Measured
from msp_aigov.model.device import Device, DeviceReadiness, DeviceVerdict, Endpoints, Facts
from msp_aigov.reports.blocks import Shares, Table
from msp_aigov.reports.charts.bars import bar_chart
from msp_aigov.reports.measured.speeds import speeds
from msp_aigov.reports.words import say

FAST = Measured("phi-4-mini", "CPUExecutionProvider", "pass", Decimal("16.3"), 2100, source="a.json:1",
                workload="chat", need_tokens_per_s=Decimal(10))  # fmt: skip
SLOW = replace(FAST, result="fail", tokens_per_s=Decimal("4.1"), source="b.json:1")


def fleet(*measured: tuple[Measured, ...]) -> Endpoints:
    def ready(number: int, found: tuple[Measured, ...]) -> DeviceReadiness:
        device = Device(f"pc-{number}", (f"pc-{number}",), Facts(), measured=found)
        return DeviceReadiness(device, DeviceVerdict("", (), "ready"))

    return Endpoints(devices=tuple(ready(number, found) for number, found in enumerate(measured)))


def test_without_a_measurement_nothing_is_said() -> None:
    assert list(speeds(fleet((), ()))) == []


def test_measured_is_drawn_against_need() -> None:
    _, chart, *_ = speeds(fleet((FAST,), (SLOW,)))
    assert isinstance(chart, Shares)
    assert [(part.percent, part.need) for part in chart.parts] == [(Decimal("16.3"), 10), (Decimal("4.1"), 10)]
    assert chart.whole == Decimal("16.3")
    assert say(chart.words, "en") == (
        "phi-4-mini on pc-0: 16.3 tokens a second measured, 10 needed; "
        "phi-4-mini on pc-1: 4.1 tokens a second measured, 10 needed"
    )
    drawing = str(bar_chart(chart, 326, "en"))
    assert 'class="level" x1="200.0"' in drawing and "4.1, 10 needed" in drawing


def test_a_need_beyond_every_speed_is_the_end_of_the_scale() -> None:
    _, chart, *_ = speeds(fleet((SLOW,)))
    assert isinstance(chart, Shares) and chart.whole == 10


def test_siblings_are_counted_and_not_listed_again() -> None:
    lent = replace(FAST, like="Latitude", like_on="pc-0")
    *_, table, _ = speeds(fleet((FAST,), (lent,), (lent,)))
    assert isinstance(table, Table) and len(table.rows) == 1
    assert "speaks for {count} others" in repr(table.rows[0])


def test_a_run_that_says_nothing_has_no_speed_and_no_bar() -> None:
    noisy = replace(FAST, result="inconclusive", tokens_per_s=None, first_token_ms=None)
    _, table, _ = speeds(fleet((noisy,)))
    assert isinstance(table, Table) and "says nothing yet" in repr(table.rows[0])


def test_a_german_report_says_its_figures_and_where_it_was_measured_in_german() -> None:
    half = replace(FAST, need_tokens_per_s=Decimal("12.5"))
    _, chart, *_ = speeds(fleet((half,)))
    assert isinstance(chart, Shares)
    assert say(chart.words, "de") == "phi-4-mini auf pc-0: 16,3 Token pro Sekunde gemessen, 12,5 gebraucht"
    device = Device("pc-1", ("pc-1",), Facts(), measured=(replace(SLOW, like="Latitude, 16 GiB", like_on="pc-0"),))
    (aspect,) = measured_aspect(device, Demand("Notes", ("phi-4-mini",), (), (), {}, {}))
    assert say(aspect.reason, "de") == (
        "phi-4-mini wurde auf einem Gerät gleicher Art (Latitude, 16 GiB: pc-0) gemessen und ist zu langsam"
    )
