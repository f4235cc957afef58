"""Archives and workbooks: what is inside reads as if it lay outside, and no bomb goes off."""

import gzip
import io
import zipfile

import pytest
import xlsxwriter

from msp_aigov.collect.inventory.readers import unpack
from msp_aigov.errors import InventoryError

from .reading import table, zipped

GB = 2**30
PLAIN = "device,ram_gb,disk_free_gb\nA-1,16,100.5\nA-2,8,20.25\n"


def workbook(*sheets):
    raw = io.BytesIO()
    with xlsxwriter.Workbook(raw) as book:
        for rows in sheets:
            sheet = book.add_worksheet()
            for at, row in enumerate(rows):
                for column, cell in enumerate(row):
                    sheet.write(at, column, cell)
    return raw.getvalue()


def test_a_zip_holds_several_inventories_and_other_things(tmp_path):
    found = table(tmp_path, zipped(a_csv=PLAIN, readme_txt="hello there", b_json='[{"device": "B-1", "ram_gb": 8}]'))
    assert [(one.file, one.row, one.kind) for one in found] == [
        ("fleet.csv!a.csv", 2, "device"),
        ("fleet.csv!a.csv", 3, "device"),
        ("fleet.csv!readme.txt", 0, "rejected"),
        ("fleet.csv!b.json", 1, "device"),
    ]


def test_a_gzip_reads_as_the_file_in_it(tmp_path):
    assert [one.names for one in table(tmp_path, gzip.compress(PLAIN.encode()))] == [("A-1",), ("A-2",)]


def test_a_workbook_reads_sheet_by_sheet_with_its_own_row_numbers(tmp_path):
    rows = [["Our devices"], [], ["Device", "RAM (GB)", "Purchase date"], ["A-1", 16, "2024-03-15"], ["A-2", 7.5, ""]]
    first, second, other = table(tmp_path, workbook(rows, [["device", "ram_gb"], ["B-1", 8]]))
    assert (first.row, first.facts.ram_visible_bytes.value) == (4, 16 * GB)
    assert second.facts.ram_visible_bytes.value == int(7.5 * GB)
    assert (other.file, other.names) == ("fleet.csv!Sheet2", ("B-1",))


def test_a_formula_is_a_text_and_is_never_run(tmp_path):
    (one,) = table(tmp_path, workbook([["device", "user", "ram_gb"], ["A-1", '=cmd|"/C calc"!A0', 8]]))
    assert one.names == ("A-1",)


def test_a_bomb_is_refused(tmp_path):
    with pytest.raises(InventoryError, match="far more than an inventory"):
        table(tmp_path, zipped(a_csv="0" * (60 * 1024 * 1024)))
    with pytest.raises(InventoryError, match="far more than an inventory"):
        table(tmp_path, gzip.compress(b"0" * (60 * 1024 * 1024)))


def test_more_files_than_any_export_holds_are_refused_over_all_levels(tmp_path, monkeypatch):
    monkeypatch.setattr(unpack, "MAX_MEMBERS", 2)
    with pytest.raises(InventoryError, match="holds 3 files"):
        table(tmp_path, zipped(a_csv=PLAIN, b_csv=PLAIN, c_csv=PLAIN))
    *found, refused = table(tmp_path, zipped(a_csv=PLAIN, b_zip=zipped(c_csv=PLAIN)))
    assert (len(found), refused.file, refused.kind) == (2, "fleet.csv!b.zip", "rejected")


def test_an_archive_for_each_site_in_one_archive_reads_with_both_names(tmp_path):
    sites = {"north_zip": zipped(a_csv=PLAIN, b_xlsx=workbook([["device", "ram_gb"], ["B-1", 8]]))}
    sites |= {"south_csv_gz": gzip.compress(b"device,ram_gb\nC-1,8\n"), "deep_zip": zipped(x_zip=zipped(y_csv=PLAIN))}
    found = table(tmp_path, zipped(**sites))
    assert [(one.file, one.row, one.kind) for one in found] == [
        ("fleet.csv!north.zip!a.csv", 2, "device"),
        ("fleet.csv!north.zip!a.csv", 3, "device"),
        ("fleet.csv!north.zip!b.xlsx", 2, "device"),
        ("fleet.csv!south.csv", 2, "device"),
        ("fleet.csv!deep.zip!x.zip", 0, "rejected"),
    ]
    assert "as deep as this one" in found[-1].reason


def test_a_bomb_inside_costs_itself_and_no_other_file(tmp_path):
    bomb = gzip.compress(b"0" * (60 * 1024 * 1024))
    first, bad, last = table(tmp_path, zipped(a_csv="device,ram_gb\nA,8\n", b_gz=bomb, c_csv="device,ram_gb\nC,8\n"))
    assert (first.names, bad.kind, last.names) == (("A",), "rejected", ("C",))
    assert (bad.file, "far more than an inventory" in bad.reason) == ("fleet.csv!b.gz", True)


def test_all_levels_together_unpack_to_no_more_than_the_bound(tmp_path, monkeypatch):
    monkeypatch.setattr(unpack, "MAX_UNPACKED", 400)
    inner = zipped(a_csv=PLAIN, b_csv=PLAIN)
    kinds = [(one.file, one.kind) for one in table(tmp_path, zipped(c_zip=inner, d_csv=PLAIN))]
    assert ("fleet.csv!c.zip!a.csv", "device") in kinds
    assert kinds[-1] == ("fleet.csv!d.csv", "rejected")


def test_names_inside_are_shown_short_printable_and_once(tmp_path):
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        for name in ("../../etc/a.csv", "b\n\x1b[2J.csv", "x" * 3000 + ".csv"):
            archive.writestr(name, "device,ram_gb\nA,8\n")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("../../etc/a.csv", "device,ram_gb\nB,8\n")
    files = [one.file for one in table(tmp_path, raw.getvalue())]
    assert files[:2] == ["fleet.csv!../../etc/a.csv", "fleet.csv!b??[2J.csv"]
    assert (len(files[2]), files[3]) == (len("fleet.csv!") + 200, "fleet.csv!../../etc/a.csv #4")


def locked():
    """An archive whose only file says that it is encrypted."""
    raw = bytearray(zipped(a_csv=PLAIN))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.index(mark) + at] |= 1
    return bytes(raw)


def unknown_compression():
    raw = bytearray(zipped(a_csv=PLAIN))
    for mark, at in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        raw[raw.index(mark) + at] = 97
    return bytes(raw)


def test_a_password_and_a_compression_that_nobody_knows_are_told_apart(tmp_path):
    with pytest.raises(InventoryError, match="protected by a password"):
        table(tmp_path, locked())
    with pytest.raises(InventoryError, match="it is damaged: That compression method is not supported"):
        table(tmp_path, unknown_compression())


@pytest.mark.parametrize("cut", [10, 60, 120])
def test_a_damaged_archive_is_named(tmp_path, cut):
    for raw in (zipped(a_csv=PLAIN), gzip.compress(PLAIN.encode()), workbook([["device", "ram_gb"], ["A", 1]])):
        with pytest.raises(InventoryError, match=r"fleet\.csv"):
            table(tmp_path, raw[:cut] if cut < len(raw) else raw[:-5])


ENTITIES = b'<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><REQUEST><CONTENT>&b;</CONTENT></REQUEST>'
OUTSIDE = b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><REQUEST><CONTENT>&x;</CONTENT></REQUEST>'


@pytest.mark.parametrize("content", [ENTITIES, OUTSIDE])
def test_entities_in_xml_are_refused(tmp_path, content):
    with pytest.raises(InventoryError, match="declares entities"):
        table(tmp_path, content)


def test_broken_xml_is_named(tmp_path):
    with pytest.raises(InventoryError, match="not valid XML"):
        table(tmp_path, b"<REQUEST><CONTENT>")
