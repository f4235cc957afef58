"""Every page: what a deliverable says, as blocks. One module each; listed here."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from msp_aigov.model.document import ClientReport, Document
from msp_aigov.model.text import Text
from msp_aigov.reports.blocks import Block, Page
from msp_aigov.reports.naming import file_name
from msp_aigov.reports.options import Options
from msp_aigov.reports.pages import (
    budgets,
    client,
    devices,
    guardrails,
    index,
    now,
    spend,
    summary,
    workloads,
)
from msp_aigov.reports.pages.coverage import tally
from msp_aigov.reports.pages.filters import groups
from msp_aigov.reports.pages.masthead import only, page_of
from msp_aigov.reports.pages.pack import guide, plans, portfolio, renewal
from msp_aigov.reports.words.own import reworded

Chapter = Callable[[ClientReport], Iterator[Block]]
PageOf = Callable[[Document, Options], Page]


def _alone(chapter: Chapter) -> PageOf:
    """A page of one chapter, for the commands that print a part."""

    def page(document: Document, options: Options) -> Page:
        (only_client,) = document.clients
        blocks = tuple(chapter(only_client))
        return page_of(document, Text.verbatim(only_client.name), (tally(only_client),), blocks)

    return page


def devices_and_plan(client: ClientReport) -> Iterator[Block]:
    """What the devices can run, and what would change that."""
    yield from devices.chapter(client)
    yield from renewal.chapter(client)


# The pages about one client take a document of one client; `index` takes them all.
PAGES: Mapping[str, PageOf] = {
    "client": client.page,
    "summary": summary.page,
    "index": index.page,
    "spend": _alone(spend.chapter),
    "filters": _alone(guardrails.chapter),
    "filters-fleet": groups.page,
    "endpoints": _alone(devices_and_plan),
    "workloads": _alone(workloads.chapter),
    "budgets": budgets.page,
    "now": _alone(now.chapter),
    "guide": guide.page,
    **plans.PAGES,
    "portfolio": portfolio.page,
}
ABOUT_ALL = ("index", "portfolio", "filters-fleet", "budgets")


def drawn(name: str, document: Document, options: Options) -> Page:
    """One page, in the words and the layout of the client where it has its own."""
    page = PAGES[name](document, options)
    if len(document.clients) != 1:
        return page
    wishes = document.clients[0].guide
    page = replace(page, layout=tuple((each.block, each.html) for each in wishes.layout))
    return reworded(page, {each.text: each.instead for each in wishes.words}) if wishes.words else page


def pages(document: Document, options: Options, usual: str) -> Iterator[Page]:
    """The pages of a format with a single stream: one for each client, or the one about all."""
    name = options.page or usual
    documents = (document,) if name in ABOUT_ALL else (only(document, each) for each in document.clients)
    return (drawn(name, each, options) for each in documents)


def each_page(document: Document, options: Options, usual: str, suffix: str) -> Iterator[tuple[str, Page]]:
    """File names and pages of a format that writes a file for each client, or one about all."""
    name = options.page or usual
    if name in ABOUT_ALL:
        yield f"{name}{suffix}", drawn(name, document, options)
        return
    for each in document.clients:
        yield file_name(each.id, suffix), drawn(name, only(document, each), options)
