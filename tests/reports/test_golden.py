"""The same document gives the same bytes, and these ones."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from msp_aigov.errors import AigovError
from msp_aigov.reports.formats import FORMATS
from msp_aigov.reports.options import Options
from msp_aigov.reports.pages import PAGES
from msp_aigov.reports.render import render

from .builders import clinic, document

OPTIONS = Options(
    reports={"harbour": "runs/20261120T061205Z/harbour/report.html"},
    next_commands={"harbour": "msp-aigov budget plan --client harbour --out plan.json"},
)


# Their bytes depend on the libraries that write them; test_office.py reads them back instead.
ANEW = "if the new bytes are right, run the tests with UPDATE_GOLDEN=1"
OFFICE = ("docx", "pdf", "xlsx")


@pytest.mark.parametrize("name", [name for name in FORMATS if name not in OFFICE])
def test_a_format_prints_what_it_printed_before(name: str, golden: Callable[[str, bytes], bytes]) -> None:
    for rendered in render(document(), name, OPTIONS):
        assert rendered.data == golden(rendered.path or f"document{FORMATS[name].SUFFIX}", rendered.data), ANEW


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_document_gives_the_same_bytes(name: str) -> None:
    assert render(document(), name, OPTIONS) == render(document(), name, OPTIONS)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("name", ["html", "markdown", "terminal"])
def test_every_page_can_be_drawn_in_every_format(name: str, page: str) -> None:
    drawn = render(document(), name, Options(page=page))
    assert all(b"Northgate" in each.data or b"Harbour" in each.data for each in drawn[:1])


def test_a_format_that_does_not_exist_is_named() -> None:
    with pytest.raises(AigovError, match="there is no format odt"):
        render(document(), "odt")


def test_the_terminal_says_how_much_it_leaves_out() -> None:
    names = [f"SPD{number:03}" for number in range(1, 12)]
    many = replace(clinic(), findings=tuple(replace(clinic().findings[0], check=name) for name in names))
    short, whole = (
        render(document(many), "terminal", Options(show_all=show_all))[0].data.decode() for show_all in (False, True)
    )
    assert "10 of 11 shown, --all for the rest" in short and "SPD011" not in short
    assert "SPD011" in whole and "--all" not in whole


def test_the_worst_client_comes_first() -> None:
    well = replace(clinic("Well"), id="a", findings=())
    ill = replace(clinic("Ill"), id="b")
    words = render(document(well, ill), "markdown", Options(page="index"))[0].data.decode()
    assert words.index("[Ill]") < words.index("[Well]")
