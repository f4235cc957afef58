"""A client's own words in place of ours, wherever a page says them."""

import dataclasses
from collections.abc import Mapping
from typing import Any

from msp_aigov.model.text import Text
from msp_aigov.reports.blocks import Note, Page, Paragraph


def reworded(page: Page, own: Mapping[str, str]) -> Page:
    """The page with every text that the client wants otherwise; a paragraph without words is left out."""
    made: Page = _put(page, own)
    kept = tuple(block for block in made.blocks if not _empty(block))
    return dataclasses.replace(made, blocks=kept)


def _put(value: Any, own: Mapping[str, str]) -> Any:
    if isinstance(value, Text):
        values = {name: _put(each, own) for name, each in value.values}
        return Text(own.get(value.template, value.template), **values)
    if isinstance(value, tuple):
        return tuple(_put(each, own) for each in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {
            field.name: _put(getattr(value, field.name), own) for field in dataclasses.fields(value) if field.init
        }
        return dataclasses.replace(value, **fields)
    return value


def _empty(block: Any) -> bool:
    return isinstance(block, Paragraph | Note) and _bare(block.text)


def _bare(text: Text) -> bool:
    """Whether a text says nothing, or only its number."""
    step = dict(text.values).get("step")
    return not text.template.strip() or text.template == "{number}. {step}" and isinstance(step, Text) and _bare(step)
