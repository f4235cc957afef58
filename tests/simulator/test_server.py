"""The server serves many at once, remembers every request, and leaves nothing behind."""

import json
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests

from msp_aigov.errors import ConfigError
from msp_aigov.simulator.server import SimulatedAzure
from msp_aigov.simulator.wire import Response

from .clinic import CLINIC, Wire, scenario


def port_of(azure: SimulatedAzure) -> int:
    """The port of a running server."""
    return urlsplit(azure.url).port or 0


def test_the_environment_names_the_server_and_its_authority(azure: SimulatedAzure) -> None:
    assert azure.environment() == {
        "AZURE_AUTHORITY_HOST": azure.url,
        "AZURE_RESOURCE_MANAGER_ENDPOINT": azure.url,
        "AZURE_RESOURCE_MANAGER_AUDIENCE": azure.url,
        "AZURE_RETAIL_PRICES_ENDPOINT": azure.url,
        "REQUESTS_CA_BUNDLE": str(azure.ca_path),
        "SSL_CERT_FILE": str(azure.ca_path),
    }
    assert azure.url.startswith("https://127.0.0.1:")


def test_the_certificate_is_good_for_localhost_too(azure: SimulatedAzure) -> None:
    url = f"https://localhost:{port_of(azure)}/subscriptions"
    assert requests.get(url, verify=str(azure.ca_path), timeout=10).status_code == 401


def test_a_client_without_the_authority_does_not_trust_the_server(azure: SimulatedAzure) -> None:
    with pytest.raises(requests.exceptions.SSLError):
        requests.get(azure.url, verify=True, timeout=10)


def test_a_client_that_never_shakes_hands_blocks_nobody(azure: SimulatedAzure, wire: Wire) -> None:
    with socket.create_connection(("127.0.0.1", port_of(azure))):
        assert wire.get("/subscriptions").status_code == 200


def test_many_ask_at_once_and_all_are_counted() -> None:
    with SimulatedAzure(scenario(), latency_ms=5) as azure:
        wire = Wire(azure)
        with ThreadPoolExecutor(8) as pool:
            statuses = list(pool.map(lambda _: wire.get("/subscriptions").status_code, range(40)))
        assert statuses == [200] * 40
        assert azure.log.counts()[(CLINIC, "GET", "/subscriptions")] == 40


def test_every_arm_answer_has_a_request_id_of_its_own(wire: Wire) -> None:
    ids = {wire.get("/subscriptions").headers["x-ms-request-id"] for _ in range(3)}
    assert len(ids) == 3


def test_the_log_is_also_a_file(tmp_path: Path) -> None:
    path = tmp_path / "requests.jsonl"
    with SimulatedAzure(scenario(), log_path=path) as azure:
        Wire(azure).ask("GET", "/subscriptions?api-version=2022-12-01")
    token, listing = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    assert (token["api"], token["status"]) == ("token", 200)
    assert listing == {
        "method": "GET",
        "path": "/subscriptions",
        "query": "api-version=2022-12-01",
        "status": 200,
        "tenant": CLINIC,
        "body": None,
        "fault": "",
        "api": "arm",
    }


def test_nothing_is_left_after_the_end() -> None:
    threads = threading.active_count()
    with SimulatedAzure(scenario()) as azure:
        wire = Wire(azure)
        assert wire.get("/subscriptions").status_code == 200
    assert not azure.ca_path.parent.exists()
    with pytest.raises((requests.ConnectionError, OSError)):
        wire.get("/subscriptions")
    assert threading.active_count() <= threads + 2


def test_a_port_in_use_is_named(azure: SimulatedAzure) -> None:
    with pytest.raises(ConfigError, match=f"port {port_of(azure)}"), SimulatedAzure(scenario(), port=port_of(azure)):
        pass


def test_a_log_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="none"), SimulatedAzure(scenario(), log_path=tmp_path / "none" / "log"):
        pass


def test_only_json_values_can_be_answered() -> None:
    with pytest.raises(TypeError, match="set"):
        Response(200, {"value": {1}}).content()
