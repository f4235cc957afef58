"""Programs that run models here: Foundry Local in its three shapes, Ollama, llama.cpp, LM Studio."""

import http.client
import importlib.metadata
import json
import re
import shutil
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from msp_aigov.errors import ConfigError
from msp_aigov.measure.live.address import KNOWN, Address, address
from msp_aigov.measure.live.wire import authorised, opened, patience, received, whole, within
from msp_aigov.measure.probe.command import said
from msp_aigov.model.bench.probed import LocalRuntime
from msp_aigov.model.seen import Seen, missing

ANSWER_S, LONGEST_NAME = 1.0, 300
_URL = re.compile(r"https?://(?:[\w.-]+|\[[^\]\s]+\])(?::\d+)?")
_VERSION = re.compile(r"\d+\.\d+\.\d+")
# Each dialect of the command line, newest first.
DIALECTS = (("server", "0.10 or later"), ("service", "before 0.10"))
NAMES = {"ollama": "Ollama", "llama-cpp": "llama.cpp server", "lmstudio": "LM Studio"}


def runtimes() -> tuple[LocalRuntime, ...]:
    """All that are installed or answering; nothing is started, and only loopback is asked."""
    return (*_sdk(), *_foundry_cli(), *_others())


def foundry_endpoint() -> Address | None:
    """Where the Foundry Local command line says that its server listens."""
    for dialect, _ in DIALECTS:
        if found := endpoint_in(said(["foundry", dialect, "status"]) or ""):
            return found
    return None


def endpoint_in(words: str) -> Address | None:
    """The first loopback address in what a status command printed."""
    for url in _URL.findall(words):
        with suppress(ConfigError):
            return address(f"{url}/v1", allow_remote=False)
    return None


def models(place: Address) -> tuple[str, ...] | None:
    """The models an endpoint names, or None when it does not answer as one."""
    return listed(place)[1]


def listed(place: Address, key: str = "", within_s: float = ANSWER_S) -> tuple[int, tuple[str, ...] | None]:
    """The HTTP status of an endpoint's list of models, 0 when nobody answers, and the models if it is such a list."""
    status, answer = _asked(place, f"{place.path}/models", key, within_s)
    items = answer.get("data") if isinstance(answer, dict) else None
    if not isinstance(items, list):
        return status, None
    names = (each["id"] for each in items if isinstance(each, dict) and isinstance(each.get("id"), str))
    return status, tuple(sorted(name for name in names if 0 < len(name) <= LONGEST_NAME))


def get(place: Address, path: str) -> Any:
    """The JSON at a path of an endpoint, or None."""
    return _asked(place, path, "", ANSWER_S)[1]


def _asked(place: Address, path: str, key: str, within_s: float) -> tuple[int, Any]:
    connection = opened(place, within_s)
    status = 0
    try:
        connection.request("GET", path, headers=authorised(key))
        with patience(connection.sock, within(within_s)):
            response = connection.getresponse()
            status = response.status
            return status, json.loads(whole(received(response))) if status == 200 else None
    except (OSError, http.client.HTTPException, ValueError, RecursionError):
        return status, None
    finally:
        connection.close()


def _sdk() -> Iterator[LocalRuntime]:
    for package in ("foundry-local-sdk", "foundry-local-core"):
        try:
            version = importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            continue
        yield LocalRuntime(f"Foundry Local SDK ({package})", Seen(version, "read", "installed package"))


def _foundry_cli() -> Iterator[LocalRuntime]:
    if shutil.which("foundry") is None:
        return
    version = _VERSION.search(said(["foundry", "--version"]) or "")
    known: Seen[str] = Seen(version[0], "read", "foundry --version") if version else missing("foundry --version")
    for dialect, era in DIALECTS:
        status = said(["foundry", dialect, "status"])
        if status is None:
            continue
        place = endpoint_in(status)
        source = f"foundry {dialect} status"
        where: Seen[str] = Seen(place.url, "read", source) if place else missing(f"{source}: not running")
        yield LocalRuntime(f"Foundry Local CLI ({era})", known, where, (models(place) or ()) if place else ())
        return
    yield LocalRuntime("Foundry Local CLI", known, missing("neither dialect answers"))


def _others() -> Iterator[LocalRuntime]:
    for key, url in KNOWN.items():
        place = address(url, allow_remote=False)
        held = models(place)
        if held is None:
            continue
        version = _server_version(key, place)
        yield LocalRuntime(NAMES[key], version, Seen(place.url, "read", "its usual port answers"), held)


def _server_version(key: str, place: Address) -> Seen[str]:
    answer = get(place, "/api/version") if key == "ollama" else None
    words = answer.get("version") if isinstance(answer, dict) else None
    return Seen(words, "read", "/api/version") if isinstance(words, str) else missing("it does not say")
