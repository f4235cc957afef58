"""Which of several measurements decides, and which decide nothing."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from msp_aigov.assess.endpoints import assess
from msp_aigov.assess.endpoints.demand import demands
from msp_aigov.assess.endpoints.expect.variants import measured_on
from msp_aigov.assess.endpoints.fit import fit
from msp_aigov.assess.endpoints.limits import limits
from msp_aigov.model.ability.fit import Measured
from tests.assess.endpoints.fleet import GB, RULES, card, client, device, facts, row, said, workload

CPU, GPU = "CPUExecutionProvider", "DmlExecutionProvider"
FAST = Measured("mid", CPU, "pass", Decimal(14), 900, source="a.json:1", workload="chat")
SLOW = replace(FAST, result="fail", tokens_per_s=Decimal(2), source="b.json:1")
SILENT = replace(FAST, result="inconclusive", tokens_per_s=None, first_token_ms=None)


def decided(*measured: Measured, workload: str = "") -> str | None:
    found = measured_on(replace(device(), measured=measured), "mid", workload)
    return found and found.result


@pytest.mark.parametrize("result", ["ready", "unknown"])
def test_a_failed_measurement_beats_whatever_was_worked_out(result: str) -> None:
    (demand,) = demands([workload("mid")], RULES, limits(RULES))
    known = device() if result == "ready" else device(disk_free_bytes=None)
    assert fit(known, demand, limits(RULES)).verdict == result
    told = fit(replace(known, measured=(SLOW,)), demand, limits(RULES))
    assert (told.verdict, told.confidence) == ("not_suitable", "measured")
    assert said(told.reasons[0]) == "mid was measured on the device and is too slow"


def test_a_run_that_says_nothing_changes_nothing() -> None:
    (demand,) = demands([workload("mid")], RULES, limits(RULES))
    for known in (device(), device(disk_free_bytes=None)):
        before, after = (fit(each, demand, limits(RULES)) for each in (known, replace(known, measured=(SILENT,))))
        assert (before.verdict, before.confidence) == (after.verdict, after.confidence)


def test_a_slow_processor_says_nothing_about_a_model_that_runs_on_a_card() -> None:
    (demand,) = demands([workload("mid")], RULES, limits(RULES))
    strong = device(gpus=[card(24 * GB)])
    told = fit(replace(strong, measured=(SLOW,)), demand, limits(RULES))
    assert (told.verdict, told.confidence, told.expected[0].state) == ("ready", "high", "expected")
    for ran in (replace(SLOW, provider=GPU), replace(SLOW, provider="http://127.0.0.1:5273/v1", live=True)):
        assert fit(replace(strong, measured=(SLOW, ran)), demand, limits(RULES)).verdict == "not_suitable"


def test_only_a_run_that_says_something_proves_a_variant() -> None:
    (demand,) = demands([workload("mid")], RULES, limits(RULES))
    clean = replace(FAST, result="inconclusive", workload="")
    states = [
        fit(replace(device(), measured=(each,)), demand, limits(RULES)).expected[0].state for each in (SILENT, clean)
    ]
    assert states == ["expected", "proven"]


def test_of_two_siblings_that_disagree_the_slower_counts() -> None:
    assert decided(FAST, SLOW) == decided(SLOW, FAST) == "fail"


def test_the_better_provider_of_a_device_counts() -> None:
    assert decided(SLOW, replace(FAST, provider=GPU)) == "pass"


def test_a_silent_run_does_not_hide_one_that_said_something() -> None:
    assert decided(SILENT, SLOW) == decided(SLOW, SILENT) == "fail"
    assert decided(SILENT) == "inconclusive" and decided() is None


def test_against_this_very_workload_counts_before_other_needs() -> None:
    drafting = replace(FAST, workload="drafting")
    assert decided(drafting, SLOW, workload="drafting") == "pass"
    assert decided(drafting, SLOW, workload="chat") == "fail"
    assert decided(drafting, SLOW, workload="something else") == "fail"
    assert decided(replace(SILENT, workload="drafting"), SLOW, workload="drafting") == "fail"


def test_a_benchmark_from_before_the_clients_day_counts_no_more_and_is_said() -> None:
    benched = replace(row(name="pc-1", last_seen=date(2026, 3, 1)), measured=(SLOW,))
    listed = replace(row(name="pc-1", file="b.csv"), facts=facts(last_seen=date(2026, 11, 1)))
    asking = client(workload("mid"))
    kept, old = (
        assess(each, [benched, listed], RULES) for each in (asking, replace(asking, devices_since=date(2026, 6, 1)))
    )
    assert [each.devices[0].verdicts[0].confidence for each in (kept, old)] == ["measured", "high"]
    assert "benchmarks from before 2026-06-01 count no more: 1" in [said(note) for note in old.notes]
    assert not kept.notes
