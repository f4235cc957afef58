"""How device names compare."""

import pytest

from msp_aigov.assess.endpoints.same import short_name


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("DESK-1.corp.example", "desk-1"),
        ("DESK-1", "desk-1"),
        ("Büro Dr. Krüger", "büro dr. krüger"),
        ("St. Mary  Library", "st. mary library"),
    ],
)
def test_only_a_dns_name_loses_what_follows_its_first_dot(name: str, short: str) -> None:
    assert short_name(name) == short
