"""Telling other systems: signed, once, where the fleet file says, and nowhere else."""

import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from msp_aigov.act.deliver.post import post, signed
from msp_aigov.config.load import load_fleet
from msp_aigov.errors import ConfigError
from msp_aigov.model.client import Deliveries, Webhook
from msp_aigov.pipeline.deliver import prepared, sent
from msp_aigov.rules.load import load_rules
from tests.reports.builders import clinic, document, shop

SECRET = "s3cret"


class Receiver(BaseHTTPRequestHandler):
    """Keeps what it is sent; answers as its server was told."""

    def do_POST(self) -> None:
        """One delivery."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((self.path, dict(self.headers), body))  # type: ignore[attr-defined]
        self.send_response(self.server.answer)  # type: ignore[attr-defined]
        self.send_header("Location", "http://127.0.0.1:1/elsewhere")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@pytest.fixture
def server() -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    server.got, server.answer = [], 202  # type: ignore[attr-defined]
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def address(server: ThreadingHTTPServer) -> str:
    return f"http://127.0.0.1:{server.server_address[1]}/hook?to=msp"


def test_a_receiver_can_check_who_sent_it_and_when(server: ThreadingHTTPServer) -> None:
    wanted = Deliveries(webhook=Webhook(address(server), "SECRET"))
    (one,) = prepared(document(clinic()), wanted, "en")
    assert sent(one, wanted, SECRET) == ""
    path, headers, body = server.got[0]  # type: ignore[attr-defined]
    said = f"{headers['X-Aigov-Timestamp']}.{headers['X-Aigov-Id']}.".encode() + body
    right = hmac.new(SECRET.encode(), said, hashlib.sha256).hexdigest()
    assert (path, headers["X-Aigov-Signature"]) == ("/hook?to=msp", f"v1={right}")
    told = json.loads(body)
    assert (told["client"], {light["name"] for light in told["lights"]}) == (
        clinic().id,
        {light.name for light in clinic().lights},
    )


def test_the_signature_is_over_time_and_id_so_that_neither_can_be_changed() -> None:
    one, later, other = (signed(b"{}", SECRET, name, stamp) for name, stamp in (("a", 1), ("a", 2), ("b", 1)))
    assert len({each["X-Aigov-Signature"] for each in (one, later, other)}) == 3


def test_the_same_content_has_the_same_id_however_often_it_is_sent(server: ThreadingHTTPServer) -> None:
    wanted = Deliveries(webhook=Webhook(address(server), "SECRET"))
    for _ in range(2):
        sent(next(prepared(document(clinic()), wanted, "en")), wanted, SECRET)
    first, second = (headers["X-Aigov-Id"] for _, headers, _ in server.got)  # type: ignore[attr-defined]
    assert first == second


def test_each_client_is_told_of_by_itself(server: ThreadingHTTPServer) -> None:
    wanted = Deliveries(Webhook(address(server), "SECRET"), Webhook(address(server)))
    bodies = [(one.client, one.body.decode()) for one in prepared(document(clinic(), shop()), wanted, "en")]
    assert len(bodies) == 4
    assert not [client for client, body in bodies if client != shop().id and shop().name in body]


def test_a_redirect_is_not_followed_and_a_refusal_is_told(server: ThreadingHTTPServer) -> None:
    for answer in (302, 500):
        server.answer = answer  # type: ignore[attr-defined]
        assert post(address(server), b"{}", {}) == f"HTTP {answer}"
    assert len(server.got) == 2  # type: ignore[attr-defined]
    assert "refused" in post("http://127.0.0.1:1/", b"{}", {}).lower()


def test_a_card_never_grows_beyond_what_teams_takes() -> None:
    many = tuple(replace(each, remedy=each.remedy) for each in clinic().actions)
    client = replace(clinic(), decisions=clinic().decisions * 400, actions=many)
    (one,) = prepared(document(client), Deliveries(teams=Webhook("https://teams.example/")), "en")
    assert len(one.body) <= 27 * 1024 and json.loads(one.body)["type"] == "message"


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("webhook: {url: 'http://hooks.example/', secret_env: S}", "deliveries.webhook.url: expected an https address"),
        ("webhook: {url: 'https://a:b@hooks.example/', secret_env: S}", "without a name or password"),
        ("webhook: {url: 'https://hooks.example/'}", "deliveries.webhook: a webhook is signed"),
        ("teams: {url: 'file:///etc/passwd'}", "deliveries.teams.url: expected an https address"),
    ],
)
def test_an_address_that_is_not_safe_is_a_mistake_with_its_line(tmp_path: Path, lines: str, said: str) -> None:
    (tmp_path / "clients").mkdir()
    (tmp_path / "clients/one.yaml").write_text("name: One\n", encoding="utf-8")
    (tmp_path / "fleet.yaml").write_text(f"name: MSP\ndeliveries:\n  {lines}\n", encoding="utf-8")
    with pytest.raises(ConfigError) as told:
        load_fleet(tmp_path, load_rules())
    assert said in str(told.value) and str(told.value).startswith("fleet.yaml:3")
