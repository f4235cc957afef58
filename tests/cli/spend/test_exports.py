"""`spend --from` as a person types it."""

import csv
import hashlib
import io
import json
from decimal import Decimal
from pathlib import Path

import pytest

from msp_aigov.cli.shared.several import repeated
from tests.cli.commands import Command
from tests.cli.spend.exports import BOUGHT, export, row


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Command:
    return Command(monkeypatch, capfdbinary)


def october(folder: Path) -> Path:
    return export(folder / "october.csv", row("10", "10", "2026-10-31"))


def november(folder: Path) -> Path:
    image = row("2", "2", "2026-11-01", "gpt-image-2 image Outp")
    bought = row("0.5", "1", "2026-11-02", "claude", resource=BOUGHT, service="SaaS")
    vm = row("7", "7", "2026-11-02", "D2s", resource="/subscriptions/x/vm", service="Virtual Machines")
    dollars = row("3", "3", "2026-11-02", currency="USD")
    return export(folder / "november.csv", row("6", "6"), image, bought, vm, dollars)


def test_several_paths_may_stand_behind_one_flag(command: Command, tmp_path: Path) -> None:
    both = command("spend", "--from", october(tmp_path), november(tmp_path), "--exit-zero", "-o", "json")
    each = command("spend", "--from", october(tmp_path), "--from", november(tmp_path), "-o", "json", "--exit-zero")
    assert both.code == 0 and both.out == each.out and '"2026-10-01"' in both.out


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        (["--from", "a", "b", "-o", "json"], ["--from", "a", "--from", "b", "-o", "json"]),
        (["--from", "a", "now", "--watch"], ["--from", "a", "now", "--watch"]),
        (["--from", "-o", "b"], ["--from", "-o", "--from", "b"]),
        (["--client", "x", "--from=a", "b"], ["--client", "x", "--from=a", "b"]),
        (["now"], ["now"]),
    ],
)
def test_words_behind_the_flag_end_at_the_next_option_or_subcommand(given: list[str], meant: list[str]) -> None:
    assert list(repeated(given, {"now"})) == meant


def test_models_and_marketplace_are_found_in_exports(command: Command, tmp_path: Path) -> None:
    done = command("spend", "--from", november(tmp_path), "--exit-zero", "-o", "json")
    spend = json.loads(done.out, parse_float=Decimal)["clients"][0]["spend"]
    assert {each["service"] for each in spend["services"]} == {"Foundry Models", "Marketplace", "Everything else"}
    shares = [(each["model"], each["cost"]["currency"], each["percent"]) for each in spend["shares"]]
    assert shares == [
        ("gpt-5-mini", "EUR", Decimal("70.6")),
        ("gpt-image-2", "EUR", Decimal("23.5")),
        ("", "EUR", Decimal("5.9")),
        ("gpt-5-mini", "USD", Decimal(100)),
    ]


def test_every_file_is_named_with_its_hash(command: Command, tmp_path: Path) -> None:
    source = november(tmp_path)
    done = command("spend", "--from", source, "--exit-zero")
    assert hashlib.sha256(source.read_bytes()).hexdigest() in done.out.replace("\n", "") and "november.csv" in done.out


def test_focus_out_reads_in_again_to_the_same_sums(command: Command, tmp_path: Path) -> None:
    first = command("spend", "--from", november(tmp_path), "--exit-zero", "-o", "focus").out
    (tmp_path / "again.csv").write_text(first)
    again = command("spend", "--from", tmp_path / "again.csv", "--exit-zero", "-o", "focus").out
    assert list(csv.DictReader(io.StringIO(again))) == list(csv.DictReader(io.StringIO(first)))


def test_rows_that_cannot_be_read_are_told_with_their_line_and_end_in_3(command: Command, tmp_path: Path) -> None:
    source = export(tmp_path / "a.csv", row("1", "1"), row("oops", "1"))
    done = command("spend", "--from", source, "--fail-on", "none")
    assert done.code == 3 and "a.csv line 3: " in done.err


def test_budgets_that_nobody_read_are_not_called_missing(command: Command, tmp_path: Path) -> None:
    assert "none that was read" in command("spend", "--from", november(tmp_path), "--exit-zero").out


@pytest.mark.parametrize(
    "arguments", [["--engine", "spark"], ["--spark-remote", "sc://x"], ["--price-basis", "retail"]]
)
def test_what_is_said_about_exports_needs_one(command: Command, tmp_path: Path, arguments: list[str]) -> None:
    done = command("spend", "--fleet", tmp_path, *arguments)
    assert done.code == 2 and "--from PATH" in done.err


@pytest.mark.parametrize(
    "arguments", [["--engine", "dask"], ["--spark-remote", "sc://x"], ["--price-basis", "free"], ["--live"]]
)
def test_a_mistyped_option_ends_in_2(command: Command, tmp_path: Path, arguments: list[str]) -> None:
    assert command("spend", "--from", november(tmp_path), *arguments).code == 2
