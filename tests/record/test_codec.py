"""Model values survive being written and read, digit by digit; what is not a value is said with its place."""

import dataclasses
import importlib
import json
import pkgutil
import typing
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import msp_aigov.model as package
from msp_aigov.errors import RunError
from msp_aigov.model.finding import Severity
from msp_aigov.model.seen import Seen
from msp_aigov.model.text import Day, Money, Size, Text, Value
from msp_aigov.model.workload import Gate
from msp_aigov.record.codec import decode, encode, plain

NUMBERS = st.decimals(allow_nan=False, allow_infinity=False)
DAYS = st.dates()
WORDS = st.text(max_size=8)
MONEY = st.builds(Money, NUMBERS, WORDS)
FLAT = WORDS | st.integers() | MONEY | st.builds(Size, st.integers()) | st.builds(Day, DAYS)
TEXTS = st.builds(lambda template, values: Text(template, **values), WORDS, st.dictionaries(st.just("a"), FLAT))
TIMES = st.datetimes(min_value=datetime(1970, 1, 1), timezones=st.just(UTC))
PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    str: WORDS,
    int: st.integers(),
    bool: st.booleans(),
    Decimal: NUMBERS,
    date: DAYS,
    datetime: TIMES,
    type(None): st.none(),
    Text: TEXTS,
    Value: FLAT | TEXTS,
    Severity: st.sampled_from(Severity),
}


def model_classes() -> list[Any]:
    """Every dataclass of the model that is not generic."""
    found = []
    for info in pkgutil.iter_modules(package.__path__):
        module = importlib.import_module(f"msp_aigov.model.{info.name}")
        for item in vars(module).values():
            own = isinstance(item, type) and item.__module__ == module.__name__
            if own and dataclasses.is_dataclass(item) and item is not Seen:
                found.append(item)
    return found


def values_of(hint: Any) -> st.SearchStrategy[Any]:
    """Values of a field's type, built from the fields of the classes it names."""
    if hint in PLAIN:
        return PLAIN[hint]
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Literal:
        return st.sampled_from(inner)
    if origin is Seen:
        states = st.sampled_from(["read", "missing"])
        return st.builds(Seen, st.none() | values_of(inner[0]), states, WORDS, WORDS)
    if origin is tuple:
        if inner[-1] is Ellipsis:
            return st.lists(values_of(inner[0]), max_size=1).map(tuple)
        return st.tuples(*(values_of(item) for item in inner))
    if inner:
        return st.one_of(*(values_of(item) for item in inner))
    hints = typing.get_type_hints(hint)
    fields = {field.name: _later(hints[field.name]) for field in dataclasses.fields(hint)}
    return st.builds(hint, **fields)


def _later(hint: Any) -> st.SearchStrategy[Any]:
    return st.deferred(lambda: values_of(hint))


@pytest.mark.parametrize("kind", model_classes(), ids=lambda kind: kind.__name__)
def test_every_model_class_survives_the_codec(kind: Any) -> None:
    @settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
    @given(values_of(kind))
    def survives(value: Any) -> None:
        for indent in (None, 1):
            text = encode(value, indent)
            json.loads(text)
            assert decode(kind, text, "test") == value

    survives()


@pytest.mark.parametrize(
    "digits", ["0.1", "1E+3", "1E-30", "12345678901234567890.0123456789012345678901234567890", "5.00"]
)
def test_every_digit_of_an_amount_is_kept(digits: str) -> None:
    money = decode(Money, encode(Money(Decimal(digits), "EUR")), "test")
    assert str(money.amount) == digits


@pytest.mark.parametrize("words", ["\ud800", "\x00\x1b[31m", "\u202eabc", "🦊", '"\\\n', "true", "5", "2026-01-01", ""])
def test_any_words_are_kept_as_they_were(words: str) -> None:
    gate = Gate("region", "pass", Text.verbatim(words), (words,))
    text = encode(gate)
    assert text.isascii()
    assert decode(Gate, text, "test") == gate


def test_equal_values_give_equal_text_whatever_the_order_of_a_texts_values() -> None:
    assert encode(Text("{a} {b}", a=1, b="x")) == encode(Text("{a} {b}", b="x", a=1))


def test_plain_leaves_decimals_and_writes_days_as_iso() -> None:
    assert plain({"d": date(2026, 1, 2), "m": Decimal("1.0"), "s": Severity.HIGH, 5: ("a",)}) == {
        "d": "2026-01-02",
        "m": Decimal("1.0"),
        "s": "high",
        "5": ["a"],
    }


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "5", '{"amount": 1}', '{"amount": "much", "currency": "EUR"}', b"\xff\xfe", "[" * 100_000]
)
def test_what_a_run_did_not_write_is_said_with_its_place(text: str | bytes) -> None:
    with pytest.raises(RunError, match=r"^runs/x\.json: is not what a run writes: ."):
        decode(Money, text, "runs/x.json")
