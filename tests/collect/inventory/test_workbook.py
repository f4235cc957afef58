"""Workbooks that are small in the file and large when read, and those of other kinds."""

import io
import zipfile

import pytest

from msp_aigov.collect.inventory.readers import workbook
from msp_aigov.errors import InventoryError

from .reading import table
from .test_unpack import workbook as written

SHEET = "xl/worksheets/sheet1.xml"


def changed(raw, name, old, new):
    """The same workbook with one part written otherwise."""
    found, out = zipfile.ZipFile(io.BytesIO(raw)), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for part in found.namelist():
            text = found.read(part)
            assert part != name or old in text
            made.writestr(part, text.replace(old, new) if part == name else text)
    return out.getvalue()


def test_a_cell_in_the_last_corner_of_a_sheet_is_refused_before_it_is_read(tmp_path):
    raw = written([["device", "ram_gb"], ["A-1", 16]])
    with pytest.raises(InventoryError, match=r"fleet\.csv: xl/worksheets/sheet1\.xml spans more than"):
        table(tmp_path, changed(raw, SHEET, b'r="B2"', b'r="XFD1048576"'))


def test_a_text_that_every_cell_repeats_is_refused_before_it_is_read(tmp_path, monkeypatch):
    raw = written([["device", "ram_gb", "user"], *([f"A-{number}", 8, "u" * 1000] for number in range(50))])
    assert len(table(tmp_path, raw)) == 50
    monkeypatch.setattr(workbook, "MAX_TEXT", 20_000)
    with pytest.raises(InventoryError, match="repeats its texts"):
        table(tmp_path, raw)


@pytest.mark.parametrize("name", ["content.xml", "xl/workbook.bin"])
def test_a_workbook_of_another_kind_is_named_with_a_way_out(tmp_path, name):
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        made.writestr(name, "<office/>")
    with pytest.raises(InventoryError, match="a workbook of this kind is not read") as caught:
        table(tmp_path, raw.getvalue())
    assert caught.value.hint == "Save it as XLSX or CSV."
