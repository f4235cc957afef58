"""What a deployment guide says beyond the findings: licences, runtimes, and which chapters were asked for."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from msp_aigov.model.money.prices import Reference
from msp_aigov.model.pack.wishes import OwnBlock, OwnWords
from msp_aigov.model.text import Size


@dataclass(frozen=True)
class ModelLicence:
    """The licence under which a local model is offered, as the catalogue states it; `note` says where that is open."""

    alias: str
    licence: str
    note: str
    reference: Reference


@dataclass(frozen=True)
class Download:
    """What is fetched for one kind of processor, in the smallest variant."""

    processor: Literal["cpu", "gpu", "npu"]
    size: Size


@dataclass(frozen=True)
class LocalChoice:
    """One local model that this client's workloads name, and what has to be fetched for it."""

    model: str
    workloads: tuple[str, ...]
    licence: str = ""
    note: str = ""
    downloads: tuple[Download, ...] = ()


@dataclass(frozen=True)
class OtherRuntime:
    """A runtime that could stand in for Foundry Local for some of this client's tasks."""

    name: str
    placement: Literal["device", "premises"]
    tasks: tuple[str, ...]
    formats: str
    api: str
    note: str
    lifecycle: str
    source: str
    read_on: date


@dataclass(frozen=True)
class WantedFilter:
    """One filter of the client's profile in one direction; blocked is what reaches `threshold`, Low the strictest."""

    filter: str
    direction: Literal["prompt", "completion"]
    state: Literal["blocks", "annotates", "off"]
    threshold: Literal["Low", "Medium", "High"] | None


@dataclass(frozen=True)
class GuideFacts:
    """What only the guide needs. `sovereign` is whether the client asked for that chapter, `words` are texts of ours
    and what it wants said instead, `layout` blocks of the HTML pages that it wants drawn otherwise."""

    filters: tuple[WantedFilter, ...] = ()
    models: tuple[LocalChoice, ...] = ()
    runtimes: tuple[OtherRuntime, ...] = ()
    sovereign: bool = False
    words: tuple[OwnWords, ...] = ()
    layout: tuple[OwnBlock, ...] = ()
