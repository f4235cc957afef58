"""What a browser, a screen reader and a printer need."""

import re

import pytest

from msp_aigov.model.client import Branding
from msp_aigov.reports.colours import PAIRS, READABLE, changed, contrast, tokens
from msp_aigov.reports.render import render

from .builders import document

BRANDS = [Branding().colour, "#ffffff", "#000000", "#ffee00", "#7db8f7", "#808080", "red; } body { display: none"]


@pytest.mark.parametrize("brand", BRANDS)
def test_every_pair_of_colours_can_be_read(brand: str) -> None:
    for scheme in tokens(brand):
        for words, ground in PAIRS:
            assert contrast(scheme[words], scheme[ground]) >= READABLE, (words, ground)


def test_a_brand_that_can_be_read_stays_as_it_is() -> None:
    assert tokens("#0b5cad")[0]["brand"] == "#0b5cad" and not changed("#0B5CAD") and changed("#ffee00")


def test_a_colour_that_was_darkened_is_said_so_to_the_msp_alone() -> None:
    files = {each.path: each.data.decode() for each in render(document(colour="#ffee00"), "html")}
    assert "Your colour #ffee00" in files["index.html"] and "Your colour" not in files["harbour.html"]


def test_a_page_is_complete_in_itself() -> None:
    for rendered in render(document(), "html"):
        words = rendered.data.decode()
        assert "<script" not in words and "default-src 'none'" in words and '<html lang="en">' in words
        assert not re.search(r'(?:src|url)\s*[=(]\s*"?https?:', words)
        assert words.count("<h1>") == 1


def test_every_drawing_has_words() -> None:
    words = render(document(), "html")[0].data.decode()
    for tag in re.findall(r"<svg[^>]*>", words):
        assert "aria-hidden" in tag or "aria-label" in tag


def test_no_colour_of_a_brand_can_leave_its_place() -> None:
    words = render(document(colour="red; } body { display: none"), "html")[0].data.decode()
    assert "display: none }" not in words.split("* { box-sizing")[0]
