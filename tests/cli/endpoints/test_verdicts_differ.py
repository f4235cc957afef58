"""`endpoints verdicts` and `endpoints assess` on the same odd files: never another verdict, unknown disk aside."""

import csv
import random

import pytest

from msp_aigov.collect.inventory.mapping import catalogue
from msp_aigov.pipeline.verdicts import table

from .command import ran
from .test_verdicts import HEADER, codes, judged

UNKNOWN = 4
ROW = "PC-{},S{},Dell,T,Intel Core i5-9500,16,Windows 11,10.0.26100,x64,{},Intel UHD Graphics 630,\n"
TABLES = [one for one in catalogue().values() if "csv" in one.containers and one.product != "systeminfo-csv"]
SIZES = ("4", "16384", "17179869184", "", "15,8", "2.5", "1.024", "0", "-1", "nan", "16 GB", "123456789", "1e3", " 9")
CELLS = {
    "cpu_name": ("Intel Core i5-9500", "AMD Ryzen 5 5600", "AMD Ryzen AI Max+ PRO 395", "Apple M2", "", "N/A"),
    "model": ("Latitude 5520", "Virtual Machine", "MacBookPro18,3", "", "iPhone 12"),
    "manufacturer": ("Dell Inc.", "VMware, Inc.", "Microsoft Corporation", "Apple Inc.", "", "QEMU"),
    "os": ("Windows 11 Enterprise", "Ubuntu 24.04", "macOS 15.1", "Android 14", "", "Windows", "Windows Server 2022"),
    "os_build": ("10.0.26100", "10.0.26100.4061", "22631", "14.5", "", "10.0", "24H2"),
    "arch": ("x64", "arm64", "", "x86", "weird"),
    "gpu": ("Intel UHD Graphics 630", "NVIDIA GeForce RTX 4060", "", "AMD Radeon RX 7600"),
    **dict.fromkeys(("ram_installed_bytes", "ram_visible_bytes", "disk_free_bytes", "vram"), SIZES),
}


def odd_file(mapping, chance):
    """A table of this product with columns twice, in other cases, with other units, and with odd cells."""
    told = {**dict(mapping.facts), "os": mapping.os}
    if mapping.gpus:
        told |= {"gpu": mapping.gpus.name, "vram": mapping.gpus.vram}
    columns = {mapping.names.columns[0]: ()} | dict.fromkeys((group[0] for group in mapping.recognise), ("", "x"))
    for name, rule in told.items():
        if rule.columns and name in CELLS:
            unit = chance.choice((" (GB)", "_mb", " GB", "")) if rule.unit == "header" else ""
            columns[chance.choice(rule.columns[:3]) + unit] = CELLS[name]
            if rule.columns[0] in columns:
                columns[rule.columns[0]] = CELLS[name]
    head = [(name, chance.sample(cells, min(len(cells), 3)) or [""]) for name, cells in columns.items()]
    again = chance.choice(head[1:])
    head += [again, (again[0].swapcase(), again[1])] if chance.random() < 0.4 else []
    rows = [[f"PC-{n}", *(chance.choice(cells) for _, cells in head[1:])] for n in range(25)]
    rows[7][-1] += "\nanother line"
    return [[name for name, _ in head], *(sorted(rows, key=lambda row: row[1:]) if chance.random() < 0.5 else rows)]


@pytest.mark.parametrize("seed", range(16))
def test_no_odd_table_gets_a_verdict_that_assess_does_not_give(monkeypatch, capfdbinary, tmp_path, seed):
    chance, path = random.Random(seed), tmp_path / "odd.csv"
    with path.open("w", encoding=chance.choice(("utf-8", "utf-8-sig")), newline="") as stream:
        end = chance.choice(("\n", "\r\n"))
        rows = odd_file(TABLES[seed % len(TABLES)], chance)
        csv.writer(stream, delimiter=chance.choice(",;|"), lineterminator=end).writerows(rows)
    monkeypatch.setattr(table, "FIRST_ROWS", chance.choice((200_000, 6)))
    told, expected = codes(monkeypatch, path), judged(monkeypatch, capfdbinary, path)
    assert expected
    wrong = {
        name: (told[name], codes_)
        for name, codes_ in expected.items()
        if any(mine not in (UNKNOWN, theirs) for mine, theirs in zip(told[name], codes_, strict=True))
    }
    assert not wrong


@pytest.mark.parametrize("free", ["999999999999999", "123456789", "1234567890", "-1", "0"])
def test_free_disk_that_cannot_be_is_unknown_and_never_enough(monkeypatch, capfdbinary, tmp_path, free):
    path = tmp_path / "odd.csv"
    path.write_text(HEADER + ROW.format(1, 1, free))
    assert codes(monkeypatch, path) == judged(monkeypatch, capfdbinary, path) == {"PC-1": (4, 4, 4)}


def test_a_second_column_of_free_disk_counts_where_the_first_is_empty(monkeypatch, capfdbinary, tmp_path):
    path = tmp_path / "two.csv"
    lines = [ROW.format(n, n, free).rstrip("\n") + f",{other}\n" for n, (free, other) in enumerate([("", 90), (2, 90)])]
    path.write_text(HEADER.rstrip("\n") + ",free_space_gb\n" + "".join(lines))
    told = codes(monkeypatch, path)
    assert told == judged(monkeypatch, capfdbinary, path) and told["PC-0"] != told["PC-1"]


def test_columns_whose_names_differ_in_case_only_are_two(monkeypatch, capfdbinary, tmp_path):
    path = tmp_path / "case.csv"
    path.write_text(HEADER.rstrip("\n") + ',Device,"a ""b""",,`\n' + ROW.format(1, 1, 90).rstrip("\n") + ",PC-1,,,\n")
    assert codes(monkeypatch, path) == judged(monkeypatch, capfdbinary, path)


@pytest.mark.parametrize("wrong", [KeyboardInterrupt, OSError])
def test_a_run_that_ends_between_its_two_readings_leaves_the_earlier_table(monkeypatch, tmp_path, wrong):
    path, out = tmp_path / "sorted.csv", tmp_path / "out.parquet"
    later = ROW.format("x", "x", 90).replace("16", "4")
    path.write_text(HEADER + "".join(ROW.format(n, n, 90) for n in range(30)) + later)
    out.write_bytes(b"earlier")
    monkeypatch.setattr(table, "FIRST_ROWS", 10)
    whole_reading = table._Table.written

    def ends(self, place, first):
        if first is None:
            raise wrong
        return whole_reading(self, place, first)

    monkeypatch.setattr(table._Table, "written", ends)
    assert ran(monkeypatch, "verdicts", path, "--out", out, "--model", "phi-4-mini") != 0
    assert out.read_bytes() == b"earlier" and {one.name for one in tmp_path.iterdir()} == {"sorted.csv", "out.parquet"}


def test_neither_the_inventory_nor_a_folder_of_other_things_is_written_over(monkeypatch, capfdbinary, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(HEADER + ROW.format(1, 1, 90))
    before = path.read_bytes()
    for out, said in ((path, b"take the place of the inventory"), (tmp_path, b"a folder of other things")):
        assert ran(monkeypatch, "verdicts", path, "--out", out, "--model", "phi-4-mini") == 2
        assert said in capfdbinary.readouterr().err and path.read_bytes() == before
