"""`endpoints verdicts`: the codes of a very large file are the verdicts of `assess`, whatever the size."""

import random

import duckdb
import pytest

from msp_aigov.pipeline.verdicts import table

from .command import assessed, ran

CODES = {"ready": 0, "ready_after": 1, "replace": 2, "not_suitable": 3, "unknown": 4}
HEADER = "device,serial,manufacturer,model,cpu,ram_installed_gb,os,os_build,arch,disk_free_gb,gpu,vram_gb\n"
GERMAN = (
    "Rechner;Hersteller;Modell;Prozessor;Arbeitsspeicher;Betriebssystem;Betriebssystemversion;Grafikkarte;"
    "Freier Speicher;Gerätetyp\n"
)
MODELS = ("--model", "phi-4-mini", "--workload", "Notes=whisper-small+mistral-7b-v0.2")


@pytest.fixture
def export(tmp_path):
    chance = random.Random(5)
    path = tmp_path / "many.csv"
    rows = [
        ",".join(
            (
                f"PC-{number}",
                f"S{number}",
                chance.choice(("Dell", "VMware Inc.", "Microsoft Corporation", "Apple Inc.", "")),
                chance.choice(("Tower", "Virtual Machine", "MacBookPro18,3", "Surface Pro 9", "")).replace(",", "."),
                chance.choice(("Intel Core i5-9500", "Intel Core i7-8550U", "AMD Ryzen 5 5600", "Apple M2", "")),
                chance.choice(("4", "8", "16", "", "many")),
                chance.choice(("Windows 11", "Windows 10 Pro", "Ubuntu 24.04", "")),
                chance.choice(("10.0.26100", "10.0.26100.4061", "10.0.19045.3", "")),
                chance.choice(("x64", "arm64", "")),
                chance.choice(("2.5", "6", "7.9", "100.25", "", "0", "lots")),
                chance.choice(("Intel UHD Graphics 630", "NVIDIA GeForce RTX 4060", "")),
                chance.choice(("4", "8", "")),
            )
        )
        for number in range(600)
    ]
    path.write_text(HEADER + "\n".join(rows) + "\n")
    return path


def codes(monkeypatch, path):
    """The codes of each device, after a run that must succeed."""
    out = path.with_suffix(".parquet")
    assert ran(monkeypatch, "verdicts", path, "--out", out, *MODELS) == 0
    return {name: tuple(rest) for name, *rest in duckdb.sql(f"select id0, minimum, w1, w2 from '{out}'").fetchall()}


def judged(monkeypatch, capfdbinary, path):
    """What `assess` says of the same devices, in codes."""
    capfdbinary.readouterr()
    _, found, _ = assessed(monkeypatch, capfdbinary, path, *MODELS)
    return {
        one["names"][0]: (CODES[one["minimum"]["verdict"]], *(CODES[each["verdict"]] for each in one["verdicts"]))
        for one in found["devices"]
    }


@pytest.mark.parametrize(
    "first",
    [table.FIRST_ROWS, 30, 600],
    ids=["all rows are the first rows", "the first rows tell little", "just as many"],
)
def test_the_codes_are_the_verdicts_of_assess(monkeypatch, capfdbinary, export, first):
    monkeypatch.setattr(table, "FIRST_ROWS", first)
    told = codes(monkeypatch, export)
    assert b"600 rows" in capfdbinary.readouterr().err
    assert told == judged(monkeypatch, capfdbinary, export) and len(told) == 600


def test_a_machine_that_the_first_rows_do_not_show_is_judged_too(monkeypatch, capfdbinary, tmp_path):
    """Alike rows first, so that no kind among them is there only once; how many machines there are is right as well."""
    path = tmp_path / "sorted.csv"
    alike = "PC-{0},S{0},Dell,T,Intel Core i5-9500,16,Windows 11,10.0.26100,x64,100,Intel UHD Graphics 630,\n"
    odd = "PC-x,Sx,Dell,T,Intel Core i5-9500,4,Windows 11,10.0.26100,x64,100,Intel UHD Graphics 630,\n"
    path.write_text(HEADER + "".join(alike.format(number) for number in range(60)) + odd)
    monkeypatch.setattr(table, "FIRST_ROWS", 20)
    told = codes(monkeypatch, path)
    assert b"61 rows, 2 kinds of machine, 0 rows not readable" in capfdbinary.readouterr().err
    assert told["PC-x"][0] == 3 and told["PC-0"][0] == 0 and told == judged(monkeypatch, capfdbinary, path)


def test_decimal_commas_units_and_columns_without_one_are_read_as_assess_reads_them(monkeypatch, capfdbinary, tmp_path):
    path = tmp_path / "de.csv"
    row = "PC-{};Dell;Latitude;Intel Core i5-9500;{};Windows 11;10.0.26100;Intel UHD Graphics 630;{};{}\n"
    cells = [("7,9", "2,5 GB", "PC"), ("15,8", "100,25 GB", "PC"), ("31,7", "", "PC"), ("15,8", "1.024 GB", "PC")]
    cells += [("15,8", "64 GB", "PC"), ("15,8", "99 GB", "Netzwerkdrucker")]
    path.write_text(GERMAN + "".join(row.format(number, *each) for number, each in enumerate(cells)), encoding="utf-8")
    told = codes(monkeypatch, path)
    assert told.pop("PC-5") == (5, 5, 5), "a printer is no computer"
    expected = judged(monkeypatch, capfdbinary, path)
    unsure = "PC-3"  # one and a bit, or a thousand: assess may say more, the table must not say other
    assert {name for name in told if told[name] != expected[name]} <= {unsure}
    assert told["PC-0"][0] == 3 and told["PC-1"][0] == 0


def test_free_disk_without_a_unit_is_unknown_and_never_too_little(monkeypatch, capfdbinary, tmp_path):
    path = tmp_path / "no-unit.csv"
    row = "PC-1,S,Dell,T,Intel Core i5-9500,16,Windows 11,10.0.26100,x64,100,Intel UHD Graphics 630,\n"
    path.write_text(HEADER.replace("disk_free_gb", "disk free") + row)
    told = codes(monkeypatch, path)
    assert told == {"PC-1": (4, 4, 4)} == judged(monkeypatch, capfdbinary, path)


def test_how_free_disk_is_written_is_seen_in_a_single_row_too(monkeypatch, capfdbinary, tmp_path):
    path = tmp_path / "one.csv"
    row = "PC-1,S,Dell,T,Intel Core i5-9500,16,Windows 11,10.0.26100,x64,100 GB,Intel UHD Graphics 630,\n"
    path.write_text(HEADER.replace("disk_free_gb", "disk free") + row)
    told = codes(monkeypatch, path)
    assert told == judged(monkeypatch, capfdbinary, path) and told["PC-1"][0] == 0


def test_a_file_that_tells_of_no_hardware_is_unknown_throughout(monkeypatch, capfdbinary, tmp_path):
    path = tmp_path / "names.csv"
    path.write_text("device,serial,disk_free_gb\nPC-1,S1,100\nPC-2,S2,1\n")
    assert codes(monkeypatch, path) == judged(monkeypatch, capfdbinary, path)


def test_spark_writes_the_same_codes(monkeypatch, capfdbinary, tmp_path):
    pytest.importorskip("pyspark")
    export = tmp_path / "few.csv"
    row = "PC-{},{},{},{}\n"
    machines = [("Dell", 16, 100), ("VMware", 4, 100), ("Dell", 16, 1), ("Dell", "", ""), ("Acer", 4, 100)]
    lines = [row.format(number, *cells) for number, cells in enumerate(machines)]
    export.write_text("device,manufacturer,ram_gb,disk_free_gb\n" + "".join(lines) + "PC-short,S\n")
    told, out = codes(monkeypatch, export), export.with_suffix(".spark")
    here = capfdbinary.readouterr().err
    assert ran(monkeypatch, "verdicts", export, "--out", out, "--engine", "spark", *MODELS) == 0
    there = capfdbinary.readouterr().err
    assert b"1 row not readable" in here and b"1 row not readable" in there
    assert b"few.csv:7: " in here and b"few.csv:7: " in there
    found = duckdb.sql(f"select id0, minimum, w1, w2 from '{out}/*.parquet'").fetchall()
    assert {name: tuple(rest) for name, *rest in found} == told and len(set(told.values())) > 2


def test_a_file_without_a_known_header_is_a_mistake(monkeypatch, capfdbinary, tmp_path):
    path = tmp_path / "odd.csv"
    path.write_text("a,b\n1,2\n")
    assert ran(monkeypatch, "verdicts", path, "--out", tmp_path / "x.parquet", "--model", "phi-4-mini") == 2
    assert b"its first row is no header that is known" in capfdbinary.readouterr().err


def test_a_table_that_cannot_be_written_is_a_mistake(monkeypatch, capfdbinary, export, tmp_path):
    assert ran(monkeypatch, "verdicts", export, "--out", tmp_path / "none" / "x.parquet", *MODELS) == 2
    assert b"cannot be written" in capfdbinary.readouterr().err
