"""The simulated Azure: a listener, tokens, ARM, faults and a log, put together."""

import itertools
import tempfile
import threading
import time
import uuid
from collections.abc import Sequence
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlencode

from msp_aigov.simulator import arm
from msp_aigov.simulator.arm.paging import with_next_link
from msp_aigov.simulator.arm.state import State
from msp_aigov.simulator.effects import Effect
from msp_aigov.simulator.faults import Faults
from msp_aigov.simulator.listener import Listener, Reply
from msp_aigov.simulator.log import LogEntry, RequestLog
from msp_aigov.simulator.replay import Recordings
from msp_aigov.simulator.scenario import Scenario
from msp_aigov.simulator.tls import server_context
from msp_aigov.simulator.token import TokenService, in_entra_shape, is_token_path, tenant_of, without_secrets
from msp_aigov.simulator.wire import Request, Response

NOT_ANSWERED = 0


class SimulatedAzure:
    """A context manager that answers as Azure on a loopback port while it is open."""

    url: str
    ca_path: Path
    log: RequestLog

    def __init__(
        self,
        scenario: Scenario,
        *,
        port: int = 0,
        latency_ms: int = 0,
        faults: Sequence[str] = (),
        log_path: Path | None = None,
        recordings: Sequence[Path] = (),
    ) -> None:
        self._tokens, self._state = TokenService(scenario), State(scenario)
        self._faults, self._recordings = Faults(faults), Recordings(recordings)
        self._numbers = itertools.count(1)
        self._port, self._latency_ms, self._log_path = port, latency_ms, log_path

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            self.log = stack.enter_context(closing(RequestLog(self._log_path)))
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="msp-aigov-simulator-"))
            context, self.ca_path = server_context(Path(folder))
            listener = Listener(self._port, context, self._handle)
            threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
            stack.callback(listener.stop)
            self._stack, self.url = stack.pop_all(), listener.url
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def environment(self) -> dict[str, str]:
        """The variables that point azure-identity, the SDKs and msp-aigov at this server."""
        return {
            "AZURE_AUTHORITY_HOST": self.url,
            "AZURE_RESOURCE_MANAGER_ENDPOINT": self.url,
            "AZURE_RESOURCE_MANAGER_AUDIENCE": self.url,
            "AZURE_RETAIL_PRICES_ENDPOINT": self.url,
            "REQUESTS_CA_BUNDLE": str(self.ca_path),
            "SSL_CERT_FILE": str(self.ca_path),
        }

    def _handle(self, request: Request) -> Reply:
        effect = self._faults.effect(request.method, request.path)
        api = "token" if is_token_path(request.path) else "arm"
        request = replace(request, tenant=self._tenant(request, api))
        time.sleep((effect.delay_ms + (self._latency_ms if api == "arm" else 0)) / 1000)
        response = self._answer(request, api, effect)
        if api == "arm":
            identified = {"x-ms-request-id": str(uuid.UUID(int=next(self._numbers)))}
            response = replace(response, headers=identified | dict(response.headers))
        self.log.add(_entry(request, response, api, effect))
        return Reply(None if effect.drop else response, effect.truncate)

    def _tenant(self, request: Request, api: str) -> str:
        if api == "token":
            return tenant_of(request.path)
        return self._tokens.tenant(request.headers.get("authorization", ""), request.base_url)

    def _answer(self, request: Request, api: str, effect: Effect) -> Response:
        if effect.drop == "before":
            return Response(NOT_ANSWERED)
        if effect.answer:
            if effect.done_first and api == "arm":
                arm.answer(self._state, request)
            answer = effect.answer(request.path)
            return answer if api == "arm" else in_entra_shape(answer)
        refused = self._state.refuses(request) if api == "arm" else None
        recorded = None if refused else self._recordings.answer(request)
        if recorded:
            return recorded
        if api == "token":
            return self._tokens.answer(request, effect.tenant)
        return with_next_link(arm.answer(self._state, request), effect.next_link)


def _entry(request: Request, response: Response, api: str, effect: Effect) -> LogEntry:
    body = without_secrets(request.body) if api == "token" else request.body
    return LogEntry(
        method=request.method,
        path=request.path,
        query=urlencode(request.query, safe="$"),
        status=response.status,
        tenant=request.tenant,
        body=body or None,
        fault=effect.rule,
        api=api,
    )
