"""Dated rules that judgement rests on: every row has its source and the day it was read."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from msp_aigov.model.ability.gates import Bandwidth, Claim, Collected, GraphicsCard, ProviderGate, Silicon
from msp_aigov.model.ability.models import LocalModel as LocalModel
from msp_aigov.model.bench.shapes import ModelShape, WorkloadNeed
from msp_aigov.model.money.prices import Price as Price
from msp_aigov.model.money.prices import Reference as Reference
from msp_aigov.model.money.prices import SpendRule as SpendRule
from msp_aigov.model.pack.guide import ModelLicence
from msp_aigov.model.workload import Task


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

    kind: Literal["service", "resource_type", "marketplace_model"]
    name: str
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
class UseRule:
    """A declared use: `ordinary`, `restricted` (only with the document in `needs`), or `prohibited` wherever it runs.

    `without` says what a missing document means: the use is refused, or open until the document exists. `oversight`
    says that a person has to decide in the end.
    """

    use: str
    kind: Literal["ordinary", "restricted", "prohibited"]
    needs: Literal["dpia", "consent", "approval"] | None
    without: Literal["fail", "unknown"] | None
    basis: str
    reference: Reference
    oversight: Literal["yes", "no"] = "no"


@dataclass(frozen=True)
class TaskRule:
    """Whether Foundry Local offers a task (`composed` out of others), what it generates, and what one unit of it is."""

    task: Task
    on_device: Literal["yes", "no", "composed"]
    generates: Literal["text", "image", "audio", "nothing"]
    unit: str
    beside: str
    reference: Reference


@dataclass(frozen=True)
class Runtime:
    """A runtime other than Foundry Local that a client may run itself; one without `formats` runs no model."""

    runtime: str
    placement: Literal["device", "premises"]
    task: Task
    formats: str
    api: str
    note: str
    reference: Reference
    lifecycle: Literal["ga", "preview", "community"] = "ga"


@dataclass(frozen=True)
class ModelLimit:
    """Lifecycle of a cloud model and the smallest quota that it is offered with."""

    model: str
    lifecycle: Literal["preview", "ga"]
    requests_per_minute: int | None
    reference: Reference


@dataclass(frozen=True)
class ObligationRule:
    """What the law or good practice asks for when `trigger` (kind:value) holds, and from which day on.

    `where` is the EU, wherever the GDPR or its British twin holds, or anywhere.
    """

    obligation: str
    trigger: str
    where: Literal["eu", "gdpr", "any"]
    since: date | None
    text: str
    reference: Reference


@dataclass(frozen=True)
class DataZoneRule:
    """One country in which a data zone may process data; the EU zone reaches beyond the Union's members."""

    zone: str
    country: str
    eu_member: Literal["yes", "no"]
    reference: Reference


@dataclass(frozen=True)
class ModelFact:
    """What one source said of one model version on one day: its lifecycle, its end, and its price in words."""

    model: str
    version: str | None
    lifecycle: str
    retires: date | None
    price: str | None
    reference: Reference


@dataclass(frozen=True)
class Mapping:
    """One control of one framework that a check speaks to; `note` says where the two differ."""

    check: str
    framework: str
    control: str
    note: str | None
    reference: Reference


@dataclass(frozen=True)
class RemedyStep:
    """How to mend what a check found: the way through the portal, and one `az` line with {placeholders}."""

    check: str
    portal: str
    az: str
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
    data_zones: tuple[DataZoneRule, ...] = ()
    model_facts: tuple[ModelFact, ...] = ()
    mappings: tuple[Mapping, ...] = ()
    remedies: tuple[RemedyStep, ...] = ()
    uses: tuple[UseRule, ...] = ()
    tasks: tuple[TaskRule, ...] = ()
    runtimes: tuple[Runtime, ...] = ()
    model_limits: tuple[ModelLimit, ...] = ()
    obligations: tuple[ObligationRule, ...] = ()
    prices: tuple[Price, ...] = ()
    client_prices: tuple[Price, ...] = ()
    spend_rules: tuple[SpendRule, ...] = ()
    model_shapes: tuple[ModelShape, ...] = ()
    workload_needs: tuple[WorkloadNeed, ...] = ()
    provider_gates: tuple[ProviderGate, ...] = ()
    published_claims: tuple[Claim, ...] = ()
    bandwidths: tuple[Bandwidth, ...] = ()
    collected: tuple[Collected, ...] = ()
    graphics_cards: tuple[GraphicsCard, ...] = ()
    silicon: tuple[Silicon, ...] = ()
    model_licences: tuple[ModelLicence, ...] = ()
