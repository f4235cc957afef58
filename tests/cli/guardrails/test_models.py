"""`models where` answers offline from dated facts, says so, and never guesses."""

import json
import time
from pathlib import Path
from typing import Any

import pytest

from tests import world
from tests.cli.commands import Command
from tests.cli.conftest import msp as msp


def where(msp: Command, *arguments: str | Path) -> tuple[int, dict[str, Any]]:
    ended = msp("models", "where", *arguments, "-o", "json")
    return ended.code, json.loads(ended.out)


def test_a_known_pair_has_date_and_source_and_needs_no_network(msp: Command) -> None:
    started = time.perf_counter()
    code, answer = where(msp, "gpt-image-1.5", "--region", "Sweden Central")
    assert time.perf_counter() - started < 1
    assert (code, answer["outcome"], answer["basis"]) == (0, "offered", "dated facts")
    assert {place["sku"] for place in answer["places"]} >= {"DataZoneStandard"}
    assert all(place["source"] and place["read_on"] for place in answer["places"])


def test_a_pair_without_a_dated_row_is_unknown(msp: Command) -> None:
    assert where(msp, "gpt-image-1.5", "--region", "norwayeast")[0] == 3
    code, answer = where(msp, "gpt-99")
    assert (code, answer["outcome"], answer["places"]) == (3, "unknown", [])


@pytest.mark.parametrize(
    ("residency", "model", "outcome"),
    [
        ("eu", "MAI-Image-2.5", "not_allowed"),
        ("any", "MAI-Image-2.5", "offered"),
        ("eu", "gpt-image-1.5", "offered"),
        ("eu_members_only", "gpt-image-1.5", "not_allowed"),
        (None, "MAI-Image-2.5", "unknown"),
    ],
)
def test_a_clients_residency_decides(
    msp: Command, tmp_path: Path, residency: str | None, model: str, outcome: str
) -> None:
    file = world.client_file(residency=residency)
    folder = world.write_fleet(tmp_path, {"one": file})
    assert where(msp, model, "--client", "one", "--fleet", folder)[1]["outcome"] == outcome


def test_what_is_not_allowed_gets_the_nearest_that_is_with_its_price(msp: Command, tmp_path: Path) -> None:
    folder = world.write_fleet(tmp_path, {"one": world.client_file()})
    _, answer = where(msp, "MAI-Image-2.5", "--client", "one", "--fleet", folder)
    assert answer["alternative"]["model"] == "gpt-image-1.5"
    assert answer["alternative"]["sku"] == "DataZoneStandard"
    assert "USD" in answer["alternative_price"]
    assert any("different ends" in note for note in answer["notes"])


def test_live_asks_the_clients_own_accounts(msp: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = world.write_fleet(tmp_path, {"one": world.client_file()})
    data = world.estate()
    account = data["tenants"][0]["subscriptions"][0]["accounts"][0]
    sku = {"name": "DataZoneStandard", "usageName": "OpenAI.DataZoneStandard.gpt-5-mini"}
    stated = {"lifecycleStatus": "Deprecating", "deprecation": {"inference": "2027-03-01T00:00:00Z"}}
    account["models"] = [{"name": "gpt-5-mini", "version": "1", "skus": [sku], **stated}]
    account["quotas"] = [{"name": {"value": "openai.datazonestandard.gpt-5-mini"}, "currentValue": 20, "limit": 100}]
    with world.simulated(data) as azure:
        world.enter(azure, monkeypatch)
        _, answer = where(msp, "gpt-5-mini", "--client", "one", "--fleet", folder, "--live")
    assert (answer["basis"], answer["outcome"]) == ("live", "offered")
    assert [place["region"] for place in answer["places"]] == ["westeurope"]
    assert "80 left" in answer["quota"]
    (claim,) = [claim for claim in answer["claims"] if "asked live" in claim["source"]]
    assert (claim["lifecycle"], claim["retires"]) == ("Deprecating", "2027-03-01")


def test_live_that_cannot_ask_answers_from_dated_facts_and_says_why(
    msp: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = world.write_fleet(tmp_path, {"one": world.client_file()})
    with world.simulated(world.estate(), "*/accounts=403") as azure:
        world.enter(azure, monkeypatch)
        _, answer = where(msp, "gpt-image-1.5", "--client", "one", "--fleet", folder, "--live")
    assert (answer["basis"], answer["outcome"]) == ("dated facts", "offered")
    assert any("not asked live" in note and "403" in note for note in answer["notes"])


def test_azure_is_asked_by_itself_where_a_way_to_sign_in_is_at_hand(
    msp: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = world.write_fleet(tmp_path, {"one": world.client_file()})
    data = world.estate()
    account = data["tenants"][0]["subscriptions"][0]["accounts"][0]
    account["models"] = [{"name": "gpt-5-mini", "version": "1", "skus": [{"name": "DataZoneStandard"}]}]
    with world.simulated(data) as azure:
        world.enter(azure, monkeypatch)
        _, asked = where(msp, "gpt-5-mini", "--client", "one", "--fleet", folder)
        _, other = where(msp, "gpt-image-1.5", "--client", "one", "--fleet", folder)
        reads = len(azure.log.entries)
        _, offline = where(msp, "gpt-5-mini", "--client", "one", "--fleet", folder, "--offline")
        assert azure.log.writes() == () and len(azure.log.entries) == reads
    assert (asked["basis"], asked["outcome"]) == ("live", "offered")
    assert (other["basis"], other["outcome"]) == ("dated facts", "offered")
    assert "not asked live: no account of this client lists it there" in other["notes"]
    assert offline["basis"] == "dated facts"


def test_without_a_network_dated_facts_answer_within_a_second_and_say_why(
    msp: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = world.write_fleet(tmp_path, {"one": world.client_file()})
    with world.simulated(world.estate()) as azure:
        world.enter(azure, monkeypatch)
    started = time.perf_counter()
    _, answer = where(msp, "gpt-image-1.5", "--client", "one", "--fleet", folder)
    assert time.perf_counter() - started < 1
    assert (answer["basis"], answer["outcome"]) == ("dated facts", "offered")
    assert "not asked live: 127.0.0.1 does not answer" in answer["notes"]


def test_what_nobody_allowed_is_no_alternative_and_the_zone_asked_for_is_the_nearest(
    msp: Command, tmp_path: Path
) -> None:
    folder = world.write_fleet(tmp_path, {"one": world.client_file(residency=None)})
    assert where(msp, "MAI-Image-2.5", "--client", "one", "--fleet", folder)[1]["alternative"] is None
    assert where(msp, "gpt-image-1.5", "--region", "norwayeast")[1]["alternative"]["region"] == "polandcentral"
