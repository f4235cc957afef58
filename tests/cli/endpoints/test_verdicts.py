"""`endpoints verdicts`: the codes of a very large file are the verdicts of `assess`, whatever the size."""

import random

import duckdb
import pytest

from .command import assessed, ran

CODES = {"ready": 0, "ready_after": 1, "replace": 2, "not_suitable": 3, "unknown": 4}
HEADER = "device,serial,manufacturer,model,cpu,ram_installed_gb,os,os_build,arch,disk_free_gb,gpu,vram_gb\n"
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
                chance.choice(("Dell", "VMware, Inc.".replace(",", ""))),
                "Tower",
                chance.choice(("Intel Core i5-9500", "AMD Ryzen 5 5600", "")),
                chance.choice(("4", "8", "16", "", "many")),
                chance.choice(("Windows 11", "Windows 10 Pro", "Ubuntu 24.04", "")),
                chance.choice(("10.0.26100", "10.0.19045", "")),
                chance.choice(("x64", "arm64", "")),
                chance.choice(("2.5", "6", "7.9", "100.25", "", "0", "lots")),
                chance.choice(("Intel UHD Graphics 630", "NVIDIA GeForce RTX 4060", "")),
                chance.choice(("4", "8", "")),
            )
        )
        for number in range(400)
    ]
    path.write_text(HEADER + "\n".join(rows) + "\n")
    return path


def test_the_codes_are_the_verdicts_of_assess(monkeypatch, capfdbinary, export):
    out = export.with_suffix(".parquet")
    assert ran(monkeypatch, "verdicts", export, "--out", out, *MODELS) == 0
    assert b"400 rows" in capfdbinary.readouterr().err
    _, found, _ = assessed(monkeypatch, capfdbinary, export, *MODELS)
    told = {
        one["names"][0]: (CODES[one["minimum"]["verdict"]], *(CODES[each["verdict"]] for each in one["verdicts"]))
        for one in found["devices"]
    }
    codes = duckdb.sql(f"select id0, minimum, w1, w2 from '{out}'").fetchall()
    assert {name: rest for name, *rest in codes} == {name: list(rest) for name, rest in told.items()}
    assert len(codes) == 400


def test_a_file_without_a_known_header_is_a_mistake(monkeypatch, capfdbinary, tmp_path):
    path = tmp_path / "odd.csv"
    path.write_text("a,b\n1,2\n")
    assert ran(monkeypatch, "verdicts", path, "--out", tmp_path / "x.parquet", "--model", "phi-4-mini") == 2
    assert b"its first row is no header that is known" in capfdbinary.readouterr().err
