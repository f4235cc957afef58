"""From the document to bytes."""

from msp_aigov.errors import AigovError
from msp_aigov.model.document import Document
from msp_aigov.reports.formats import FORMATS
from msp_aigov.reports.options import Options, Rendered
from msp_aigov.reports.pages import PAGES
from msp_aigov.reports.withheld import withheld

DEFAULTS = Options()


def render(document: Document, format_name: str, options: Options = DEFAULTS) -> tuple[Rendered, ...]:
    """Print a document in one format; a format or page that does not exist is the caller's mistake."""
    if format_name not in FORMATS:
        raise AigovError(f"there is no format {format_name}", f"Formats: {', '.join(FORMATS)}.")
    if options.page and options.page not in PAGES:
        raise AigovError(f"there is no page {options.page}", f"Pages: {', '.join(PAGES)}.")
    return FORMATS[format_name].render(withheld(document), options)
