"""Every language says everything: a text without a translation is found here, not by a client."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import msp_aigov
from msp_aigov.checks.registry import REGISTRY
from msp_aigov.model.text import Text
from msp_aigov.reports.pages.findings import open_findings
from msp_aigov.reports.words import say
from msp_aigov.reports.words.catalogue import ENGLISH, catalogue, languages

from .builders import clinic

PACKAGE = Path(msp_aigov.__file__).parent
FOREIGN = [language for language in languages() if language != ENGLISH]
# Rooms whose texts reach a client; `measured` is for the engineer at the device.
ROOMS = ("checks", "assess", "reports", "record", "judge.py")
WORDS = re.compile(r"[A-Za-z]{2}")


def modules() -> Iterator[Path]:
    for room in ROOMS:
        path = PACKAGE / room
        yield from [path] if path.is_file() else (each for each in path.rglob("*.py") if "measured" not in each.parts)


def literals(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    if isinstance(node, ast.IfExp):
        yield from literals(node.body)
        yield from literals(node.orelse)


def templates() -> Iterator[str]:
    """What is written as `Text("...")`, and the singulars and plurals of counts."""
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
                said = {"Text": node.args[:1], "_counted": node.args[1:]}
                yield from (words for each in said.get(node.func.id, []) for words in literals(each))


def of_checks() -> Iterator[str]:
    for check in REGISTRY:
        yield from (check.title.template, check.remedy.template, check.decision)
        yield from check.why.split("\n\n")


@pytest.mark.parametrize("language", FOREIGN)
def test_every_text_of_a_check_is_translated(language: str) -> None:
    known = catalogue(language)
    assert [words for words in of_checks() if words and words not in known] == []


@pytest.mark.parametrize("language", FOREIGN)
def test_every_text_that_reaches_a_client_is_translated(language: str) -> None:
    known = catalogue(language)
    said = (words for words in templates() if WORDS.search(re.sub(r"\{\w+\}", "", words)))
    assert sorted({words for words in said if words not in known}) == []


def test_why_a_check_matters_is_said_in_the_language_of_the_page() -> None:
    (item, *_) = open_findings(clinic(), check_ids=False).items
    assert all(isinstance(why, Text) for why in item.why)


def test_a_step_says_its_words_in_the_language_of_the_page() -> None:
    step = Text("{number}. {step}", number=1, step=Text("Known limits"))
    assert say(step, "de") == "1. Bekannte Grenzen"
