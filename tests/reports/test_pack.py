"""The pack: only what applies to the client, in its words, with the MSP's logo, and one fault never the end of all."""

import json
import re
from base64 import b64encode
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from msp_aigov.cli.shared import packs
from msp_aigov.config.shipped import shipped
from msp_aigov.model.client import Branding, OwnWords
from msp_aigov.model.document import ClientReport, Document
from msp_aigov.model.pack.guide import GuideFacts, OtherRuntime
from msp_aigov.model.pack.waiver import Waiver, WaiverUse
from msp_aigov.reports.blocks import Heading, Table
from msp_aigov.reports.options import Options
from msp_aigov.reports.pages import PAGES, drawn
from msp_aigov.reports.render import render
from msp_aigov.reports.words import say

from .builders import clinic, document, shop, today
from .test_hostile import HOSTILE, hostile
from .test_office import cells, words_of

PIXEL = shipped("templates/demo/logo.png").read_bytes()
LOGO = f"data:image/png;base64,{b64encode(PIXEL).decode()}"
SHEETS = ["Matrix", "Decisions", "Findings", "Actions", "Spend", "Budgets", "Devices", "Refresh", "Waivers", "Method"]


def headings(client: ClientReport, page: str = "guide") -> list[str]:
    blocks = drawn(page, document(client), Options()).blocks
    return [say(block.text) for block in blocks if isinstance(block, Heading)]


def with_guide(client: ClientReport, **guide: Any) -> ClientReport:
    return replace(client, guide=replace(client.guide, **guide))


def test_the_sovereign_stack_is_a_chapter_only_where_it_was_asked_for() -> None:
    assert "Without the public cloud" not in headings(clinic())
    assert "Without the public cloud" in headings(with_guide(clinic(), sovereign=True))


def test_a_client_without_workloads_reads_of_no_device_no_cloud_and_no_roll_out() -> None:
    told = headings(replace(clinic(), workloads=(), guide=GuideFacts()))
    assert not {"Foundry Local on the devices", "What governs the cloud", "Roll-out"} & set(told)


def test_a_runtime_is_named_with_its_format_its_address_and_the_day_it_was_read() -> None:
    runtime = OtherRuntime("ollama", "device", ("chat",), "GGUF", "/v1", "", "community", "s", today().day)
    text = say_all(with_guide(clinic(), runtimes=(runtime,)))
    assert "ollama" in text and "GGUF" in text and f"read on {say(today())}" in text


def say_all(client: ClientReport) -> str:
    (made,) = render(document(client), "markdown", Options(page="guide"))
    return made.data.decode()


def test_a_client_says_it_in_its_own_words_in_every_format() -> None:
    ours, theirs = "Where each workload belongs", "Wohin die Ärzte gehen"
    client = with_guide(clinic(), words=(OwnWords(ours, theirs),))
    for kind in ("markdown", "html", "docx"):
        (made, *_) = render(document(client), kind, Options(page="guide"))
        text = words_of(made.data) if kind == "docx" else made.data.decode()
        assert theirs in text and ours not in text


def test_words_taken_away_leave_no_empty_paragraph() -> None:
    usual = drawn("guide", document(clinic()), Options()).blocks
    text = "It serves one person: requests wait for each other."
    fewer = drawn("guide", document(with_guide(clinic(), words=(OwnWords(text, ""),))), Options()).blocks
    assert len(usual) - len(fewer) == (text in say_all(clinic()))


@pytest.mark.parametrize("page", ["guide", "client"])
def test_the_logo_stands_on_the_page_and_is_read_out_as_the_msps_name(page: str) -> None:
    branded = replace(document(clinic()), branding=Branding(logo=LOGO))
    html = render(branded, "html", Options(page=page))[0].data.decode()
    assert f'alt="{branded.msp}"' in html and LOGO in html and "img-src data:" in html
    word = words_of(render(branded, "docx", Options(page=page))[0].data)
    assert re.search(rf'descr="{branded.msp}"', word)
    assert b"/Image" in render(branded, "pdf", Options(page=page))[0].data


def test_a_logo_that_cannot_be_drawn_costs_the_logo_and_not_the_document() -> None:
    torn = f"data:image/png;base64,{b64encode(PIXEL[:60]).decode()}"
    branded = replace(document(clinic()), branding=Branding(logo=torn))
    assert render(branded, "pdf", Options(page="guide"))[0].data.startswith(b"%PDF")


def test_without_a_logo_a_page_may_load_no_picture() -> None:
    html = render(document(clinic()), "html", Options(page="guide"))[0].data.decode()
    assert "img-src" not in html and "<img" not in html


def test_the_workbook_has_a_sheet_for_each_question_whatever_was_found() -> None:
    empty = ClientReport("e", "E", (), (), (), (), clinic().changes, *blank())
    for client in (clinic(), empty):
        names = list(cells(render(document(client), "xlsx", Options(page="workbook"))[0].data))
        assert [name for name in SHEETS if name not in names] == []


def blank() -> tuple[Any, ...]:
    from msp_aigov.model.device import Endpoints
    from msp_aigov.model.guardrails import Guardrails
    from msp_aigov.model.spend import Spend

    return Spend(), Guardrails(), Endpoints(), ()


def test_a_waiver_stands_in_the_workbook_with_reason_name_and_day() -> None:
    waiver = Waiver("GRD001", "harbour", "tested with ten cases", "Jo Smith", today().day, subject="letters")
    client = replace(clinic(), waivers=(WaiverUse(waiver, "expired"),))
    rows = cells(render(document(client), "xlsx", Options(page="workbook"))[0].data)["Waivers"]
    assert rows[1] == ["GRD001", "letters", "tested with ten cases", "Jo Smith", say(today()), "■ Ran out"]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_card_stays_a_card_whatever_a_client_is_called(name: str) -> None:
    (card,) = render(document(hostile(name)), "teams", Options())
    body = json.loads(card.data)["attachments"][0]["content"]["body"]
    assert {piece["type"] for piece in body} == {"TextBlock"} and len(card.data) <= 27 * 1024
    assert not any(re.search(r"(?<!\\)[\[\]*_`]", piece["text"]) for piece in body)


def test_every_table_of_every_page_has_a_caption_and_heads() -> None:
    for page in ("guide", "matrix", "actions", "refresh", "brief", "workbook"):
        for block in PAGES[page](document(clinic()), Options()).blocks:
            if isinstance(block, Table):
                assert say(block.caption) and all(say(column.title) for column in block.columns)


def test_a_pack_that_fails_does_not_stop_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(one: Document, kind: str, options: Options) -> Any:
        if one.clients[0].id == clinic().id and kind == "pdf":
            raise ValueError("a bug")
        return render(one, kind, options)

    monkeypatch.setattr(packs, "render", broken)
    assert packs.write_packs(document(clinic(), shop()), tmp_path, Options()) == 4
    assert (tmp_path / shop().id / "workbook.xlsx").is_file()
    assert f"a bug in the pack of {clinic().id}" in capsys.readouterr().err


def test_no_name_of_a_sheet_is_cut_off_and_no_sheet_is_empty() -> None:
    (made,) = render(document(clinic()), "xlsx", Options(page="workbook"))
    book = cells(made.data)
    assert not [name for name in book if name.startswith("What 48")] and all(len(rows) > 1 for rows in book.values())
