"""Which runs of exports count for which days."""

import json
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from msp_aigov.collect.export.once import Shipment, once
from msp_aigov.collect.export.runs import runs_at
from msp_aigov.errors import InventoryError


class Held(NamedTuple):
    """So many rows of a day in a run."""

    run: int
    day: date | None
    rows: int = 1
    subscription: str = "S"


def days(run: int, first: int, last: int, rows: int = 1) -> list[Held]:
    return [Held(run, date(2026, 11, day), rows) for day in range(first, last + 1)]


def shipment(name: str, kind: str = "FocusCost", scope: str = "", submitted: str = "") -> Shipment:
    return Shipment(name, kind, scope, submitted)


def counted(held: list[Held], *runs: Shipment) -> tuple[dict[int, list[int]], tuple[str, ...]]:
    kept, notes = once(held, runs)
    found: dict[int, list[int]] = {}
    for each in kept:
        assert each.day
        found.setdefault(each.run, []).append(each.day.day)
    return {run: sorted(numbers) for run, numbers in found.items()}, notes


def test_runs_of_different_days_of_a_month_all_count() -> None:
    found, notes = counted([*days(0, 1, 3), *days(1, 4, 6)], shipment("a"), shipment("b"))
    assert (found, notes) == ({0: [1, 2, 3], 1: [4, 5, 6]}, ())


def test_where_days_overlap_only_those_outside_the_better_run_count_and_it_is_said() -> None:
    found, notes = counted([*days(0, 1, 4), *days(1, 3, 6)], shipment("a"), shipment("b"))
    assert found == {0: [1, 2], 1: [3, 4, 5, 6]}
    assert notes == ("2026-11 of s: also in a, counted once from b",)


def test_a_day_that_the_better_run_no_longer_charges_is_not_brought_back() -> None:
    held = [*days(0, 1, 5), *(each for each in days(1, 1, 6) if each.day != date(2026, 11, 3))]
    assert counted(held, shipment("a"), shipment("b"))[0] == {1: [1, 2, 4, 5, 6]}


def test_the_run_written_last_wins_over_the_fuller_one() -> None:
    held = [*days(0, 1, 5, rows=9), *days(1, 1, 4)]
    found, _ = counted(held, shipment("a", submitted="2026-11-05"), shipment("b", submitted="2026-11-06"))
    assert found == {0: [5], 1: [1, 2, 3, 4]}


def test_focus_actual_and_amortised_of_one_month_are_never_added() -> None:
    held = [*days(0, 1, 2), *days(1, 1, 2), *days(2, 1, 2)]
    runs = shipment("am", "AmortizedCost"), shipment("ac", "ActualCost"), shipment("fo", "FocusCost")
    found, notes = counted(held, *runs)
    assert found == {2: [1, 2]} and all("left out for FocusCost" in note for note in notes)


def test_a_month_that_only_another_kind_holds_counts_all_the_same() -> None:
    october = [Held(0, date(2026, 10, 9))]
    assert counted([*october, *days(1, 1, 1)], shipment("a", "ActualCost"), shipment("f"))[0] == {0: [9], 1: [1]}


@pytest.mark.parametrize(
    ("one", "other", "kept"),
    [
        ("/subscriptions/s/resourcegroups/a", "/subscriptions/s/resourcegroups/b", {0: [1], 1: [1]}),
        ("/subscriptions/s/resourcegroups/a", "/subscriptions/s/resourcegroups/ab", {0: [1], 1: [1]}),
        ("/subscriptions/s/resourcegroups/a", "/subscriptions/s", {1: [1]}),
        ("/providers/microsoft.billing/billingaccounts/1", "/subscriptions/s", {1: [1]}),
        ("", "/subscriptions/s", {1: [1]}),
    ],
)
def test_scopes_that_share_no_charge_are_added(one: str, other: str, kept: dict[int, list[int]]) -> None:
    held = [*days(0, 1, 1), *days(1, 1, 1)]
    assert counted(held, shipment("a", scope=one), shipment("b", scope=other))[0] == kept


def test_a_row_without_a_day_counts_nowhere() -> None:
    assert once([Held(0, None)], [shipment("a")]) == ([], ())


def files(folder: Path, *names: str) -> list[Path]:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("x")
    return [folder / name for name in names]


def test_partitions_named_one_by_one_are_one_run(tmp_path: Path) -> None:
    (run,) = runs_at(files(tmp_path, "part_0_0001.csv", "part_1_0001.csv"))
    assert len(run.paths) == 2


def test_files_named_by_day_are_runs_of_their_own_as_each_may_hold_the_month_so_far(tmp_path: Path) -> None:
    assert len(runs_at(files(tmp_path, "c-2026-11-05.csv", "c-2026-11-06.csv", "c-202610.csv", "c-202611.csv"))) == 4


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    (path,) = files(tmp_path, "a/b.csv")
    (run,) = runs_at([path, tmp_path, tmp_path / "a" / ".." / "a" / "b.csv"])
    assert run.paths == (path,)


@pytest.mark.parametrize(
    ("manifest", "said"),
    [
        ("{not json", "is no manifest"),
        ('["a"]', "is no manifest"),
        ("{}", "is no manifest"),
        ('{"blobs": []}', "no files"),
    ],
)
def test_a_manifest_that_is_none_is_a_mistake_to_mend(tmp_path: Path, manifest: str, said: str) -> None:
    (tmp_path / "manifest.json").write_text(manifest)
    with pytest.raises(InventoryError, match=said):
        runs_at([tmp_path])


@pytest.mark.parametrize("blob", ["a/b/part 0.csv", "a\\b\\part 0.csv", "part 0.csv"])
def test_a_manifest_finds_its_partitions_however_it_writes_paths(tmp_path: Path, blob: str) -> None:
    (path,) = files(tmp_path, "part 0.csv")
    (tmp_path / "manifest.json").write_text(json.dumps({"blobs": [{"blobName": blob}]}))
    (run,) = runs_at([tmp_path])
    assert run.paths == (path,)
