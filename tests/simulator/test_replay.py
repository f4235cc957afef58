"""Recorded answers are served by method and path."""

import json
from pathlib import Path

import pytest

from msp_aigov.errors import ConfigError
from msp_aigov.simulator.server import SimulatedAzure

from .clinic import SHARED, WORK, Sdks, Wire, scenario

MODELS = f"/subscriptions/{WORK}/providers/Microsoft.CognitiveServices/locations/westeurope/models"
NOT_RECORDINGS = {
    "errors.json",
    "rai_policy_Microsoft.DefaultV2_RECONSTRUCTED.json",
    "cognitiveservices_account_create_lro_2025-10.json",
}
FOUND = sorted(path for path in (SHARED / "recordings").glob("*.json") if path.name not in NOT_RECORDINGS)


def exchange(value: list[object], *, status: int = 200, method: str = "GET", path: str = MODELS) -> dict[str, object]:
    """One hand-made exchange with a link to its own host."""
    host = "https://management.azure.com"
    return {
        "request": {"method": method, "uri": f"{host}{path}?api-version=2025-09-01"},
        "response": {
            "status": status,
            "headers": {"x-ms-request-id": "r-1", "Content-Length": "9999", "Location": host + path},
            "body": {"value": value, "nextLink": f"{host}{path}?page=2"},
        },
    }


def recording(tmp_path: Path, content: object) -> Path:
    """A recording file."""
    path = tmp_path / "recording.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def test_an_answer_is_served_again_with_its_links_turned_here(tmp_path: Path) -> None:
    path = recording(tmp_path, exchange([{"rate": 0.1}]))
    with SimulatedAzure(scenario(), recordings=[path]) as azure:
        answer = Wire(azure).get(MODELS.upper() + "?api-version=other")
        assert answer.text == f'{{"value": [{{"rate": 0.1}}], "nextLink": "{azure.url}{MODELS}?page=2"}}'
        assert answer.headers["x-ms-request-id"] == "r-1"
        assert answer.headers["Location"] == azure.url + MODELS


def test_answers_to_the_same_call_come_in_turn_and_the_last_one_stays(tmp_path: Path) -> None:
    path = recording(tmp_path, {"exchanges": [exchange([], status=202), exchange([1])]})
    with SimulatedAzure(scenario(), recordings=[path]) as azure:
        wire = Wire(azure)
        assert [wire.get(MODELS).status_code for _ in range(3)] == [202, 200, 200]


def test_what_was_not_recorded_comes_from_the_scenario(tmp_path: Path) -> None:
    with SimulatedAzure(scenario(), recordings=[recording(tmp_path, exchange([]))]) as azure:
        assert [found.display_name for found in Sdks(azure).subscriptions.subscriptions.list()] == [
            "Harbour production"
        ]


def test_a_recorded_write_is_served_only_where_writes_are_allowed(tmp_path: Path) -> None:
    path = recording(tmp_path, exchange([], status=201, method="PUT"))
    for allowed, status in ((False, 403), (True, 201)):
        with SimulatedAzure(scenario(allow_writes=allowed), recordings=[path]) as azure:
            assert Wire(azure).ask("PUT", MODELS, {}).status_code == status


@pytest.mark.parametrize(
    "content", ["{", "[]", "{}", {"exchanges": [{"request": {}}]}, {"Entries": [{}]}, {"Entries": 3}]
)
def test_a_file_that_is_no_recording_is_named(tmp_path: Path, content: object) -> None:
    with pytest.raises(ConfigError, match=r"recording\.json"):
        SimulatedAzure(scenario(), recordings=[recording(tmp_path, content)])


def test_a_missing_recording_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"none\.json"):
        SimulatedAzure(scenario(), recordings=[tmp_path / "none.json"])


@pytest.mark.skipif(not FOUND, reason="no recordings beside the repository")
@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.name)
def test_a_real_recording_is_answered_as_it_was(path: Path) -> None:
    data = json.loads(path.read_text(encoding="utf-8"))
    exchanges = data.get("exchanges") or [_as_exchange(entry) for entry in data.get("Entries", [])] or [data]
    with SimulatedAzure(scenario(allow_writes=True), recordings=[path]) as azure:
        wire = Wire(azure)
        for recorded in exchanges:
            uri = "/" + recorded["request"]["uri"].split("/", 3)[3]
            answer = wire.ask(recorded["request"]["method"], uri)
            assert answer.status_code == recorded["response"]["status"]
            assert _without_hosts(answer.text, azure.url) == _without_hosts(json.dumps(recorded["response"]["body"]))


def _as_exchange(entry: dict[str, object]) -> dict[str, dict[str, object]]:
    return {
        "request": {"method": entry["RequestMethod"], "uri": entry["RequestUri"]},
        "response": {"status": entry["StatusCode"], "body": entry["ResponseBody"]},
    }


def _without_hosts(text: str, url: str = "") -> object:
    for host in (url, "https://management.azure.com", "https://login.microsoftonline.com"):
        text = text.replace(host, "") if host else text
    return json.loads(text)
