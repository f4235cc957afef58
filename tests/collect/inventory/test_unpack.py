"""Archives and workbooks: what is inside reads as if it lay outside, and no bomb goes off."""

import gzip
import io
import zipfile

import pytest
import xlsxwriter

from msp_aigov.collect.inventory.readers import unpack
from msp_aigov.errors import InventoryError

from .reading import table

GB = 2**30
PLAIN = "device,ram_gb,disk_free_gb\nA-1,16,100.5\nA-2,8,20.25\n"


def zipped(**files):
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("_", "."), content)
    return raw.getvalue()


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


def test_many_files_and_an_archive_within_one_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(unpack, "MAX_MEMBERS", 1)
    with pytest.raises(InventoryError, match="holds 2 files"):
        table(tmp_path, zipped(a_csv=PLAIN, b_csv=PLAIN))
    with pytest.raises(InventoryError, match="an archive inside an archive"):
        table(tmp_path, zipped(a_zip=zipped(a_csv=PLAIN)))


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
