"""Word, Excel and PDF are read back with libraries of their own."""

import csv
import io
import json
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from msp_aigov.model.document import Action, ClientReport
from msp_aigov.model.finding import Severity
from msp_aigov.model.text import Text
from msp_aigov.reports.office.tickets import tickets_csv, tickets_json
from msp_aigov.reports.options import Options
from msp_aigov.reports.render import render
from msp_aigov.reports.words import say

from .builders import clinic, document, shop
from .test_hostile import FORBIDDEN, HOSTILE, hostile

OFFICE = ("docx", "pdf", "xlsx")
PACKED = ("guide", "matrix", "actions", "refresh", "brief", "workbook", "client")


def drawn(kind: str, page: str, *clients: ClientReport) -> bytes:
    return render(document(*clients), kind, Options(page=page))[0].data


def word(data: bytes) -> Any:
    from docx import Document

    return Document(io.BytesIO(data))


def words_of(data: bytes) -> str:
    """All the text of a Word file or a workbook, as its XML holds it."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [name for name in archive.namelist() if name.endswith(".xml") and "theme" not in name]
        return "\n".join(archive.read(name).decode() for name in names)


def cells(data: bytes) -> dict[str, list[list[Any]]]:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


@pytest.mark.parametrize("page", PACKED)
@pytest.mark.parametrize("kind", OFFICE)
def test_every_page_of_the_pack_opens_and_is_the_same_twice(kind: str, page: str) -> None:
    data = drawn(kind, page)
    assert data == drawn(kind, page)
    if kind == "docx":
        assert [each for each in word(data).paragraphs if each.style.name == "Heading 1"][0].text == "Harbour Clinic"
    elif kind == "xlsx":
        assert list(cells(data))[0] == "Summary"
    else:
        assert data.startswith(b"%PDF") and b"/StructTreeRoot" in data and b"/Lang" in data


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("kind", OFFICE)
def test_a_hostile_name_is_harmless(kind: str, name: str) -> None:
    data = drawn(kind, "client", hostile(name))
    if kind == "pdf":
        assert data.startswith(b"%PDF")
        return
    found = words_of(data)
    assert not FORBIDDEN.search(found.replace("\r\n", "\n"))
    assert "<script" not in found and "<f>" not in found
    if kind == "docx":
        assert set(re.findall(r"<w:instrText[^>]*>([^<]*)<", found)) == {"PAGE"}
        assert word(data).tables


def test_one_number_reads_the_same_in_word_and_excel() -> None:
    uncovered = clinic().spend.uncovered[0]
    said = say(uncovered)
    assert said in words_of(drawn("docx", "client"))
    numbers = [cell for rows in cells(drawn("xlsx", "workbook")).values() for row in rows for cell in row]
    assert any(said in str(cell) for cell in numbers)
    amounts = [cell for cell in numbers if isinstance(cell, float)]
    assert float(clinic().spend.services[0].cost.amount) in amounts


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")
def test_one_number_reads_the_same_in_pdf(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(drawn("pdf", "client"))
    done = subprocess.run(["pdftotext", str(tmp_path / "a.pdf"), "-"], capture_output=True, text=True, check=True)
    assert say(clinic().spend.uncovered[0]) in done.stdout


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_no_document_holds_another_clients_name(kind: str) -> None:
    for page in PACKED:
        one, other = render(document(clinic(), shop()), kind, Options(page=page))
        assert "Quay" not in words_of(one.data) and "Harbour Clinic" not in words_of(other.data)


def test_heads_repeat_rows_stay_whole_and_the_language_is_said() -> None:
    found = words_of(drawn("docx", "client"))
    assert "w:tblHeader" in found and "w:cantSplit" in found and 'w:val="en-GB"' in found


def test_a_base_of_the_msps_own_is_written_into() -> None:
    from docx import Document

    own, out = Document(), io.BytesIO()
    own.add_paragraph("Our letterhead")
    own.save(out)
    (made,) = render(document(clinic()), "docx", Options(page="guide", base=out.getvalue()))
    texts = [paragraph.text for paragraph in word(made.data).paragraphs]
    assert texts[0] == "Our letterhead" and "Harbour Clinic" in texts


def acted() -> ClientReport:
    one = Action(
        "a1", "SPD001", Text("=cmd()"), Text("Add one."), Severity.HIGH, "msp", "S", date(2026, 12, 20), ("=x",)
    )
    return replace(clinic("@Harbour"), actions=(one, replace(one, id="a2", step="close")), psa_company="77")


def test_tickets_have_stable_ids_a_company_and_nothing_that_runs() -> None:
    listed = json.loads(tickets_json(document(acted()), "en"))
    assert [(each["external_id"], each["action"], each["company_id"]) for each in listed] == [
        ("a1", "open", "77"),
        ("a2", "close", "77"),
    ]
    rows = list(csv.DictReader(io.StringIO(tickets_csv(document(acted()), "en").decode())))
    assert rows[0]["title"] == "'=cmd()" and rows[0]["client"] == "'@Harbour"
