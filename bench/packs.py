"""Packs of many clients (DOCX, XLSX, PDF, HTML): seconds against those of the libraries alone, and memory (Linux)."""

import argparse
import gc
import io
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import typst
import xlsxwriter
from markupsafe import escape

from msp_aigov.model.document import Document
from msp_aigov.model.text import Money, Text
from msp_aigov.record.history import saved_document
from msp_aigov.reports.blocks import Page
from msp_aigov.reports.formats import docx, html, pdf, xlsx
from msp_aigov.reports.office.packing import repacked
from msp_aigov.reports.office.paper import Paper
from msp_aigov.reports.options import Options
from msp_aigov.reports.pages import drawn
from msp_aigov.reports.pages.masthead import only
from msp_aigov.reports.render import render
from msp_aigov.reports.templating import environment, template_bytes
from msp_aigov.reports.words import clean, say

PAGES = {"docx": "guide", "xlsx": "workbook", "pdf": "guide", "html": "client"}
Made = Callable[[], bytes]


class Calls:
    """Stands for an object of a library: does what it is asked, and keeps the list, so that it can be done again."""

    def __init__(self, target: Any, log: list[tuple[int, str, Any, Any, int]], number: int) -> None:
        self.__dict__.update(_target=target, _log=log, _number=number)

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._target, name)
        if not callable(found):
            return found

        def call(*args: Any, **named: Any) -> Any:
            done = found(*map(_plain, args), **{key: _plain(each) for key, each in named.items()})
            made = 1 + max((entry[4] for entry in self._log), default=0) if self._log else 1
            self._log.append((self._number, name, tuple(map(_held, args)), named, made))
            return Calls(done, self._log, made) if hasattr(done, "__dict__") else done

        return call


@dataclass(frozen=True)
class Held:
    """A recorded object, by its number."""

    number: int


def _plain(value: Any) -> Any:
    return value._target if isinstance(value, Calls) else value


def _held(value: Any) -> Any:
    return Held(value._number) if isinstance(value, Calls) else value


def again(first: Any, log: list[tuple[int, str, Any, Any, int]]) -> None:
    """The recorded calls, on the library alone."""
    objects = {0: first}
    for number, name, args, named, made in log:
        given = [objects[each.number] if isinstance(each, Held) else each for each in args]
        objects[made] = getattr(objects[number], name)(*given, **named)


def alone(kind: str, document: Document) -> Made:
    """What makes the same bytes with the library alone, everything else being done beforehand."""
    page = drawn(PAGES[kind], document, Options())
    return {"docx": _docx, "xlsx": _xlsx, "pdf": _pdf, "html": _html}[kind](page, document)


def _pdf(page: Page, document: Document) -> Made:
    data, source = json.dumps(pdf.Draw("en").page(page)), template_bytes("pdf/page.typ")
    return lambda: bytes(typst.compile(source, sys_inputs={"page": data}, format="pdf", pdf_standards=["ua-1"]))


def _xlsx(page: Page, document: Document) -> Made:
    kept = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    log: list[tuple[int, str, Any, Any, int]] = []
    workbook, xlsxwriter.Workbook = xlsxwriter.Workbook, lambda out, how: Calls(workbook(out, how), log, 0)
    try:
        xlsx._book(page, document, Options())
    finally:
        xlsxwriter.Workbook = workbook

    def made() -> bytes:
        out = io.BytesIO()
        again(workbook(out, kept), log)
        return out.getvalue()

    return made


def _docx(page: Page, document: Document) -> Made:
    """The calls on paper: one for each heading, paragraph and table."""
    log: list[tuple[str, Any, Any]] = []
    inside: list[str] = []

    class Kept(Paper):
        def __getattribute__(self, name: str) -> Any:
            found = super().__getattribute__(name)
            if name.startswith("_") or not callable(found) or name == "word" or inside:
                return found

            def call(*args: Any, **named: Any) -> None:
                log.append((name, args, named))
                inside.append(name)  # what it calls on itself in turn is part of it
                found(*args, **named)
                inside.pop()

            return call

    usual, docx.Paper = docx.Paper, Kept  # type: ignore[attr-defined]
    try:
        docx._document(page, document, Options())
    finally:
        docx.Paper = usual  # type: ignore[attr-defined]

    def made() -> bytes:
        paper, out = Paper(page.colour, "en"), io.BytesIO()
        for name, args, named in log:
            getattr(paper, name)(*args, **named)
        paper.word.save(out)
        return repacked(out.getvalue())

    return made


def _html(page: Page, document: Document) -> Made:
    """Everything is said beforehand; what is left is the template."""
    words: dict[Any, str] = {}

    def said(value: object) -> object:
        if isinstance(value, (Text, Money, int, str)) and not hasattr(value, "__html__"):
            return words.setdefault(value, clean(say(value, "en")))
        return value

    shared = environment("en")
    usual, shared.finalize = shared.finalize, said
    html.draw(page, Options())
    shared.finalize = usual

    def made() -> bytes:
        ready = environment("en")
        before, ready.finalize = ready.finalize, lambda value: words.get(value, value) if value.__hash__ else value
        try:
            return html.draw(page, Options())
        finally:
            ready.finalize = before

    return made


def clients(run: Path, count: int) -> Iterator[Document]:
    """Documents of one client each: those of the run in turn, under names of their own."""
    document = saved_document(run)
    for number in range(count):
        client = document.clients[number % len(document.clients)]
        yield only(document, replace(client, id=f"c{number:04}", name=f"{client.name} {escape(number)}"))


def resident() -> float:
    """Megabytes that this process holds."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE") / 1e6


def timed(make: Callable[[], object]) -> float:
    """Seconds of one call."""
    began = time.perf_counter()
    make()
    return time.perf_counter() - began


def main() -> int:
    """Print a line for each format and one for memory; 1 above the margin."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("run", type=Path, metavar="RUN", help="a run folder, of `msp-aigov demo` say")
    parser.add_argument("--packs", type=int, default=1000)
    parser.add_argument("--margin", type=float, default=1.5, help="how many times the libraries' own time is allowed")
    chosen = parser.parse_args()
    ours, theirs = dict.fromkeys(PAGES, 0.0), dict.fromkeys(PAGES, 0.0)
    early, sizes = 0.0, dict.fromkeys(PAGES, 0)
    for number, document in enumerate(clients(chosen.run, chosen.packs)):
        for kind, page in PAGES.items():
            library = alone(kind, document)
            options = Options(page=page)
            ours[kind] += timed(lambda kind=kind, options=options: render(document, kind, options))  # noqa: B023
            theirs[kind] += timed(library)
            if number < 4:
                (made,) = render(document, kind, options)
                sizes[kind] += len(made.data)
                if made.data != library():
                    raise SystemExit(f"{kind}: the library alone made other bytes")
        gc.collect()
        early = resident() if number == min(99, chosen.packs // 2) else early
        print(f"\r{number + 1} of {chosen.packs}", end="", file=sys.stderr)
    for kind in PAGES:
        print(f"{kind}: {ours[kind]:.1f} s, the library alone {theirs[kind]:.1f} s: {ours[kind] / theirs[kind]:.2f}")
    share = sum(ours.values()) / sum(theirs.values())
    print(f"{chosen.packs} packs: {sum(ours.values()):.1f} s, {share:.2f} times the libraries' own", end="; ")
    print(f"{early:.0f} MB early on, {resident():.0f} MB at the end")
    return 0 if share <= chosen.margin else 1


if __name__ == "__main__":
    sys.exit(main())
