"""What clients type into cells, and what is made of it."""

from typing import Any

import pytest

from msp_aigov.config.workloads.reply import field_types, understood
from msp_aigov.model.workload import Stage, Workload

UNDERSTOOD: list[tuple[str, str, Any]] = [
    ("volume", "300", 300),
    ("volume", "ca. 1 000", 1000),
    ("volume", "1,000", 1000),
    ("volume", "1.000", 1000),
    ("volume", "1'000'000", 1000000),
    ("max_unit_cost", "0,05", 0.05),
    ("max_unit_cost", "€ 0.05", 0.05),
    ("max_unit_cost", "0.05 EUR", 0.05),
    ("max_unit_cost", "$2", 2.0),
    ("interactive", "Ja", True),
    ("interactive", "No.", False),
    ("human_review", "x", True),
    ("data_class", "RESTRICTED", "restricted"),
    ("task", "Speech to text", "speech-to-text"),
    ("subjects", "Health, employees", ["health", "employees"]),
    ("subjects", "[health]", ["health"]),
    ("subjects", "health and minors", ["health", "minors"]),
    ("subjects", "nobody", ["none"]),
    ("egress_features", "none", []),
    ("egress_features", "Nein", []),
    ("residency", "NO", "NO"),
    ("residency", "de", "DE"),
    ("residency", "EU", "eu"),
    ("residency", "Anywhere", "any"),
]
OPEN = ["", "?", "-", "n/a", "N/A", "Don't know", "unknown", "TBD", "Weiß nicht", "Not sure."]
REFUSED = [
    ("volume", "300-500"),
    ("volume", "a lot"),
    ("volume", "2.5"),
    ("max_unit_cost", "5 cents"),
    ("max_unit_cost", "1,000"),
    ("max_unit_cost", "NaN"),
    ("interactive", "sometimes"),
    ("data_class", "secret"),
    ("subjects", "dogs"),
    ("residency", "no"),
]


@pytest.mark.parametrize(("field", "typed", "value"), UNDERSTOOD)
def test_an_answer_is_taken_as_people_write_it(field: str, typed: str, value: object) -> None:
    assert understood(Stage, field, typed) == value


@pytest.mark.parametrize("typed", OPEN)
@pytest.mark.parametrize("field", ["volume", "data_class", "subjects", "residency", "interactive", "max_unit_cost"])
def test_an_answer_that_says_nothing_stays_unknown(field: str, typed: str) -> None:
    assert understood(Stage, field, typed) is None


@pytest.mark.parametrize(("field", "typed"), REFUSED)
def test_what_could_mean_two_things_is_refused(field: str, typed: str) -> None:
    with pytest.raises(ValueError, match="expected"):
        understood(Stage, field, typed)


def test_every_field_but_names_and_lists_of_things_can_be_answered() -> None:
    assert {"purpose", "uses", "holds", "audience", "currency"} <= field_types(Workload).keys()
    assert not {"name", "stages", "evidence"} & (field_types(Workload).keys() | field_types(Stage).keys())


def test_a_currency_is_written_as_files_write_it() -> None:
    assert understood(Workload, "currency", "eur") == "EUR"
