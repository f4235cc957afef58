"""The JSON is the contract: exact, complete, and described by the schema."""

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import jsonschema
import pytest

from msp_aigov.model.text import Money
from msp_aigov.reports.render import render
from msp_aigov.reports.schema import document_schema

from .builders import clinic, document, shop


def printed(*clients: Any) -> Any:
    """The document as a program reads it, every number exact."""
    (rendered,) = render(document(*clients), "json")
    assert rendered.data.endswith(b"}\n")
    return json.loads(rendered.data, parse_float=Decimal)


def valid(found: Any) -> bool:
    """Whether the schema accepts it."""
    return bool(jsonschema.Draft202012Validator(document_schema()).is_valid(found))


def test_the_schema_is_a_schema() -> None:
    rules = jsonschema.Draft202012Validator(jsonschema.Draft202012Validator.META_SCHEMA)
    assert list(rules.iter_errors(document_schema())) == []


@pytest.mark.parametrize("clients", [(clinic(), shop()), (shop(),)])
def test_a_document_meets_its_schema(clients: tuple[Any, ...]) -> None:
    found = json.loads(render(document(*clients), "json")[0].data)
    assert list(jsonschema.Draft202012Validator(document_schema()).iter_errors(found)) == []


def test_a_missing_key_is_noticed() -> None:
    found = json.loads(render(document(), "json")[0].data)
    del found["clients"][0]["findings"][0]["remedy"]
    assert not valid(found)


def test_a_wrong_word_is_noticed() -> None:
    found = json.loads(render(document(), "json")[0].data)
    found["clients"][0]["coverage"][0]["state"] = "fine"
    assert not valid(found)


def test_amounts_are_exact() -> None:
    amount = Decimal("12345678901234567.890123456789")
    spent = replace(clinic(), spend=replace(clinic().spend, totals=(Money(amount, "EUR"),)))
    assert printed(spent)["clients"][0]["spend"]["totals"] == [{"amount": amount, "currency": "EUR"}]


def test_it_has_the_published_shape() -> None:
    found = printed()
    assert list(found)[:2] == ["schema_version", "run"] and found["schema_version"] == 1
    assert found["run"]["started"] == "2026-11-20T06:12:05Z"
    client = found["clients"][0]
    deployment = client["guardrails"]["deployments"][0]
    assert (deployment["name"], deployment["model"], deployment["policy"]) == (
        "clinic-chat",
        "gpt-5.4-mini",
        "clinic-chat",
    )
    assert deployment["filters"][0]["evidence"] == "policy clinic-chat"
    device = client["endpoints"]["devices"][0]
    assert device["facts"]["ram_installed_bytes"] == {
        "value": 32 * 1024**3,
        "state": "read",
        "source": "ninja.csv row 4",
        "unit": "bytes",
    }
    assert device["gpus"][0]["vram_bytes"]["state"] == "missing" and device["verdicts"][0]["verdict"] == "ready"
    assert client["findings"][0]["subject"]["kind"] == "resource"
    assert client["findings"][0]["detail"] == "1,284.16 EUR a month, and no budget takes it in"
    assert client["sources"][1] == {"source": "RFC 9110", "read_on": "2026-01-02"}


def test_a_name_keeps_its_characters_but_hides_none() -> None:
    (rendered,) = render(document(clinic("a\u202e\x1b\x85\u2028\U000e0041b")), "json")
    assert json.loads(rendered.data)["clients"][0]["name"] == "a\u202e\x1b\x85\u2028\U000e0041b"
    assert "\u202e" not in rendered.data.decode()
