"""Clients found in a list of subscriptions or customers, written as one file each; nothing is overwritten."""

import csv
import io
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from msp_aigov.errors import AigovError, ConfigError

# Column names, lower-cased, of Partner Center's customer list, of `az account list` and of PSA exports.
NAMES = ("customer name", "company name", "customer company name", "company", "customer", "client", "name")
TENANTS = ("microsoft id", "customer tenant id", "tenant id", "tenantid", "hometenantid", "customer id", "customerid")
SUBSCRIPTIONS = ("subscription id", "subscriptionid", "azure subscription id")
# What `az account list` calls a cloud, and what a client's file calls it.
CLOUDS = {"azurecloud": "public", "azureusgovernment": "usgov", "azurechinacloud": "china"}
GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
OWN_TENANT = re.compile(r"""(?<!\w)tenant["']?\s*:\s*["']?([0-9a-f-]{36})""")  # not the one that manages it
UNDERSTOOD = "Understood are `az account list -o json` and CSV files with a customer's name, and tenant id if known."


@dataclass(frozen=True)
class Found:
    """One client as a list names it; `seen_from` is the tenant signed in to, where that is not the client's.

    `tenant` is empty where the list holds none, as a PSA's does; `cloud` where it does not say which.
    """

    name: str
    tenant: str
    subscriptions: tuple[str, ...] = ()
    managed_by: tuple[str, ...] = ()
    seen_from: str = ""
    cloud: str = ""


def from_file(path: Path) -> tuple[Found, ...]:
    """The clients of a saved list, one for each tenant."""
    try:
        raw = path.read_bytes()
        text = raw.decode("utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}", UNDERSTOOD) from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: is neither UTF-8 nor UTF-16 text", UNDERSTOOD) from error
    if text.lstrip().startswith(("[", "{")):
        return by_tenant(_subscriptions(text, path))
    return by_tenant(_rows(text, path))


def _subscriptions(text: str, path: Path) -> Iterator[Found]:
    try:
        body = json.loads(text)
    except ValueError as error:
        raise ConfigError(f"{path}: is not JSON: {error}", UNDERSTOOD) from error
    listed = body.get("value", [body]) if isinstance(body, dict) else body
    yield from subscriptions(item for item in listed if isinstance(item, dict))


def subscriptions(items: Iterable[Mapping[str, Any]]) -> Iterator[Found]:
    """Subscriptions as ARM or `az account list` gives them; the home tenant counts, not the one signed in to."""
    for spelled in items:
        item = {f"{key[:1].lower()}{key[1:]}": value for key, value in spelled.items()}  # PowerShell writes TenantId
        identity = str(item.get("subscriptionId") or item.get("id") or "").rsplit("/", 1)[-1].lower()
        tenant = str(item.get("homeTenantId") or item.get("tenantId") or "").lower()
        managers = item.get("managedByTenants") or ()
        managers = managers if isinstance(managers, list) else ()
        signed_in = str(item.get("tenantId") or "").lower() if item.get("homeTenantId") else tenant
        if GUID.fullmatch(identity) and GUID.fullmatch(tenant):
            named = tuple(str(each.get("tenantId")).lower() for each in managers if isinstance(each, dict))
            name = str(item.get("tenantDisplayName") or item.get("displayName") or item.get("name") or tenant)
            cloud = CLOUDS.get(str(item.get("cloudName") or "").lower(), "")
            # `az` lists a tenant without subscriptions as a subscription of the tenant's id.
            own = () if identity == tenant else (identity,)
            yield Found(name, tenant, own, named, "" if signed_in == tenant else signed_in, cloud)


def _rows(text: str, path: Path) -> Iterator[Found]:
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    rows = [
        {(key or "").strip().lower(): (value or "").strip() for key, value in row.items() if isinstance(value, str)}
        for row in csv.DictReader(io.StringIO(text), delimiter=delimiter)
    ]
    header = set(rows[0]) if rows else set()
    if not header & set(NAMES):
        raise ConfigError(f"{path}: its columns are not known: {', '.join(sorted(header)) or 'none'}", UNDERSTOOD)
    for row in rows:
        tenant = _first(row, TENANTS).lower()
        subscription = _first(row, SUBSCRIPTIONS).lower()
        own = (subscription,) if GUID.fullmatch(subscription) else ()
        known = tenant if GUID.fullmatch(tenant) else ""
        if known or _first(row, NAMES):
            yield Found(_first(row, NAMES) or tenant, known, own if known else ())


def _first(row: Mapping[str, str], names: Iterable[str]) -> str:
    return next((row[name] for name in names if row.get(name)), "")


def by_tenant(found: Iterable[Found]) -> tuple[Found, ...]:
    """One client for each tenant, named as it is first named; without a tenant, for each name."""
    tenants: dict[str, Found] = {}
    for each in found:
        key = each.tenant or each.name.lower()
        one = tenants.get(key, Found(each.name, each.tenant))
        subscriptions = tuple(dict.fromkeys((*one.subscriptions, *each.subscriptions)))
        managers = tuple(dict.fromkeys((*one.managed_by, *each.managed_by)))
        seen_from = one.seen_from or each.seen_from
        cloud = one.cloud or each.cloud
        tenants[key] = Found(one.name, each.tenant, subscriptions, managers, seen_from, cloud)
    return tuple(tenants.values())


def written(found: Iterable[Found], folder: Path, cloud: str, own: str | None) -> tuple[list[Path], list[str]]:
    """Write a file for each client that no file names yet; the paths written, and the names of those kept."""
    import yaml

    clients = folder / "clients"
    clients.mkdir(parents=True, exist_ok=True)
    texts = {path: path.read_text(encoding="utf-8") for path in clients.glob("*.yaml")}
    made, kept = [], []
    for each in found:
        if any(_about(each, text) for text in texts.values()):
            kept.append(each.name)
            continue
        path = _free(clients, each.name)
        body = yaml.safe_dump(_body(each, cloud, own), allow_unicode=True, sort_keys=False)
        try:
            path.write_text(f"# {HEAD if each.tenant else HEAD_WITHOUT}\n{body}", encoding="utf-8")
        except OSError as error:
            raise AigovError(f"{path}: cannot be written: {error.strerror}") from error
        texts[path] = body
        made.append(path)
    return made, kept


HEAD = "Found in a list. Add profile, residency and budget."
HEAD_WITHOUT = "Found in a list that names no tenant. Add azure.tenant, profile, residency and budget."


def _about(found: Found, text: str) -> bool:
    """Whether a client's file is about this client: by its tenant, else by its name."""
    if found.tenant:
        return found.tenant in OWN_TENANT.findall(text.lower())
    named = re.search(r"(?m)^name:\s*(.+?)\s*$", text)
    return named is not None and named[1].strip("\"'").lower() == found.name.lower()


def _body(found: Found, cloud: str, own: str | None) -> dict[str, Any]:
    if not found.tenant:
        return {"name": found.name}
    azure: dict[str, Any] = {"tenant": found.tenant}
    if found.subscriptions:
        azure["subscriptions"] = list(found.subscriptions)
    if (found.cloud or cloud) != "public":
        azure["cloud"] = found.cloud or cloud
    managing = (own or found.seen_from).lower()
    if GUID.fullmatch(managing) and managing != found.tenant:
        azure["access"] = {"route": "lighthouse", "managing_tenant": managing}
    return {"name": found.name, "azure": azure}


def _free(folder: Path, name: str) -> Path:
    """A file that is not there yet, named after the client in plain letters."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:50] or "client"
    paths = (folder / f"{stem}{'' if number == 1 else f'-{number}'}.yaml" for number in range(1, 10_000))
    return next(path for path in paths if not path.exists())
