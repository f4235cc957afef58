"""What `spend --from` makes of exports: layouts, partitions, overlaps, rows that cannot be read."""

import gzip
import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from msp_aigov.collect.export.costs import SOURCE, Exported, parse, read
from msp_aigov.errors import AigovError, InventoryError
from msp_aigov.model.answers import Answer, Ask, Scope
from msp_aigov.model.spend import CostLine
from msp_aigov.tables.engines import opened

SUBSCRIPTION = "22222222-2222-4222-8222-222222222222"
ACCOUNT = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg-AI/providers/Microsoft.CognitiveServices/accounts/Client-AI"
VM = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm"
FOCUS = "ChargePeriodStart,SubAccountId,ResourceId,ServiceName,PublisherName,BillingCurrency,BilledCost,EffectiveCost"
AZURE = "SubscriptionId,Date,ResourceId,MeterCategory,PublisherType,BillingCurrency,CostInBillingCurrency"


def focus(day: str, cost: str, resource: str = ACCOUNT, service: str = "Azure OpenAI", currency: str = "EUR") -> str:
    return f"{day}T00:00:00Z,/subscriptions/{SUBSCRIPTION},{resource},{service},Microsoft,{currency},{cost},{cost}"


def azure(day: str, cost: str, resource: str = ACCOUNT, service: str = "Azure OpenAI") -> str:
    return f"{SUBSCRIPTION},{day},{resource},{service},Azure,EUR,{cost}"


def written(path: Path, header: str, *rows: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = "\n".join((header, *rows)) + "\n"
    path.write_bytes(gzip.compress(text.encode()) if path.suffix == ".gz" else text.encode())
    return path


def run_folder(root: Path, run: str, submitted: str, *rows: str, kind: str = "FocusCost", parts: int = 1) -> Path:
    """A run of an export as Azure writes it: a month, a run id, a manifest, partitions."""
    folder = root / "daily" / "20261101-20261130" / run
    blobs = []
    for number in range(parts):
        own = rows[number::parts]
        written(folder / f"part_{number}_0001.csv", FOCUS if kind == "FocusCost" else AZURE, *own)
        blobs.append({"blobName": f"exports/daily/{run}/part_{number}_0001.csv", "dataRowCount": len(own)})
    manifest = {
        "exportConfig": {"exportName": "daily", "resourceId": f"/subscriptions/{SUBSCRIPTION}", "type": kind},
        "runInfo": {"runId": run, "submittedTime": submitted, "startDate": "2026-11-01T00:00:00"},
        "blobs": blobs,
    }
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder


def exported(*paths: Path) -> Exported:
    engine = opened("duckdb")
    try:
        return read(paths, ["Azure OpenAI", "Foundry Models"], engine, lambda share: None)
    finally:
        engine.close()


def lines(found: Exported) -> list[CostLine]:
    scope = Scope("file", "export", "export")
    facts = parse(Answer(Ask(SOURCE, scope), "read", payload=found.rows))
    return [fact for fact in facts if isinstance(fact, CostLine)]


def sums(found: Exported) -> dict[str, Decimal]:
    made: dict[str, Decimal] = {}
    for line in lines(found):
        made[line.cost.currency] = made.get(line.cost.currency, Decimal(0)) + line.cost.amount
    return made


def test_focus_keeps_every_digit_and_never_adds_currencies(tmp_path: Path) -> None:
    rows = [focus("2026-11-01", "0.1"), focus("2026-11-01", "0.000000000000000002"), focus("2026-11-02", "1.5E-05")]
    found = exported(written(tmp_path / "a.csv", FOCUS, *rows, focus("2026-11-02", "7", currency="USD")))
    assert sums(found) == {"EUR": Decimal("0.100015000000000002"), "USD": Decimal(7)}
    assert (found.last, found.unreadable, found.notes) == (date(2026, 11, 2), "", ())


def test_ai_keeps_its_resource_and_all_else_is_one_line_a_day(tmp_path: Path) -> None:
    rows = [
        focus("2026-11-01", "2"),
        focus("2026-11-01", "3", VM, "Virtual Machines"),
        focus("2026-11-01", "4", VM, "x"),
    ]
    ai, other = sorted(lines(exported(written(tmp_path / "a.csv", FOCUS, *rows))), key=lambda line: line.cost.amount)
    assert (ai.resource, ai.resource_type) == (ACCOUNT.lower(), "microsoft.cognitiveservices/accounts")
    assert (other.resource, other.service, other.cost.amount) == ("", "", Decimal(7))
    assert {ai.subscription, other.subscription} == {SUBSCRIPTION}


@pytest.mark.parametrize("name", ["a.csv", "a.csv.gz"])
def test_azures_own_export_has_american_days(tmp_path: Path, name: str) -> None:
    found = exported(written(tmp_path / name, AZURE, azure("11/02/2026", "5"), azure("11/13/2026", "6")))
    assert [line.day for line in lines(found)] == [date(2026, 11, 2), date(2026, 11, 13)]


def test_parquet_gives_what_csv_gives(tmp_path: Path) -> None:
    import duckdb

    source = written(tmp_path / "a.csv", FOCUS, focus("2026-11-01", "0.1"), focus("2026-11-02", "0.2"))
    duckdb.sql(f"select * from read_csv('{source}')").write_parquet(str(tmp_path / "b.parquet"))
    assert exported(source).rows == exported(tmp_path / "b.parquet").rows


def test_of_a_daily_export_the_newest_run_counts_with_all_its_partitions(tmp_path: Path) -> None:
    run_folder(tmp_path, "aaa", "2026-11-02T05:00:00Z", focus("2026-11-01", "1"))
    days = [focus("2026-11-01", "1"), focus("2026-11-02", "2"), focus("2026-11-03", "4")]
    run_folder(tmp_path, "bbb", "2026-11-04T05:00:00Z", *days, parts=2)
    assert sums(exported(tmp_path)) == {"EUR": Decimal(7)}


def test_a_month_that_two_files_hold_counts_once_and_that_is_said(tmp_path: Path) -> None:
    october = focus("2026-10-31", "10")
    first = written(tmp_path / "first.csv", FOCUS, october, focus("2026-11-01", "1"))
    second = written(tmp_path / "second.csv", FOCUS, focus("2026-11-01", "1"), focus("2026-11-02", "2"))
    found = exported(first, second)
    assert sums(found) == {"EUR": Decimal(13)}
    assert found.notes == (f"2026-11 of {SUBSCRIPTION}: also in {first}, counted once from {second}",)


def test_partitions_without_a_manifest_are_one_run(tmp_path: Path) -> None:
    for number in (1, 2):
        written(tmp_path / f"november_{number}.csv", FOCUS, focus("2026-11-01", str(number)))
    assert sums(exported(tmp_path)) == {"EUR": Decimal(3)}


def test_actual_and_amortised_are_never_added(tmp_path: Path) -> None:
    written(tmp_path / "actual.csv", AZURE, azure("2026-11-01", "5"))
    written(tmp_path / "amortized.csv", AZURE, azure("2026-11-01", "6"))
    found = exported(tmp_path)
    assert sums(found) == {"EUR": Decimal(5)} and "left out for ActualCost" in found.notes[0]


def test_unreadable_rows_are_counted_and_named_and_the_rest_counts(tmp_path: Path) -> None:
    bad = [focus("2026-11-01", "oops"), focus("20261301", "1"), "cut,off"]
    found = exported(written(tmp_path / "a.csv", FOCUS, focus("2026-11-01", "1"), *bad, focus("2026-11-01", "")))
    assert sums(found) == {"EUR": Decimal(1)}
    assert found.unreadable.startswith("4 rows cannot be read: ")
    assert all(f"a.csv line {line}: " in found.unreadable for line in (3, 4, 5, 6))


def test_a_partition_that_is_missing_or_short_is_never_silent(tmp_path: Path) -> None:
    folder = run_folder(tmp_path, "aaa", "2026-11-02", focus("2026-11-01", "1"), focus("2026-11-01", "2"), parts=2)
    written(folder / "part_1_0001.csv", FOCUS)
    assert exported(tmp_path).unreadable == f"{folder}: 1 of 2 rows are there"
    (folder / "part_1_0001.csv").unlink()
    with pytest.raises(InventoryError, match="part_1_0001.csv, not there"):
        exported(tmp_path)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", "Name,Size\nx,1\n", "is no cost export"),
        ("a.parquet", "nothing of the kind", "is no Parquet file"),
        ("a.txt", "x", "is no export"),
    ],
)
def test_what_is_no_export_is_a_mistake_to_mend(tmp_path: Path, name: str, content: str, said: str) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(AigovError, match=said):
        exported(tmp_path / name)


def test_same_input_same_bytes(tmp_path: Path) -> None:
    rows = [focus(f"2026-11-{day:02d}", str(day)) for day in range(1, 29)]
    one = written(tmp_path / "1" / "a.csv", FOCUS, *rows)
    two = written(tmp_path / "2" / "a.csv", FOCUS, *reversed(rows))
    assert exported(one).rows == exported(two).rows
