"""Plain words for every value a reader would otherwise see as code."""

from collections.abc import Iterable, Mapping
from typing import Literal

from msp_aigov.model.text import Text

Kind = Literal["bad", "warn", "good", "none"]
Graded = Mapping[str, tuple[Kind, str]]

LIGHTS: Graded = {
    "act_now": ("bad", "Act now"),
    "improve": ("warn", "Improve"),
    "in_order": ("good", "In order"),
    "unknown": ("none", "Not enough data"),
}
SEVERITIES: Graded = {
    "critical": ("bad", "Critical"),
    "high": ("bad", "High"),
    "medium": ("warn", "Medium"),
    "low": ("warn", "Low"),
}
OUTCOMES: Graded = {
    "fail": ("bad", "Failed"),
    "pass": ("good", "In order"),
    "unknown": ("none", "Unknown"),
    "not_applicable": ("good", "Does not apply"),
    "waived": ("warn", "Accepted"),
}
STATUSES: Mapping[str, str] = {
    "new": "new",
    "unchanged": "unchanged",
    "resolved": "resolved",
    "reopened": "back again",
    "lost_sight": "lost sight of",
}
COVERAGE: Graded = {
    "read": ("good", "Read"),
    "denied": ("none", "No access"),
    "throttled": ("none", "Too busy"),
    "unsupported": ("none", "Not offered"),
    "failed": ("none", "Failed"),
    "skipped": ("none", "Left out"),
}
VERDICTS: Graded = {
    "ready": ("good", "ready"),
    "ready_after": ("warn", "ready after a change"),
    "replace": ("bad", "replace"),
    "not_suitable": ("bad", "not suitable"),
    "unknown": ("none", "unknown"),
}
MATCHES: Graded = {
    "meets": ("good", "Meets"),
    "weaker": ("warn", "Weaker"),
    "accepted": ("warn", "Accepted"),
    "unknown": ("none", "Unknown"),
    "not_wanted": ("good", "Not asked for"),
}
FILTER_STATES: Mapping[str, str] = {
    "blocks": "blocks",
    "annotates": "only marks",
    "off": "off",
    "unknown": "unknown",
}
FILTERS: Mapping[str, str] = {
    "Hate": "Hate",
    "Sexual": "Sexual content",
    "Violence": "Violence",
    "Selfharm": "Self-harm",
    "Jailbreak": "Jailbreak",
    "Indirect Attack": "Hidden instructions",
    "Protected Material Text": "Protected text",
    "Protected Material Code": "Protected code",
    "Profanity": "Profanity",
}
WORKLOAD_STATUSES: Graded = {
    "approved": ("good", "Approved"),
    "conditional": ("warn", "Conditional"),
    "needs_evidence": ("none", "Needs evidence"),
    "rejected": ("bad", "Rejected"),
}
ROUTES: Mapping[str, str] = {
    "foundry_local": "On the device",
    "azure_region": "One Azure region",
    "azure_data_zone": "Data zone",
    "azure_global": "Any Azure region",
    "hybrid": "In several places",
    "run_additional_eval": "Evaluate first",
    "blocked": "Nowhere yet",
}
PROCESSING: Mapping[str, str] = {
    "region": "One region",
    "data_zone": "Data zone",
    "global": "Any region",
    "unknown": "Unknown",
}
GATES: Mapping[str, str] = {
    "safety": "Safety",
    "region": "Region",
    "feasibility": "Feasibility",
    "cost": "Cost",
    "evidence": "Evidence",
}
TASKS: Mapping[str, str] = {
    "chat": "Chat",
    "image-generation": "Making images",
    "speech-to-text": "Speech to text",
    "text-to-speech": "Text to speech",
    "embeddings": "Search index",
    "vision": "Reading images",
    "realtime-voice": "Live voice",
    "data-preparation": "Data preparation",
    "labelling": "Labelling",
    "fine-tuning": "Fine-tuning",
    "evaluation": "Evaluation",
    "monitoring": "Monitoring",
}
PRICES: Mapping[str, str] = {
    "retail": "Retail prices. This is not your invoice.",
    "client": "Prices of your price file. This is not your invoice.",
    "negotiated": "Your negotiated prices.",
    "partner": "Partner prices.",
    "unknown": "The price basis is unknown.",
}
JOINS: Mapping[str, str] = {
    "meter_id": "by the meter's id",
    "name": "by the meter's name",
    "none": "not found",
}
SHARES: Mapping[str, str] = {
    "own": "one deployment",
    "allocated": "allocated by tokens",
    "shared": "shared, not split",
}
RESIDENCIES: Mapping[str, str] = {
    "any": "anywhere",
    "eu": "the EU",
    "us": "the US",
    "apac": "Asia and the Pacific",
    "device": "the device",
}
SOURCES: Mapping[str, str] = {
    "azure.subscriptions": "Subscriptions",
    "azure.accounts": "AI accounts",
    "azure.deployments": "Model deployments",
    "azure.rai_policies": "Content-filter policies",
    "azure.diagnostics": "Log settings",
    "azure.defender": "Defender settings",
    "azure.connections": "Connections",
    "azure.rai_blocklists": "Blocklists",
    "azure.quota": "Quota",
    "azure.safety_metrics": "Filter activity",
    "azure.cost": "Costs",
    "azure.cost_closed": "Costs of earlier months",
    "azure.cost_meters": "Costs by meter",
    "azure.meter_ids": "Ids of meters",
    "azure.marketplace": "Marketplace charges",
    "azure.forecast": "Azure's forecast",
    "azure.model_meters": "Models and their meters",
    "azure.metrics": "Hourly use",
    "azure.cost_controls": "Cost controls",
    "azure.budgets": "Budgets",
    "azure.group_budgets": "Budgets of resource groups",
    "azure.action_groups": "Action groups",
    "inventory.file": "Device inventory",
}
FIELDS: Mapping[str, str] = {
    "manufacturer": "maker",
    "model": "model",
    "serial": "serial number",
    "cpu_name": "processor",
    "arch": "processor type",
    "ram_installed_bytes": "installed memory",
    "ram_visible_bytes": "memory",
    "os_family": "operating system",
    "os_build": "Windows build",
    "disk_free_bytes": "free disk space",
    "is_vm": "whether it is a virtual machine",
    "last_seen": "when it was last seen",
    "purchase_date": "purchase date",
    "warranty_end": "end of warranty",
    "site": "site",
    "user": "user",
    "gpus": "graphics",
    "gpus.vram_bytes": "graphics memory",
    "drivers": "driver version",
    "providers": "execution provider",
    "measured": "measured speed",
    "vram_bytes": "graphics memory",
    "npu": "AI processor",
}
COUNTED: Mapping[str, tuple[str, str]] = {
    "account": ("1 account", "{count} accounts"),
    "deployment": ("1 deployment", "{count} deployments"),
    "resource": ("1 resource", "{count} resources"),
    "budget": ("1 budget", "{count} budgets"),
    "device": ("1 device", "{count} devices"),
    "workload": ("1 workload", "{count} workloads"),
    "thing": ("1 thing we checked is", "{count} things we checked are"),
    "check": ("1 check", "{count} checks"),
    "client": ("1 client", "{count} clients"),
    "finding": ("1 finding", "{count} findings"),
    "new": ("1 new finding", "{count} new findings"),
    "lost_sight": ("1 that we could not look at this time", "{count} that we could not look at this time"),
    "row": ("1 row", "{count} rows"),
    "read": ("1 read", "{count} reads"),
}


def joined(parts: Iterable[Text], separator: str) -> Text:
    """Several texts as one."""
    values = {f"part{number}": part for number, part in enumerate(parts)}
    return Text(separator.join(f"{{{name}}}" for name in values), **values)


def word(table: Mapping[str, str], key: str) -> Text:
    """The plain word for a value; one that came from outside and has none is shown as it is."""
    return Text(table[key]) if key in table else Text.verbatim(key)


def counted(kind: str, count: int) -> Text:
    """How many of a kind, in the singular or the plural."""
    one, many = COUNTED.get(kind, ("1 item", "{count} items"))
    return Text(one if count == 1 else many, count=count)
