"""What came over the wire is kept as it was written: exact, complete, without secrets."""

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msp_aigov.azure.wire import SECRETS, Pages, exact_json, without_secrets

URL = "https://management.azure.com/subscriptions?api-version=2022-12-01"


def kept(*texts: str) -> Pages:
    pages = Pages()
    for number, text in enumerate(texts):
        pages.add(text, URL, f"request-{number}", 200)
    return pages


@pytest.mark.parametrize("name", ["key1", "Key2", "connectionString", "secretAccessKey", "credentials", "primaryKey"])
def test_a_secret_never_reaches_a_stored_answer_at_any_depth(name: str) -> None:
    wire = kept(json.dumps({"value": [{"a": [{name: "s3cret"}], name: {"deep": "s3cret"}, "kept": 1}]})).listed()
    assert "s3cret" not in wire.payload
    assert json.loads(wire.payload) == {"value": [{"a": [{}], "kept": 1}]}


def test_pages_become_one_list_in_order_with_what_identifies_the_request() -> None:
    wire = kept('{"value": [1, 2], "nextLink": "x"}', '{"value": []}', '{"value": [3]}').listed()
    assert json.loads(wire.payload) == {"value": [1, 2, 3]}
    assert (wire.api_version, wire.request_id, wire.status) == ("2022-12-01", "request-2", 200)


@pytest.mark.parametrize("text", ["[]", "5", '"text"', "{}", '{"value": null}', '{"value": {}}', "", "  "])
def test_a_page_that_is_no_list_is_a_failure_not_an_empty_list(text: str) -> None:
    with pytest.raises(ValueError, match="not a list"):
        kept('{"value": [1]}', text).listed()


@pytest.mark.parametrize("text", ["<html>", '{"value": [', "{'a': 1}", "[" * 100_000])
def test_text_that_is_not_json_is_a_failure_that_says_so(text: str) -> None:
    with pytest.raises(ValueError, match="not JSON"):
        kept(text)


EXACT = ["0.1", "12345678901234567890.123456789012345678901234567890", "1E-30", "1.10", "-0.5", "3E+2"]


@pytest.mark.parametrize("number", EXACT)
def test_every_digit_of_a_number_is_kept(number: str) -> None:
    payload = kept(f'{{"value": [{{"cost": {number}}}]}}').listed().payload
    (item,) = json.loads(payload, parse_float=Decimal)["value"]
    assert str(item["cost"]) == str(Decimal(number))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.decimals(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@given(JSON)
def test_any_json_survives_being_written_exactly(value: Any) -> None:
    assert json.loads(exact_json(value), parse_float=Decimal) == value


@given(JSON)
def test_removing_secrets_changes_nothing_where_there_are_none(value: Any) -> None:
    without = without_secrets(value)
    assert without_secrets(without) == without
    if not any(name in exact_json(value).lower() for name in SECRETS):
        assert without == value
