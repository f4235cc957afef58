"""Figures and foreign words."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

import msp_aigov
from msp_aigov.config.shipped import shipped
from msp_aigov.model import answers, device, document, finding, guardrails, spend, workload
from msp_aigov.model.text import Day, Money, Size, Text, Value
from msp_aigov.reports.words import PLACEHOLDER, clean, plain, say
from msp_aigov.reports.words.catalogue import catalogue, languages


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (Money(Decimal("1284.16"), "EUR"), "1,284.16 EUR"),
        (Money(Decimal("0.005"), "EUR"), "0.005 EUR"),
        (Money(Decimal("0.00041249"), "EUR"), "0.000412 EUR"),
        (Money(Decimal("-20418.905"), "USD"), "-20,418.91 USD"),
        (Money(Decimal("0"), "EUR"), "0.00 EUR"),
        (Size(int(7.8 * 1024**3)), "7.8 GiB"),
        (Size(16 * 1024**3), "16 GiB"),
        (Day(date(2026, 11, 20)), "20 November 2026"),
        (1284, "1,284"),
        (Text("{outer}", outer=Text("{amount} of {size}", amount=3, size=Size(1024))), "3 of 1 KiB"),
        (Text("{missing} is no crash"), "{missing} is no crash"),
        (Text.verbatim("{amount} is a name"), "{amount} is a name"),
    ],
)
def test_values_are_said_for_people(value: Value, said: str) -> None:
    assert say(value) == said


def test_a_value_is_never_read_as_a_template() -> None:
    assert say(Text("{a} {b}", a="{b}", b="two")) == "{b} two"


@pytest.mark.parametrize(
    ("hostile", "visible"),
    [
        ("\x1b[31mred", "\\u001b[31mred"),
        ("a\u202eb", "a\\u202eb"),
        ("a\u200bb\ufeff", "a\\u200bb\\ufeff"),
        ("a\u2028b", "a\\u2028b"),
        ("two\r\nlines", "two lines"),
        ("lone \ud800", "lone \ufffd"),
        ("Zoë 東京 \u00a0 🙂", "Zoë 東京 \u00a0 🙂"),
        ("\U000e0041", "\\U000e0041"),
    ],
)
def test_nothing_invisible_survives(hostile: str, visible: str) -> None:
    assert clean(hostile) == visible


@given(st.text(st.characters(exclude_categories=())))
def test_clean_words_can_be_written_and_stay_clean(words: str) -> None:
    cleaned = clean(words)
    cleaned.encode()
    assert clean(cleaned) == cleaned
    assert not any(character in cleaned for character in "\n\r\t\x1b\u202e\u200f")


@pytest.mark.parametrize(
    ("table", "values"),
    [
        (plain.LIGHTS, get_args(document.LightState)),
        (plain.SEVERITIES, tuple(finding.Severity)),
        (plain.OUTCOMES, get_args(finding.Outcome)),
        (plain.STATUSES, get_args(finding.Status)),
        (plain.COVERAGE, get_args(answers.AnswerState)),
        (plain.VERDICTS, get_args(device.VerdictKind)),
        (plain.MATCHES, get_args(guardrails.Match)),
        (plain.FILTER_STATES, get_args(guardrails.FilterState)),
        (plain.WORKLOAD_STATUSES, get_args(workload.WorkloadStatus)),
        (plain.ROUTES, get_args(workload.Route)),
        (plain.GATES, get_args(workload.GateName)),
        (plain.TASKS, get_args(workload.Task)),
        (plain.PRICES, get_args(spend.PriceBasis)),
    ],
)
def test_every_value_has_a_plain_word(table: dict[str, object], values: tuple[str, ...]) -> None:
    assert set(table) == set(values)


def test_german_knows_its_dates_marks_and_words() -> None:
    amount = Text("{price} for each use", price=Money(Decimal("1234.5"), "EUR"))
    assert say(amount, "de") == "1.234,50 EUR je Nutzung"
    assert say(Day(date(2026, 3, 20)), "de") == "20. März 2026"
    assert say(Text("Yes"), "de") == "Ja" and say(Text("nothing of the kind"), "de") == "nothing of the kind"


def test_every_translation_keeps_the_values_of_its_template() -> None:
    for language in languages():
        for english, foreign in catalogue(language).items():
            assert sorted(PLACEHOLDER.findall(english)) == sorted(PLACEHOLDER.findall(foreign)), english


def test_every_translated_template_is_still_said_somewhere() -> None:
    package = Path(msp_aigov.__file__).parent
    source = "".join(
        path.read_text(encoding="utf-8")
        for path in (*package.rglob("*.py"), *package.rglob("*.csv"), shipped("templates") / "demo" / "fleet.yaml")
    )
    said = " ".join(re.sub(r'"\s*\n\s*f?"', "", source).split())
    assert [english for english in catalogue("de") if " ".join(english.split()) not in said] == []
