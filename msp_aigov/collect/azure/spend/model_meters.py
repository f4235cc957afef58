"""The models that an AI account may deploy: their state, when they retire, and the meters they are billed by."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from msp_aigov.azure.session import Session, pages
from msp_aigov.azure.wire import Wire
from msp_aigov.collect.azure.deployments import place
from msp_aigov.collect.azure.reading import day, mapping, sequence, text
from msp_aigov.model.answers import Answer, Ask
from msp_aigov.model.money.usage import ModelMeter, OfferedModel

SOURCE = "azure.model_meters"
PER = "account"
ROLE = "Reader"
NEVER = 2099  # the year Azure writes where no retirement is planned


def fetch(session: Session, ask: Ask) -> Wire:
    """List the models of one account, as ARM gave them: the SDK's own class drops their meters."""
    subscription, group, account = place(ask.scope.id)
    operations = session.cognitive(subscription).accounts
    return pages(lambda **hook: operations.list_models(group, account, **hook))


def parse(answer: Answer) -> Iterator[OfferedModel]:
    """Shape the models; the same one may be listed more than once."""
    for raw in answer.items:
        name = text(raw.get("name"))
        if not name:
            continue
        retires = day(mapping(raw.get("deprecation")).get("inference"))
        yield OfferedModel(
            account=answer.ask.scope.id,
            name=name,
            version=text(raw.get("version")),
            lifecycle=text(raw.get("lifecycleStatus")) or "",
            retires=retires if retires and retires.year < NEVER else None,
            meters=tuple(_meters(raw)),
            told=retires is not None,
            sku_ends=tuple(_sku_ends(raw)),
        )


def _sku_ends(raw: dict[str, Any]) -> Iterator[tuple[str, date]]:
    for sku in map(mapping, sequence(raw.get("skus"))):
        name, ends = text(sku.get("name")), day(sku.get("deprecationDate"))
        if name and ends and ends.year < NEVER:
            yield name, ends


def _meters(raw: dict[str, Any]) -> Iterator[ModelMeter]:
    for sku in sequence(raw.get("skus")):
        name = text(mapping(sku).get("name")) or ""
        for cost in sequence(mapping(sku).get("costs")):
            meter = text(mapping(cost).get("meterId"))
            if meter:
                yield ModelMeter(name, text(mapping(cost).get("name")) or "", meter.lower())
