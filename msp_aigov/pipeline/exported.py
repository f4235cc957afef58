"""Spend from cost exports: the same line as from Azure, another link of the chain."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from pathlib import Path

from msp_aigov import __version__
from msp_aigov.collect.ask import Link
from msp_aigov.collect.export import costs
from msp_aigov.model.answers import Answer, Ask
from msp_aigov.model.client import Client
from msp_aigov.model.document import Document, Run
from msp_aigov.pipeline.one_client import report_on
from msp_aigov.pipeline.order import Order, now
from msp_aigov.tables.engines import opened
from msp_aigov.tables.files import Progress


@dataclass(frozen=True)
class FromExports:
    """What came of exports: the document, what to know about the files, and the last day they speak of."""

    document: Document
    notes: tuple[str, ...]
    unreadable: str


def view_exports(
    order: Order, client: Client, paths: Sequence[Path], engine: str, remote: str | None, progress: Progress
) -> FromExports:
    """One client's spend as the exports state it; the month looked at is that of their last day."""
    tables = opened(engine, remote)
    services = [service.name for service in order.rules.ai_services if service.kind == "service"]
    try:
        exported = costs.read(paths, services, tables, progress)
    finally:
        tables.close()
    today = now().date() if exported.last is None else exported.last
    run = Run("", datetime.combine(today, time(), UTC), order.rules.digest, __version__)
    about = replace(client, azure=None, inventories=(), exports=tuple(str(path) for path in paths))
    report, _ = report_on(about, replace(order, parts=("spend",)), run, lambda: [_link(exported)])
    document = Document(run, order.fleet.name, order.fleet.contact or "", order.fleet.branding, (report,))
    return FromExports(document, exported.notes, exported.unreadable)


def _link(exported: costs.Exported) -> Link:
    def answer(ask: Ask) -> Answer | None:
        if ask.source != costs.SOURCE:
            return None
        if ask.query != costs.UNREADABLE:
            return Answer(ask, "read", payload=exported.rows, api="file", reason="; ".join(exported.notes))
        if not exported.unreadable:
            return Answer(ask, "read", payload="[]", api="file")
        mend = "Export those days again, or mend the rows named."
        return Answer(ask, "failed", reason=exported.unreadable, mend=mend, api="file")

    return answer
