"""A scenario is read exactly, and a mistake in one is named."""

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from msp_aigov.errors import ConfigError
from msp_aigov.simulator.scenario import load_scenario, scenario_from

SMALL = """
today: 2026-11-20
tenants:
  - id: 11111111-1111-4111-8111-111111111111
    subscriptions:
      - id: 51111111-1111-4111-8111-111111111111
        name: Harbour
        accounts:
          - name: pictures
            resource_group: rg-ai
            location: westeurope
            properties: {note: 2026-06-02, rate: 0.10}
            deployments:
              - {name: draw, properties: {model: {version: 2026-06-02}}}
        costs:
          - {account: pictures, service: Foundry Models, daily: 42.10, from: 2026-11-01, until: 2026-11-05}
          - {service: SaaS, on: {2026-11-03: 12.345678}, currency: EUR}
"""


def load(tmp_path: Path, text: str) -> Any:
    """Write a scenario file and load it."""
    path = tmp_path / "clinic.yaml"
    path.write_text(text, encoding="utf-8")
    return load_scenario(path)


def test_numbers_keep_their_digits_and_dates_stay_text(tmp_path: Path) -> None:
    (subscription,) = load(tmp_path, SMALL).subscriptions()
    (account,) = subscription.accounts
    assert account.deployments[0].properties == {"model": {"version": "2026-06-02"}}
    assert str(account.properties["rate"]) == "0.10"
    assert str(subscription.costs[0].daily) == "42.10"


def test_a_daily_cost_is_booked_between_its_days(tmp_path: Path) -> None:
    daily, once = load(tmp_path, SMALL).subscriptions()[0].costs
    booked = list(daily.booked(dt.date(2026, 11, 4), dt.date(2026, 11, 30)))
    assert booked == [(dt.date(2026, 11, 4), Decimal("42.10")), (dt.date(2026, 11, 5), Decimal("42.10"))]
    assert list(once.booked(dt.date(2026, 11, 1), dt.date(2026, 11, 30))) == [
        (dt.date(2026, 11, 3), Decimal("12.345678"))
    ]
    assert list(daily.booked(dt.date(2026, 10, 1), dt.date(2026, 10, 31))) == []


def test_a_cost_takes_its_dimensions_from_its_account(tmp_path: Path) -> None:
    dimensions = load(tmp_path, SMALL).subscriptions()[0].costs[0].dimensions
    assert dimensions["ResourceType"] == "microsoft.cognitiveservices/accounts"
    assert (dimensions["ResourceGroup"], dimensions["ResourceLocation"]) == ("rg-ai", "westeurope")
    assert dimensions["MeterCategory"] == dimensions["ServiceName"] == "Foundry Models"


def test_without_a_day_today_is_today() -> None:
    assert scenario_from({"tenants": []}).today == dt.datetime.now(dt.UTC).date()


@pytest.mark.parametrize(
    ("old", "new", "place", "complaint"),
    [
        ("today: 2026-11-20", "today: soon", "today", "expected a date such as 2026-11-20, found 'soon'"),
        ("today: 2026-11-20", "page_size: 0", "page_size", "a whole number above zero"),
        ("today: 2026-11-20", "allow_writes: maybe", "allow_writes", "true or false"),
        ("tenants:", "tenants: 7\nlist_page_size: 2\nx:", "", "unknown key 'x'"),
        ("        name: Harbour\n", "", "tenants[0].subscriptions[0]", "missing key 'name'"),
        ("name: Harbour", "name: [a]", "tenants[0].subscriptions[0].name", "expected text, found list"),
        ("name: Harbour", "name: H\n        manged_by: [a]", "tenants[0].subscriptions[0]", "unknown key 'manged_by'"),
        ("name: Harbour", "name: H\n        managed_by: [7]", "subscriptions[0].managed_by", "a list of texts"),
        ("account: pictures", "account: films", "costs[0].account", "no account 'films'"),
        ("daily: 42.10", "daily: much", "costs[0].daily", "expected an amount such as 42.10, found 'much'"),
        ("daily: 42.10, ", "", "costs[0].daily", "either 'daily' or 'on'"),
        ("2026-11-03: 12.345678", "someday: 1", "costs[1].on", "expected a date"),
        ("2026-11-03: 12.345678", "2026-11-03: x", "costs[1].on.2026-11-03", "expected an amount"),
        ("on: {2026-11-03: 12.345678}", "on: [1]", "costs[1].on", "a mapping"),
        ("properties: {note: 2026-06-02, rate: 0.10}", "properties: [1]", "accounts[0].properties", "a mapping"),
        ("- {name: draw", "- {title: draw", "deployments[0]", "unknown key 'title'"),
        ("        costs:", "        budgets: {other: []}\n        costs:", "budgets", "unknown key 'other'"),
        (
            "        costs:",
            "        budgets: {consumption: [{name: b, scope: /subscriptions/other}]}\n        costs:",
            "budgets.consumption[0].scope",
            "is not in /subscriptions/51111111",
        ),
        ("daily: 42.10", "daily: .inf", "", "not a number"),
        ("tenants:", "tenants: [", "", "expected"),
    ],
)  # fmt: skip
def test_a_mistake_names_its_file_and_its_key(tmp_path: Path, old: str, new: str, place: str, complaint: str) -> None:
    assert old in SMALL
    with pytest.raises(ConfigError) as refused:
        load(tmp_path, SMALL.replace(old, new))
    message = refused.value.message
    assert message.startswith(str(tmp_path / "clinic.yaml"))
    assert place in message
    assert complaint in message


def test_a_misspelt_key_gets_a_suggestion() -> None:
    with pytest.raises(ConfigError) as refused:
        scenario_from({"tenant": []})
    assert (refused.value.message, refused.value.hint) == ("scenario: unknown key 'tenant'", "Did you mean tenants?")


@pytest.mark.parametrize("data", [{"tenants": [{"id": "a"}, {"id": "A"}]}, {"tenants": {"id": "a"}}, {"tenants": [3]}])
def test_the_shape_is_checked_all_the_way_down(data: dict[str, object]) -> None:
    with pytest.raises(ConfigError, match="scenario: tenants"):
        scenario_from(data)


def test_what_json_cannot_say_is_refused_before_it_is_asked_for() -> None:
    account = {"name": "a", "resource_group": "g", "location": "x", "properties": {"since": dt.date(2026, 1, 1)}}
    subscription = {"id": "s", "name": "S", "accounts": [account]}
    with pytest.raises(ConfigError, match=r"accounts\[0\]\.properties: date has no place in JSON"):
        scenario_from({"tenants": [{"id": "t", "subscriptions": [subscription]}]})


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"none\.yaml"):
        load_scenario(tmp_path / "none.yaml")


def test_a_file_that_is_no_mapping_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="expected a mapping, found list"):
        load(tmp_path, "[1]")
