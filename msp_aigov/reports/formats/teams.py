"""Teams: an adaptive card for each client, as a Teams workflow takes it."""

import json
from typing import Any

from msp_aigov.model.document import Document
from msp_aigov.reports.blocks import Decisions, Heading, Lights, Note, Page, Paragraph
from msp_aigov.reports.options import Options, Rendered
from msp_aigov.reports.pages import each_page
from msp_aigov.reports.spoken import Spoken

SUFFIX = ".teams.json"
MOST = 27 * 1024  # bytes; Teams refuses a card above 28 KB
LINE = 500  # letters of one line
COLOURS = {"bad": "attention", "warn": "warning", "good": "good", "none": "default"}
Piece = dict[str, Any]


def render(document: Document, options: Options) -> tuple[Rendered, ...]:
    """A card for each client."""
    said = Spoken(options.language)
    return tuple(Rendered(path, _card(page, said)) for path, page in each_page(document, options, "brief", SUFFIX))


def _card(page: Page, said: Spoken) -> bytes:
    """The card, without its last lines where it would be too large."""
    head = [_line(said.words(page.title), size="large", weight="bolder"), _line(said.words(page.below), isSubtle=True)]
    body = [piece for block in page.blocks for piece in _block(block, said)]
    cut = _line("…")
    while len(made := _message([*head, *body])) > MOST and len(body) > 1:
        body = [*body[: (len(body) - 1) * 3 // 4], cut]
    return made


def _message(body: list[Piece]) -> bytes:
    card = {"$schema": "http://adaptivecards.io/schemas/adaptive-card.json", "type": "AdaptiveCard", "version": "1.5"}
    content = {**card, "body": body, "msteams": {"width": "Full"}}
    attached = {"contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": None, "content": content}
    return (json.dumps({"type": "message", "attachments": [attached]}, ensure_ascii=False, indent=1) + "\n").encode()


def _block(block: object, said: Spoken) -> list[Piece]:
    match block:
        case Heading():
            return [_line(said.words(block.text), weight="bolder")]
        case Paragraph() | Note():
            return [_line(said.words(block.text))]
        case Lights():
            return [
                _line(
                    f"{said.cell(i.state)}: {said.words(i.title)}. {said.words(i.headline)}",
                    color=COLOURS[i.state.kind],
                )
                for i in block.items
            ]
        case Decisions():
            items = (f"{number}. {said.words(item)}" for number, item in enumerate(block.items, start=1))
            return [_line(said.words(block.title), weight="bolder"), *map(_line, items)]
    return []


def _line(words: str, **look: Any) -> Piece:
    """One block of text: what a card would read as markup stands there as typed."""
    plain = words[:LINE] + ("…" if len(words) > LINE else "")
    for mark in "\\*_[]()~`#":
        plain = plain.replace(mark, "\\" + mark)
    return {"type": "TextBlock", "text": plain, "wrap": True, **look}
