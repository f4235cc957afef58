"""Every format: a module that offers `SUFFIX` and `render(document, options)`. Listed here."""

from collections.abc import Mapping
from typing import Protocol

from msp_aigov.model.document import Document
from msp_aigov.reports.formats import csv, docx, focus, html, json, markdown, pdf, teams, terminal, xlsx
from msp_aigov.reports.options import Options, Rendered


class Format(Protocol):
    """What a format has to offer."""

    SUFFIX: str

    def render(self, document: Document, options: Options) -> tuple[Rendered, ...]:
        """The document as bytes: one stream with an empty path, or several files."""


FORMATS: Mapping[str, Format] = {
    "docx": docx,
    "pdf": pdf,
    "xlsx": xlsx,
    "html": html,
    "csv": csv,
    "focus": focus,
    "json": json,
    "markdown": markdown,
    "teams": teams,
    "terminal": terminal,
}
