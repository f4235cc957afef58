"""The fleet folder: fleet.yaml and clients/<id>.yaml to one frozen value, all mistakes in one go."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from msp_aigov.config.logo import with_logo
from msp_aigov.config.prices import price_problems, with_prices
from msp_aigov.config.sense import Problem, client_problems, fleet_problems
from msp_aigov.config.shape import adapter, fit
from msp_aigov.config.shared import as_lists, shared_out, with_maps
from msp_aigov.config.source import Location, Source, read_yaml
from msp_aigov.config.waivers import waiver_problems, with_waivers
from msp_aigov.errors import ConfigError
from msp_aigov.model.ability.prices import PriceFile
from msp_aigov.model.client import Client, Fleet
from msp_aigov.model.pack.waiver import WaiverFile
from msp_aigov.model.rules import Rules

T = TypeVar("T")

FLEET_FILE = "fleet.yaml"
CLIENTS_FOLDER = "clients"
WAIVERS_FILE = "waivers.yaml"
PRICES_FILE = "prices.yaml"


def load_fleet(folder: Path, rules: Rules) -> Fleet:
    """Read a fleet folder; raises one ConfigError that lists every mistake of every file."""
    if not (folder / FLEET_FILE).is_file():
        raise ConfigError(
            f"{folder}: holds no {FLEET_FILE}",
            "Name the fleet folder with --fleet DIR, or make one with `msp-aigov init DIR`.",
        )
    mistakes: list[str] = []
    sources: list[Source] = []
    own: dict[str, Any] = {"clients": (), "digest": ""}
    fleet = _read(folder / FLEET_FILE, FLEET_FILE, Fleet, own, lambda f: fleet_problems(f, rules), sources, mistakes)
    fleet = with_logo(fleet, folder, sources[0], mistakes) if fleet else None
    clients = []
    for path in sorted((folder / CLIENTS_FOLDER).glob("*.yaml")):
        shown = f"{CLIENTS_FOLDER}/{path.name}"
        own = {"id": path.stem, "exports": (), "waivers": (), "prices": None}
        client = _read(path, shown, Client, own, lambda c: client_problems(c, rules), sources, mistakes)
        clients += [client] if client else []
    mistakes += _shared_subscriptions(clients)
    waivers = _waivers(folder, sources, mistakes)
    prices = _prices(folder, sources, mistakes)
    for path in sorted((folder / CLIENTS_FOLDER).glob("*.yml")):
        mistakes.append(f"{CLIENTS_FOLDER}/{path.name}: rename it to {path.stem}.yaml; only .yaml files are read")
    if mistakes or fleet is None:
        raise ConfigError(mistakes)
    if not clients:
        raise ConfigError(f"{CLIENTS_FOLDER}/: holds no client", "Write one file per client: clients/contoso.yaml")
    digest = hashlib.sha256(b"\0".join(source.shown.encode() + b"\0" + source.raw for source in sources)).hexdigest()
    waived = with_waivers(shared_out(fleet.inventories, clients), waivers)
    return replace(fleet, clients=with_prices(waived, prices), digest=digest)


def choose(fleet: Fleet, wanted: Iterable[str]) -> tuple[Client, ...]:
    """The clients to work on: those named, or all that are active."""
    wanted = list(wanted)
    known = {client.id: client for client in fleet.clients}
    unknown = [name for name in wanted if name not in known]
    if unknown:
        raise ConfigError(
            f"no client {', '.join(unknown)} in this fleet", "Clients here: " + ", ".join(sorted(known)) + "."
        )
    if wanted:
        return tuple(known[name] for name in sorted(set(wanted)))
    active = tuple(client for client in fleet.clients if client.status == "active")
    if not active:
        raise ConfigError("no client of this fleet is active", "Set `status: active`, or name one with --client ID.")
    return active


def schemas() -> dict[str, Any]:
    """The JSON Schemas of fleet.yaml, of clients/<id>.yaml, of waivers.yaml and of prices.yaml."""
    made: dict[str, Any] = {}
    kinds = (
        ("fleet", Fleet, ("clients", "digest")),
        ("client", Client, ("id", "exports", "waivers", "prices")),
        ("waivers", WaiverFile, ()),
        ("prices", PriceFile, ()),
    )
    for name, kind, inner in kinds:
        schema = adapter(kind).json_schema()
        for field in inner:
            schema["properties"].pop(field)
            schema["required"] = [item for item in schema.get("required", []) if item != field]
        made[name] = {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
    made["fleet"] = with_maps(made["fleet"])
    return made


def _waivers(folder: Path, sources: list[Source], mistakes: list[str]) -> WaiverFile:
    """What was accepted, if the file is there at all."""
    path = folder / WAIVERS_FILE
    if not path.is_file():
        return WaiverFile()
    known = [each.stem for each in (folder / CLIENTS_FOLDER).glob("*.yaml")]
    held = _read(path, WAIVERS_FILE, WaiverFile, {}, lambda file: waiver_problems(file, known), sources, mistakes)
    return held or WaiverFile()


def _prices(folder: Path, sources: list[Source], mistakes: list[str]) -> PriceFile | None:
    """What remedies cost, if the file is there at all."""
    path = folder / PRICES_FILE
    if not path.is_file():
        return None
    known = [each.stem for each in (folder / CLIENTS_FOLDER).glob("*.yaml")]
    return _read(path, PRICES_FILE, PriceFile, {}, lambda file: price_problems(file, known), sources, mistakes)


def _read(
    path: Path,
    shown: str,
    kind: Callable[..., T],
    own: dict[str, Any],
    problems: Callable[[T], Iterable[Problem]],
    sources: list[Source],
    mistakes: list[str],
) -> T | None:
    """One file's value; its mistakes of shape and of sense are added together, in the file's order."""
    try:
        source = read_yaml(path, shown)
    except ConfigError as error:
        mistakes += error.mistakes
        return None
    sources.append(source)
    fitted = fit(replace(source, data=as_lists(source.data)) if kind is Fleet else source, kind, own)
    senseless = [] if fitted.value is None else [*problems(fitted.value)]
    told = [pair for pair in senseless if not any(_within(pair[0], place) for place in fitted.places)]
    found = [*fitted.mistakes, *(source.mistake(place, words) for place, words in told)]
    mistakes += sorted(found, key=_line)
    return fitted.value


def _within(place: Location, wrong: Location) -> bool:
    """Whether a place lies inside one that was already found wrong."""
    return tuple(place[: len(wrong)]) == tuple(wrong)


def _line(mistake: str) -> int:
    return int(mistake.split(":")[1])


def _shared_tenants(clients: Iterable[Client]) -> list[str]:
    """A file that lists no subscription means all of its tenant: no other file may then name that tenant."""
    named = [client for client in clients if client.azure]
    return [
        f"clients/{client.id}.yaml: clients/{other.id}.yaml names the same tenant; list each one's own subscriptions"
        for client in named
        for other in named
        if client.id != other.id and client.azure and other.azure
        if client.azure.tenant.lower() == other.azure.tenant.lower() and not client.azure.subscriptions
    ]


def _shared_subscriptions(clients: Iterable[Client]) -> list[str]:
    """A subscription in two clients' files would be counted and shown to both."""
    owner: dict[str, str] = {}
    mistakes = _shared_tenants(clients)
    for client in clients:
        for subscription in client.azure.subscriptions if client.azure else ():
            first = owner.setdefault(subscription.lower(), client.id)
            if first != client.id:
                mistakes.append(
                    f"clients/{client.id}.yaml: subscription {subscription} is also in clients/{first}.yaml"
                )
    return mistakes
