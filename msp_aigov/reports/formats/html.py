"""HTML: one file a client, complete in itself, and an index for the MSP."""

from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256

from jinja2 import TemplateError
from markupsafe import Markup

from msp_aigov.errors import AigovError
from msp_aigov.model.document import Document
from msp_aigov.model.text import Text
from msp_aigov.reports.blocks import Bar, Chart, Page, Shares, State, Table
from msp_aigov.reports.charts.bars import bar_chart
from msp_aigov.reports.charts.curve import line_chart
from msp_aigov.reports.colours import tokens
from msp_aigov.reports.naming import file_name
from msp_aigov.reports.options import Options, Rendered
from msp_aigov.reports.pages import ABOUT_ALL, drawn
from msp_aigov.reports.pages.masthead import only
from msp_aigov.reports.templating import template, template_bytes
from msp_aigov.reports.words import clean, say

SUFFIX = ".html"
WIDE, NARROW = (1040, 260), (340, 210)


def render(document: Document, options: Options) -> tuple[Rendered, ...]:
    """A file for each client, and `index.html` with all of them unless one page was asked for."""
    name = options.page or "client"
    if name in ABOUT_ALL:
        return (_about_all(name, document, options),)
    files = tuple(
        Rendered(file_name(client.id, SUFFIX), draw(drawn(name, only(document, client), options), options))
        for client in document.clients
    )
    return files if options.page else (*files, _about_all("index", document, options))


def _about_all(name: str, document: Document, options: Options) -> Rendered:
    return Rendered(name + SUFFIX, draw(drawn(name, document, options), options))


def draw(page: Page, options: Options) -> bytes:
    """One page as a file."""
    light, dark = tokens(page.colour)

    def drawing(chart: Chart | Shares, width: int, height: int) -> Markup:
        if isinstance(chart, Shares):
            return bar_chart(chart, width, options.language)
        return line_chart(chart, width, height, options.language)

    def charts(chart: Chart | Shares) -> Markup:
        sizes = {"wide": WIDE, "narrow": NARROW}
        drawn = {kind: drawing(chart, *size) for kind, size in sizes.items()}
        return Markup("\n".join(f'<div class="{kind}">{svg}</div>' for kind, svg in drawn.items()))

    def bar_words(bar: Bar) -> str:
        return ", ".join(counted(count, state) for count, state in bar.parts)

    def counted(count: int, state: State) -> str:
        return clean(f"{say(count, options.language)} {say(state.word, options.language)}")

    searched = any(isinstance(block, Table) and block.searchable for block in page.blocks)
    script = template_bytes("html/search.js").decode() if searched else ""
    values: dict[str, object] = {"script": Markup(script), "script_hash": _digest(script)}
    values |= {"search_words": Text("Search in this table"), "filter_words": Text("Show only")}
    values |= {"todo_words": Text("What to do."), "why_words": Text("Why it matters.")}
    values |= {"kind": _kind, "charts": charts, "bar_words": bar_words}
    values |= {"page": page, "light": light, "dark": dark, "language": options.language}
    return _filled(page, options.language, values).encode()


def _filled(page: Page, language: str, values: Mapping[str, object]) -> str:
    """The template with its values; what a client's own block does wrong is the MSP's to mend."""
    if not page.layout:
        return template(language, {}).render(values)
    try:
        return template(language, dict(page.layout)).render(values)
    except (TemplateError, ArithmeticError, TypeError, ValueError) as error:
        raise AigovError(f"layout: {error}", "Mend `layout:` in the client's file.") from error


def _digest(script: str) -> str:
    """By which the page's policy knows its own script from any other."""
    return b64encode(sha256(script.encode()).digest()).decode()


def _kind(block: object) -> str:
    """The name of the macro that draws a block or a cell."""
    return type(block).__name__.lower()
