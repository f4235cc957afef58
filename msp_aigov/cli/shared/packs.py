"""Client packs: every document of a client in one folder, one failing pack never stopping the others."""

import gc
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from msp_aigov.cli.app import crash_log
from msp_aigov.errors import AigovError, ConfigError, guarded
from msp_aigov.model.document import ClientReport, Document
from msp_aigov.record.atomic import write
from msp_aigov.reports.naming import file_name
from msp_aigov.reports.office.tickets import tickets_csv, tickets_json
from msp_aigov.reports.options import Options
from msp_aigov.reports.pages.masthead import only
from msp_aigov.reports.render import render
from msp_aigov.reports.words import clean
from msp_aigov.reports.words.catalogue import languages

# What a pack holds: the page, and the formats it comes in.
PACK = (
    ("guide", ("docx", "html", "markdown", "pdf")),
    ("matrix", ("docx", "pdf")),
    ("actions", ("docx", "pdf")),
    ("refresh", ("docx", "pdf")),
    ("brief", ("docx", "pdf", "teams")),
    ("workbook", ("xlsx",)),
)
SUFFIXES = {"docx": ".docx", "html": ".html", "markdown": ".md", "pdf": ".pdf", "teams": ".teams.json", "xlsx": ".xlsx"}


def spoken_here(language: str) -> str:
    """The language as asked for; one without a catalogue is a mistake."""
    if language not in languages():
        raise ConfigError(f"--language {language}: there is no such catalogue", f"Languages: {', '.join(languages())}.")
    return language


def write_packs(document: Document, folder: Path, options: Options) -> int:
    """Write every client's pack; 4 if a bug stopped one, 2 if something a person can mend did."""
    code = 0
    for number, client in enumerate(document.clients, start=1):
        try:
            done = guarded(f"the pack of {client.id}", lambda client=client: _write(document, client, folder, options))  # type: ignore[misc]
        except AigovError as error:
            sys.stderr.write(f"error: {client.id}: {clean(error.message)}\n")
            code = max(code, 2)
            continue
        if done.crash:
            log = crash_log(done.crash.trace)
            sys.stderr.write(f"error: a bug in {done.crash.where}: {clean(done.crash.message)[:300]}\n")
            sys.stderr.write(f"hint: report it with {log}\n")
            code = 4
        gc.collect()  # a Word document is a ring of small objects that hold a large tree; Python waits too long
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{number} of {len(document.clients)} packs")
    sys.stderr.write(f"{len(document.clients)} packs in {folder}\n")
    return code


def _write(document: Document, client: ClientReport, folder: Path, options: Options) -> bool:
    place = folder / file_name(client.id, "")
    own = only(document, client)
    for name, data in _files(own, options):
        write(place / name, data)
    return True


def _files(document: Document, options: Options) -> Iterator[tuple[str, bytes]]:
    """The documents of the pack with their names."""
    for page, formats in PACK:
        for kind in formats:
            for part in render(document, kind, replace(options, page=page, colour=False)):
                yield f"{page}{SUFFIXES[kind]}", part.data
    yield "tickets.json", tickets_json(document, options.language)
    yield "tickets.csv", tickets_csv(document, options.language)
