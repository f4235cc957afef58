"""From the options of `bench --endpoint` to a measurement: which endpoint, which model of it, with which key."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from msp_aigov.errors import ConfigError
from msp_aigov.measure.live import bench as live
from msp_aigov.measure.live import transcribe
from msp_aigov.measure.live.address import Address, address
from msp_aigov.measure.live.foundry import Order as FoundryOrder
from msp_aigov.measure.live.foundry import bench as foundry_bench
from msp_aigov.measure.live.sound import Sound, generated, recorded
from msp_aigov.measure.probe.runtimes import foundry_endpoint, listed
from msp_aigov.model.bench.measured import Measurement, Need
from msp_aigov.model.rules import Rules

FOUNDRY = "foundry"
# A server that is still loading, or looks for its catalogue first, may take this long to say what it holds.
LIST_S = 10.0


@dataclass(frozen=True)
class Asked:
    """The options as given."""

    models: tuple[str, ...]
    workload: str | None
    provider: str | None
    duration_s: int
    no_network: bool
    endpoint: str | None
    remote_model: str | None
    api_key_env: str | None
    allow_remote: bool
    concurrency: int
    foundry_cache: Path | None = None
    sound: Path | None = None


def measured_live(
    asked: Asked, need: Need | None, speech: bool, rules: Rules, said: Callable[[str], None]
) -> Measurement:
    """Ask a running program, or Foundry Local's SDK for want of one."""
    need = need or Need("none stated", None, None, None, 256, 128, max(1, asked.concurrency))
    key = key_of(asked.api_key_env)
    place = _place(asked)
    if place is None:
        return _sdk(asked, need, speech, rules, said)
    model = asked.remote_model or _first_model(place, key)
    order = live.Order(place, model, need, key, alias=alias_of(asked, rules, model))
    if speech or asked.sound:
        sound = _recording(asked.sound) if asked.sound else generated()
        return transcribe.bench(order, sound, said)
    return live.bench(order, said)


def key_of(name: str | None) -> str:
    """The endpoint's key out of the environment; its value is never shown, not even when it is a mistake."""
    if not name:
        return ""
    key = os.environ.get(name, "").strip()
    if not key:
        raise ConfigError(f"--api-key-env {name}: this variable is not set")
    if not key.isascii() or not key.isprintable() or " " in key:
        raise ConfigError(f"--api-key-env {name}: what it holds is no key", "A key is one word of plain characters.")
    return key


def alias_of(asked: Asked, rules: Rules, model: str) -> str:
    """The catalogue's name of a model: as given with --model, else the variant that the endpoint names."""
    if asked.models:
        return asked.models[0]
    bare = model.casefold().partition(":")[0]
    found = {
        each.alias for each in rules.local_models if bare in (each.alias, each.variant.casefold().partition(":")[0])
    }
    return found.pop() if len(found) == 1 else ""


def _sdk(asked: Asked, need: Need, speech: bool, rules: Rules, said: Callable[[str], None]) -> Measurement:
    if speech or asked.sound:
        raise ConfigError("Foundry Local: speech is measured through its server", "Start it: `foundry server start`.")
    if need.users > 1:
        said("Foundry Local's SDK is asked by one user at a time")
    name = asked.remote_model or ""
    order = FoundryOrder(name, need, str(asked.foundry_cache or ""), alias=alias_of(asked, rules, name))
    return foundry_bench(order, said)


def _recording(path: Path) -> Sound:
    try:
        return recorded(path.read_bytes(), str(path))
    except OSError as error:
        raise ConfigError(f"--sound {path}: cannot be read: {error.strerror}") from error


def _place(asked: Asked) -> Address | None:
    """The endpoint to ask; None means Foundry Local's SDK, for want of a running server."""
    if (asked.endpoint or "").casefold() != FOUNDRY:
        return address(asked.endpoint or "", asked.allow_remote)
    found = None if asked.foundry_cache else foundry_endpoint()
    if found is None and find_spec("foundry_local_sdk") is None:
        hint = "Start its server (`foundry server start`), or pip install foundry-local-sdk."
        raise ConfigError("Foundry Local: no server is running and its SDK is not installed", hint)
    return found


def _first_model(place: Address, key: str) -> str:
    """The first model that the endpoint names; those that only make embeddings cannot chat."""
    status, held = listed(place, key, LIST_S)
    if status == 0:
        hint = "Start the program, or give its address."
        raise ConfigError(f"{place.url}: nothing answers there", hint)
    if status in (401, 403):
        raise ConfigError(f"{place.url}: HTTP {status}, it wants a key", "Name its variable: --api-key-env NAME.")
    if held is None:
        what = f"HTTP {status}" if status != 200 else "no list of models"
        hint = "Give the address up to /v1, and the model with --remote-model."
        raise ConfigError(f"{place.url}: what answers there is no OpenAI-compatible API ({what})", hint)
    if not held:
        raise ConfigError(f"{place.url}: holds no model", "Load one there first.")
    return next((name for name in held if "embed" not in name.casefold()), held[0])
