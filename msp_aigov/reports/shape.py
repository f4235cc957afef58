"""Where the published JSON differs from the model: read by the JSON format and by its schema."""

from dataclasses import fields
from functools import cache
from typing import Any, get_type_hints

from msp_aigov.model.device import DeviceReadiness, Rows
from msp_aigov.model.document import ClientReport, Document
from msp_aigov.model.guardrails import DeploymentGuardrail
from msp_aigov.model.placing import DecisionRecord
from msp_aigov.model.spend import Charges

# A field whose own fields stand beside its neighbours. Where both have one name, the neighbour's value counts.
INLINE: frozenset[tuple[type, str]] = frozenset({(DeploymentGuardrail, "deployment"), (DeviceReadiness, "device")})
# How a page is drawn, and how judgement matched reads to subjects, is nobody's business outside.
OMIT_EVERYWHERE = frozenset({"scopes"})
OMIT: frozenset[tuple[type, str]] = frozenset({(Document, "branding")})
# A tuple of pairs becomes a list of objects with these keys.
PAIRS: dict[tuple[type, str], tuple[str, ...]] = {
    (ClientReport, "sources"): ("source", "read_on"),
    (Charges, "days"): ("day", "cost"),
    (DecisionRecord, "inputs"): ("answer", "value"),
}
# `in` is a word of the language, not a name.
RENAMED: dict[tuple[type, str], str] = {(Rows, "into"): "in"}
FIRST: dict[type, str] = {Document: "schema_version"}


@cache
def published(kind: type) -> dict[str, tuple[str, ...]]:
    """The published names of a dataclass, each with the attributes that lead to its value."""
    paths: dict[str, tuple[str, ...]] = {FIRST[kind]: (FIRST[kind],)} if kind in FIRST else {}
    for field in fields(kind):
        if field.name in OMIT_EVERYWHERE or (kind, field.name) in OMIT:
            continue
        if (kind, field.name) in INLINE:
            inner = published(hints(kind)[field.name])
            paths.update({name: (field.name, *path) for name, path in inner.items()})
        else:
            paths[RENAMED.get((kind, field.name), field.name)] = (field.name,)
    return paths


@cache
def hints(kind: type) -> dict[str, Any]:
    """The types of a dataclass's fields."""
    return get_type_hints(kind)
