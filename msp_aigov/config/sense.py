"""What a client's file must make sense of beyond its shape: ids, names that refer to rules, routes that need more."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath, PureWindowsPath

from msp_aigov.config.budget_sense import budget_problems
from msp_aigov.config.choices import guardrail_problems
from msp_aigov.config.source import Location
from msp_aigov.config.texts import delivery_problems, layout_problems, words_problems
from msp_aigov.config.workloads.sense import workload_problems
from msp_aigov.model.client import AzureTenant, Client, Credential, Fleet
from msp_aigov.model.rules import Rules

GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
CLIENT_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}")
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
Problem = tuple[Location, str]

# What each way of signing in needs beside its name.
NEEDED = {
    "client-secret": ("client_id", "secret_env"),
    "certificate": ("client_id", "certificate_path"),
    "github-oidc": ("client_id",),
    "azure-pipelines": ("client_id", "service_connection_id"),
}


def fleet_problems(fleet: Fleet, rules: Rules) -> Iterator[Problem]:
    """What is wrong with fleet.yaml."""
    if not COLOUR.fullmatch(fleet.branding.colour):
        yield ("branding", "colour"), f"expected a colour like #0b5cad, found {fleet.branding.colour!r}"
    yield from delivery_problems(fleet)
    if fleet.baseline not in _profiles(rules):
        yield ("baseline",), _expected_profile(rules, fleet.baseline)


def client_problems(client: Client, rules: Rules) -> Iterator[Problem]:
    """What is wrong with one client's file."""
    if not CLIENT_ID.fullmatch(client.id):
        yield (), "the file's name is the client's id: lower-case letters, digits, - and _, at most 63"
    if not client.name.strip():
        yield ("name",), "expected the client's name"
    if client.profile is not None and client.profile not in _profiles(rules):
        yield ("profile",), _expected_profile(rules, client.profile)
    yield from residency_problems(("residency",), client.residency, rules, device=False)
    if client.azure:
        yield from _azure_problems(client.azure)
    yield from guardrail_problems(client)
    yield from words_problems(client)
    yield from layout_problems(client)
    targets = ((("budget",), client.budget), *((("budgets", n), item) for n, item in enumerate(client.budgets)))
    for place, target in targets:
        yield from budget_problems(place, target) if target else ()
    for number, inventory in enumerate(client.inventories):
        if PurePosixPath(inventory.path).is_absolute() or PureWindowsPath(inventory.path).is_absolute():
            yield ("inventories", number, "path"), "expected a path relative to the fleet folder"
    yield from _workload_problems(client, rules)


def _workload_problems(client: Client, rules: Rules) -> Iterator[Problem]:
    yield from workload_problems(client.workloads)
    for number, workload in enumerate(client.workloads):
        for index, stage in enumerate(workload.stages):
            location = ("workloads", number, "stages", index, "residency")
            yield from residency_problems(location, stage.residency, rules, device=True)


def _azure_problems(azure: AzureTenant) -> Iterator[Problem]:
    if not GUID.fullmatch(azure.tenant):
        yield ("azure", "tenant"), f"expected a tenant id (a GUID), found {azure.tenant!r}"
    for number, subscription in enumerate(azure.subscriptions):
        if not GUID.fullmatch(subscription):
            yield ("azure", "subscriptions", number), f"expected a subscription id (a GUID), found {subscription!r}"
        if subscription.lower() in (earlier.lower() for earlier in azure.subscriptions[:number]):
            yield ("azure", "subscriptions", number), f"{subscription} is written twice; it would be counted twice"
    if azure.access.route == "lighthouse" and not GUID.fullmatch(azure.access.managing_tenant or ""):
        yield ("azure", "access", "managing_tenant"), "route lighthouse needs the managing tenant's id (a GUID)"
    yield from _credential_problems(azure.access.credential)


def _credential_problems(credential: Credential) -> Iterator[Problem]:
    for field in NEEDED.get(credential.method, ()):
        if not getattr(credential, field):
            yield ("azure", "access", "credential"), f"method {credential.method} needs `{field}`"


def residency_problems(location: Location, value: str | None, rules: Rules, device: bool) -> Iterator[Problem]:
    """A boundary that is no zone and no country with a region; `device` and `gov` are for stages only."""
    countries = {region.country for region in rules.regions}
    zones = {"any", "eu_members_only", *(region.zone for region in rules.regions if region.zone)}
    zones |= {"device", "gov"} if device else set()
    if value is not None and value not in zones and value not in countries:
        yield location, f"expected one of {', '.join(sorted(zones))} or a country like IE, found {value!r}"


def _profiles(rules: Rules) -> list[str]:
    return [profile.name for profile in rules.profiles]


def _expected_profile(rules: Rules, found: str) -> str:
    return f"expected one of {', '.join(_profiles(rules))}, found {found!r}"
