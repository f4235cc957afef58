"""Small deployments, policies and profiles, and rules of which each test knows every row."""

from dataclasses import replace
from datetime import date
from typing import Any

from msp_aigov.model.cloud import AiAccount, ContentFilter, Deployment, RaiPolicy
from msp_aigov.model.rules import FilterRule, Profile, Reference, RegionRule, SkuRule, SystemPolicy
from msp_aigov.model.seen import Seen, missing
from msp_aigov.rules.load import load_rules

READ = Reference("https://rules.example", date(2026, 11, 20))
ACCOUNT = "/subscriptions/s/resourcegroups/rg/providers/microsoft.cognitiveservices/accounts/ai"


def wants(filter: str, direction: Any = "prompt", state: Any = "blocks", threshold: Any = "Medium") -> FilterRule:
    return FilterRule(filter, direction, state, threshold, READ)


DEFAULT = SystemPolicy("Microsoft.DefaultV2", (wants("Hate"), wants("Jailbreak", threshold=None)))
RULES = replace(
    load_rules(),
    profiles=(Profile("general", (wants("Hate"),)), Profile("strict", (wants("Hate", threshold="Low"),))),
    system_policies=(DEFAULT,),
    skus=(
        SkuRule("Standard", "region", READ),
        SkuRule("DataZoneStandard", "data_zone", READ),
        SkuRule("GlobalStandard", "global", READ),
        SkuRule("DeveloperTier", "unknown", READ),
    ),
    regions=(
        RegionRule("westeurope", "NL", "eu", READ),
        RegionRule("northeurope", "IE", "eu", READ),
        RegionRule("eastus", "US", "us", READ),
        RegionRule("uksouth", "GB", "", READ),
    ),
)


def entry(name: str = "Hate", **fields: Any) -> ContentFilter:
    about: dict[str, Any] = {"direction": "Prompt", "enabled": True, "blocking": True, "threshold": "Medium"}
    return ContentFilter(name, **{**about, **fields})


def policy(name: str, *filters: ContentFilter, base: str | None = None, listed: bool = True) -> RaiPolicy:
    return RaiPolicy(f"{ACCOUNT}/{name}", name, ACCOUNT, base, None, None, filters if listed else None)


def deployment(named: str | None = "Own", name: str = "letters", **fields: Any) -> Deployment:
    identity = f"{ACCOUNT}/deployments/{name}"
    about: dict[str, Any] = {"model": "gpt-5-mini", "model_format": "OpenAI", "model_version": "1", "sku": "Standard"}
    said: Seen[str] = Seen(named, "read") if named else missing()
    return Deployment(identity, name, ACCOUNT, policy=said, scopes=(identity, ACCOUNT), **{**about, **fields})


def account(location: str = "westeurope") -> AiAccount:
    return AiAccount(ACCOUNT, "ai", "s", "rg", location, "AIServices", missing(), missing(), missing())
