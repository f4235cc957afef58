"""The scenario: tenants, subscriptions and what is in them, as a simulated Azure knows them."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from msp_aigov.errors import ConfigError
from msp_aigov.simulator.estate import Account, Application, Budget, Child, Subscription, Tenant
from msp_aigov.simulator.ledger import cost_from, usage_from
from msp_aigov.simulator.reading import Fields

BUDGET_PROVIDERS = {"consumption": "Microsoft.Consumption", "costmanagement": "Microsoft.CostManagement"}


@dataclass(frozen=True)
class Scenario:
    """A whole simulated Azure."""

    today: dt.date
    page_size: int
    list_page_size: int
    allow_writes: bool
    tenants: tuple[Tenant, ...]
    prices: tuple[Mapping[str, object], ...] = ()
    query_units: bool = False

    def tenant(self, tenant_id: str) -> Tenant | None:
        """The tenant with this id."""
        return next((tenant for tenant in self.tenants if tenant.id == tenant_id.lower()), None)

    def subscriptions(self) -> tuple[Subscription, ...]:
        """The subscriptions of all tenants."""
        return tuple(subscription for tenant in self.tenants for subscription in tenant.subscriptions)


def load_scenario(path: Path) -> Scenario:
    """Read a scenario file; a mistake raises ConfigError naming file and key."""
    import yaml

    from msp_aigov.simulator.exact_yaml import ExactLoader

    try:
        data = yaml.load(path.read_text(encoding="utf-8"), ExactLoader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as exc:
        raise ConfigError(f"{path}: {exc}", "A scenario is a YAML file.") from exc
    return scenario_from(data, str(path))


def scenario_from(data: Mapping[str, object], name: str = "scenario") -> Scenario:
    """Validate a scenario given as plain data in the shape of the file."""
    known = ("today", "page_size", "list_page_size", "allow_writes", "tenants", "prices", "query_units")
    fields = Fields(data, name, known, joint=": ")
    tenants = fields.each("tenants", _tenant)
    _once(fields, "tenants", [tenant.id for tenant in tenants])
    _once(fields, "tenants", [subscription.id for tenant in tenants for subscription in tenant.subscriptions])
    return Scenario(
        today=fields.day("today") or dt.datetime.now(dt.UTC).date(),
        page_size=fields.count("page_size", 1000),
        list_page_size=fields.count("list_page_size", 1000),
        allow_writes=fields.flag("allow_writes", False),
        prices=fields.each("prices", _model),
        query_units=fields.flag("query_units", False),
        tenants=tenants,
    )


def _tenant(data: object, where: str) -> Tenant:
    fields = Fields(data, where, ("id", "deny", "applications", "subscriptions"))
    tenant, denied = fields.text("id").lower(), fields.flag("deny", False)
    return Tenant(
        id=tenant,
        applications=fields.each("applications", _application),
        subscriptions=fields.each("subscriptions", partial(_subscription, tenant, denied)),
    )


def _application(data: object, where: str) -> Application:
    fields = Fields(data, where, ("client_id", "secret", "assertion"))
    return Application(fields.text("client_id").lower(), fields.text("secret", ""), fields.flag("assertion", False))


def _subscription(tenant: str, denied: bool, data: object, where: str) -> Subscription:
    known = ("id", "name", "state", "quota_id", "managed_by", "accounts", "costs", "budgets", "action_groups")
    fields = Fields(data, where, known)
    subscription = fields.text("id").lower()
    accounts = fields.each("accounts", _account)
    _once(fields, "accounts", [account.name.lower() for account in accounts])
    scope = f"/subscriptions/{subscription}"
    budgets = fields.inside("budgets", *BUDGET_PROVIDERS)
    return Subscription(
        id=subscription,
        tenant=tenant,
        denied=denied,
        name=fields.text("name"),
        state=fields.text("state", "Enabled"),
        quota_id=fields.text("quota_id", "PayAsYouGo_2014-09-01"),
        managed_by=tuple(manager.lower() for manager in fields.texts("managed_by")),
        accounts=accounts,
        costs=fields.each("costs", partial(cost_from, {account.name: account.home(scope) for account in accounts})),
        budgets=tuple(
            budget
            for key, provider in BUDGET_PROVIDERS.items()
            for budget in budgets.each(key, partial(_budget, provider, scope))
        ),
        action_groups=fields.each("action_groups", _model),
    )


def _account(data: object, where: str) -> Account:
    known = ("name", "resource_group", "location", "kind", "sku", "identity", "tags", "properties")
    below = ("system_policies", "rai_policies", "deployments", "models", "cost_controls", "usage")
    guards = ("diagnostics", "defender", "connections", "quotas", "blocklists")
    fields = Fields(data, where, (*known, *below, *guards))
    return Account(
        name=fields.text("name"),
        resource_group=fields.text("resource_group"),
        location=fields.text("location"),
        kind=fields.text("kind", "AIServices"),
        sku=fields.text("sku", "S0"),
        identity=fields.wire("identity"),
        tags=fields.wire("tags"),
        properties=fields.wire("properties"),
        system_policies=fields.flag("system_policies", True),
        rai_policies=fields.each("rai_policies", _policy),
        deployments=fields.each("deployments", _deployment),
        models=fields.each("models", _model),
        cost_controls=fields.each("cost_controls", _policy),
        usage=fields.each("usage", usage_from),
        diagnostics=fields.each("diagnostics", _policy),
        defender=fields.each("defender", _policy),
        connections=fields.each("connections", _policy),
        quotas=fields.each("quotas", _model),
        blocklists=fields.each("blocklists", _policy),
    )


def _model(data: object, where: str) -> Mapping[str, object]:
    """A model of the list as it will be answered, below a key of its own so that any key may stand in it."""
    return Fields({"model": data}, where, ("model",)).wire("model")


def _policy(data: object, where: str) -> Child:
    fields = Fields(data, where, ("name", "properties"))
    return Child(fields.text("name"), fields.wire("properties"))


def _deployment(data: object, where: str) -> Child:
    fields = Fields(data, where, ("name", "sku", "properties"))
    return Child(fields.text("name"), fields.wire("properties"), fields.wire("sku"))


def _budget(provider: str, subscription: str, data: object, where: str) -> Budget:
    fields = Fields(data, where, ("name", "scope", "eTag", "properties"))
    scope = "/" + fields.text("scope", subscription).strip("/")
    if f"{scope}/".lower().startswith(f"{subscription}/"):
        return Budget(provider, scope, fields.text("name"), fields.text("eTag", '"1"'), fields.wire("properties"))
    fields.fail("scope", f"{scope} is not in {subscription}")


def _once(fields: Fields, key: str, names: list[str]) -> None:
    for name, times in Counter(names).items():
        if times > 1:
            fields.fail(key, f"{name} is there {times} times")
