"""A folder with everything in it that no inventory is: each named, nothing waits, and the rest still assessed."""

import gzip
import os

from tests.collect.inventory.reading import zipped

from .command import assessed

GOOD = "device,ram_gb,disk_free_gb\nA-1,16,100\nA-2,8,20\nTotal,2,\n"


BAD = {
    "bomb.zip": zipped(a_csv="0" * 50_000_000),
    "cut.json": b'{"value": [{"device": "B-1"',
    "empty.csv": b"",
    "entities.xml": b'<!DOCTYPE r [<!ENTITY a "b">]><REQUEST>&a;</REQUEST>',
    "junk.bin": bytes(range(256)) * 90,
    "old.xls": b"\xd0\xcf\x11\xe0" + b"\1" * 900,
    "open.csv": b'device,ram_gb\nA,"' + b"8\n" * 900_000,
    "table.parquet": b"PAR1" + b"\0" * 900,
}


def rows_add_up(endpoints):
    rows = dict(endpoints["rows"])
    return rows.pop("in") == sum(rows.values())


def test_every_file_that_is_no_inventory_is_named_and_the_others_are_assessed(monkeypatch, capfdbinary, tmp_path):
    for name, content in {**BAD, "good.csv": GOOD.encode()}.items():
        (tmp_path / name).write_bytes(content)
    os.truncate(tmp_path / "junk.bin", 2**31)  # sparse: it takes no place
    os.mkfifo(tmp_path / "pipe.csv")
    for link, to in {"zero.csv": "/dev/zero", "loop.csv": "loop.csv", "gone.csv": "none", "up": ".."}.items():
        (tmp_path / link).symlink_to(to)
    code, endpoints, err = assessed(monkeypatch, capfdbinary, tmp_path)
    assert (code, [one["id"] for one in endpoints["devices"]]) == (2, ["a-1", "a-2"])
    assert rows_add_up(endpoints) and endpoints["rows"]["in"] == 3
    for name in (*BAD, "pipe.csv", "zero.csv", "loop.csv", "gone.csv", "up"):
        assert sum(f"error: {tmp_path / name}" in line for line in err.splitlines()) == 1, name
    assert "good.csv" not in err


def test_a_zip_for_each_site_in_one_zip_is_assessed_with_the_place_of_every_value(monkeypatch, capfdbinary, tmp_path):
    path = tmp_path / "sites.zip"
    path.write_bytes(zipped(north_zip=zipped(n_csv=GOOD), south_csv_gz=gzip.compress(b"device,ram_gb\nS-1,8\n")))
    code, endpoints, _ = assessed(monkeypatch, capfdbinary, path)
    assert (code, [one["id"] for one in endpoints["devices"]]) == (3, ["a-1", "a-2", "s-1"])
    assert rows_add_up(endpoints)
    source = endpoints["devices"][0]["facts"]["disk_free_bytes"]["source"]
    assert source == f"{path}!north.zip!n.csv:2 disk_free_gb=100 (GB)"


def test_what_to_do_about_a_file_that_is_too_large_is_said_once(monkeypatch, capfdbinary, tmp_path):
    for name in ("a.xml", "b.xml"):
        (tmp_path / name).write_text("<REQUEST>" + "<a/>" * 9000)
        os.truncate(tmp_path / name, 300 * 2**20)
    code, _, err = assessed(monkeypatch, capfdbinary, tmp_path)
    assert (code, err.count("larger than 256 MiB"), err.count("hint: Export it as CSV or JSON")) == (2, 2, 1)


def test_one_broken_line_among_many_costs_that_line_and_is_named(monkeypatch, capfdbinary, tmp_path):
    path = tmp_path / "agents.json"
    with path.open("w") as stream:
        stream.write('{"device": "A-1", "ram_gb": 16}\n{"device": "A-2", "x": "')
        for _ in range(33):
            stream.write("x" * 2**20)
        stream.write('\n{"device": "A-3", "ram_gb": 8}\n')
    code, endpoints, _ = assessed(monkeypatch, capfdbinary, path)
    assert (code, [one["id"] for one in endpoints["devices"]]) == (3, ["a-1", "a-3"])
    (lost,) = endpoints["rejected"]
    assert (lost["file"], lost["row"], lost["reason"][:14]) == (str(path), 2, "not valid JSON")
