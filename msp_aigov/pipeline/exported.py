"""Spend from cost exports: the same line as from Azure, another link of the chain."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from pathlib import Path

from msp_aigov import __version__
from msp_aigov.assess.spend.resold import Resold, resold
from msp_aigov.collect.ask import Link
from msp_aigov.collect.export import costs
from msp_aigov.collect.export.payload import at_prices
from msp_aigov.model.answers import Answer, Ask
from msp_aigov.model.client import Client
from msp_aigov.model.document import ClientReport, Document, Run
from msp_aigov.model.spend import PriceBasis
from msp_aigov.pipeline.one_client import report_on
from msp_aigov.pipeline.order import Order, now
from msp_aigov.tables.engines import opened
from msp_aigov.tables.files import Progress


@dataclass(frozen=True)
class Reading:
    """What is to be read, by which engine, and at what prices the files are, where somebody knows."""

    paths: Sequence[Path]
    engine: str = "duckdb"
    remote: str | None = None
    basis: PriceBasis = "unknown"


@dataclass(frozen=True)
class FromExports:
    """What came of exports: the document, what to know about the files, and what of them could not be read."""

    document: Document
    notes: tuple[str, ...]
    unreadable: str


def view_exports(order: Order, client: Client, reading: Reading, progress: Progress) -> FromExports:
    """One client's spend as the exports state it; the month looked at is that of their last day."""
    tables = opened(reading.engine, reading.remote)
    services = [service.name for service in order.rules.ai_services if service.kind == "service"]
    try:
        exported = costs.read(reading.paths, services, tables, progress, reading.basis)
    finally:
        tables.close()
    sold = resold(exported.charges, client.id, order.rules) if exported.basis == "partner" else None
    if sold:
        exported = _at_clients_prices(exported, sold)
    today = now().date() if exported.last is None else exported.last
    run = Run("", datetime.combine(today, time(), UTC), order.rules.digest, __version__)
    about = replace(client, azure=None, inventories=(), exports=tuple(str(path) for path in reading.paths))
    report, _ = report_on(about, replace(order, parts=("spend",)), run, lambda: [_link(exported)])
    report = _labelled(report, exported, sold)
    document = Document(run, order.fleet.name, order.fleet.contact or "", order.fleet.branding, (report,))
    return FromExports(document, exported.notes, exported.unreadable)


def _at_clients_prices(exported: costs.Exported, sold: Resold) -> costs.Exported:
    """The same export as its client may see it: from here on nothing knows what the partner pays."""
    rows = at_prices(sold.priced)
    unpriced = "rows have neither a price of the client's nor a list price, and are left out"
    said = [exported.unreadable, f"{sold.unpriced} {unpriced}" if sold.unpriced else ""]
    odd = "rows: the client's price is far from the list price, which was taken; look at its unit"
    notes = (*exported.notes, *([f"{sold.implausible} {odd}"] if sold.implausible else []))
    return replace(
        exported,
        rows=rows,
        charges=(),
        unreadable="; ".join(filter(None, said)),
        notes=notes,
        basis=sold.basis,
        last=max((charge.day for charge, _ in sold.priced), default=exported.last),
    )


def _labelled(report: ClientReport, exported: costs.Exported, sold: Resold | None) -> ClientReport:
    """The report with what the files say about themselves."""
    spend = replace(report.spend, exports=exported.files, price_basis=exported.basis)
    return replace(report, spend=replace(spend, not_invoice=sold.why) if sold else spend)


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
