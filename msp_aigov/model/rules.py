"""Dated rules that judgement rests on: every row has its source and the day it was read."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from msp_aigov.model.workload import Task


@dataclass(frozen=True)
class Reference:
    """Where a rule was read, and when."""

    source: str
    read_on: date


@dataclass(frozen=True)
class FilterRule:
    """One filter in one direction: `blocks` (from `threshold` up), or `annotates`."""

    filter: str
    direction: Literal["prompt", "completion"]
    state: Literal["blocks", "annotates", "off"]
    threshold: Literal["Low", "Medium", "High"] | None
    reference: Reference


@dataclass(frozen=True)
class Profile:
    """What a kind of client wants its filters to block."""

    name: str
    filters: tuple[FilterRule, ...]


@dataclass(frozen=True)
class SystemPolicy:
    """What a policy that Azure manages does, as documented: an answer that lists the policy itself goes first."""

    name: str
    filters: tuple[FilterRule, ...]


@dataclass(frozen=True)
class SkuRule:
    """Where a deployment SKU may process data."""

    sku: str
    processing: Literal["region", "data_zone", "global", "unknown"]
    reference: Reference


@dataclass(frozen=True)
class RegionRule:
    """An Azure region, its country and the data zone it belongs to (empty where it is in none)."""

    region: str
    country: str
    zone: str
    reference: Reference


@dataclass(frozen=True)
class AiService:
    """A service name or resource type by which Cost Management marks AI spend."""

    kind: Literal["service", "resource_type"]
    name: str
    reference: Reference


@dataclass(frozen=True)
class LocalModel:
    """One variant of a model that Foundry Local offers. Sizes in bytes."""

    alias: str
    variant: str
    task: Task
    device: Literal["cpu", "gpu", "npu"]
    provider: str
    file_bytes: int
    context_tokens: int | None
    kv_bytes_per_token: int | None
    reference: Reference


@dataclass(frozen=True)
class DeviceRule:
    """One number or name a device is judged by, under its key (for instance `ram_min_bytes`)."""

    key: str
    value: str
    note: str
    reference: Reference


@dataclass(frozen=True)
class CloudModel:
    """Where a cloud model is offered: one row for each SKU and region."""

    model: str
    task: Task
    sku: str
    region: str
    reference: Reference


@dataclass(frozen=True)
class Rules:
    """All rules of a run; `digest` is their hash."""

    profiles: tuple[Profile, ...]
    system_policies: tuple[SystemPolicy, ...]
    skus: tuple[SkuRule, ...]
    regions: tuple[RegionRule, ...]
    ai_services: tuple[AiService, ...]
    local_models: tuple[LocalModel, ...]
    device_rules: tuple[DeviceRule, ...]
    cloud_models: tuple[CloudModel, ...]
    digest: str = ""
