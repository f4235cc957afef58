"""The kinds of run: audit, evaluate, print again, look without remembering."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path

from msp_aigov import __version__
from msp_aigov.azure.session import opened_session
from msp_aigov.collect.ask import Link
from msp_aigov.collect.live import live
from msp_aigov.collect.saved import saved
from msp_aigov.errors import AigovError, Crash, guarded
from msp_aigov.model.answers import Answer, Ask
from msp_aigov.model.client import Client, Fleet
from msp_aigov.model.document import ClientReport, Document, Run
from msp_aigov.model.rules import Rules
from msp_aigov.pipeline.one_client import report_on
from msp_aigov.pipeline.order import Finished, Order
from msp_aigov.pipeline.settled import Kept, settled
from msp_aigov.record import evidence, history
from msp_aigov.record.folder import OpenRun, close_run, discard_renderings, finished, open_run

Render = Callable[[Document, Path], None]


def audit(order: Order, render: Render) -> Finished:
    """Ask everything, judge it, remember it. `render` writes what people read into the run folder."""
    opened = open_run(order.runs, order.clock(), order.identity())
    try:
        return _audited(order, opened, render)
    finally:
        opened.lock.release()


def _audited(order: Order, opened: OpenRun, render: Render) -> Finished:
    run = Run(opened.id, opened.started, order.rules.digest, __version__)
    ids = [client.id for client in order.clients]
    discard_renderings(opened, ids)
    history.save(opened.path, history.FLEET, replace(order.fleet, clients=order.clients))
    reports: list[ClientReport] = []
    crashes: list[Crash] = []
    for client in order.clients:
        report, crash = report_on(client, order, run, partial(_resuming, client, order, opened))
        reports.append(report)
        crashes += [crash] if crash else []
        history.save(opened.path / client.id, history.FINDINGS, report.findings)
        history.save(opened.path / client.id, history.DOCUMENT, _document(order.fleet, run, (report,)))
    document = _document(order.fleet, run, reports)
    drawn = guarded("rendering into the run folder", lambda: render(document, opened.path))
    crashes += [drawn.crash] if drawn.crash else []
    about = {"schema_version": 1, "id": run.id, "started": run.started, "tool_version": __version__}
    about |= {"rules_hash": run.rules_hash, "config_hash": order.fleet.digest, "clients": ids}
    path = close_run(opened, about | {"coverage": {report.id: report.coverage for report in reports}})
    return Finished(document, path, opened.resumed, tuple(crashes))


def evaluate(run_folder: Path, rules: Rules, fleet: Fleet | None = None, only: Sequence[str] = ()) -> Document:
    """Judge a finished run's evidence again, by today's rules and, where given, today's configuration.

    `only` names the clients to judge, all of the run where it is empty.
    """
    about = history.about_run(run_folder)
    fleet = fleet or history.saved_fleet(run_folder)
    run = Run(about["id"], datetime.fromisoformat(about["started"]), rules.digest, __version__)
    wanted = set(only) & set(about["clients"]) if only else set(about["clients"])
    clients = tuple(client for client in fleet.clients if client.id in wanted)
    gone = sorted(wanted - {client.id for client in clients})
    if gone:
        wrong = f"{run_folder}: the fleet holds no client {', '.join(gone)} any more"
        raise AigovError(wrong, "Evaluate without --fleet.")
    order = Order(fleet, clients, rules, run_folder, run_folder.parent)
    reports = []
    for client in clients:
        stored = evidence.load(run_folder / client.id / history.EVIDENCE)
        reports.append(report_on(client, order, run, partial(_only, stored))[0])
    return _document(fleet, run, reports)


def view(
    order: Order, chain_of: Callable[[Client], Sequence[Link]] | None = None, kept: Kept | None = None
) -> Document:
    """Ask and judge without remembering; `chain_of` gives each client's chain, the world itself if there is none.

    `kept` are answers that an earlier look of the same command may lend.
    """
    run = Run("", order.clock(), order.rules.digest, __version__)
    reports = []
    for client in order.clients:
        chain = partial(chain_of, client) if chain_of else partial(_alone, client, order, kept)
        reports.append(report_on(client, order, run, chain)[0])
    return _document(order.fleet, run, reports)


def printed(run_folder: Path, clients: Sequence[str] = ()) -> Document:
    """A finished run's document as it was, of the clients named or of all."""
    document = history.saved_document(run_folder)
    unknown = set(clients) - {client.id for client in document.clients}
    if unknown:
        raise AigovError(f"{run_folder}: holds no client {', '.join(sorted(unknown))}")
    return replace(document, clients=tuple(c for c in document.clients if not clients or c.id in clients))


def newest(runs: Path) -> Path | None:
    """The newest finished run, if there is any."""
    return next(finished(runs), None)


def _document(fleet: Fleet, run: Run, reports: Iterable[ClientReport]) -> Document:
    return Document(run, fleet.name, fleet.contact or "", fleet.branding, tuple(reports))


def _world(client: Client, order: Order) -> Callable[[Ask], Answer]:
    """Azure and the disk; a client whose file names saved answers is never asked for over the network."""
    world = live(client, order.folder, opened_session(client.azure, order.sleep), order.clock)
    if client.azure is None or not client.azure.from_:
        return world
    kept = saved([order.folder / path for path in client.azure.from_], order.clock)
    return lambda ask: kept(ask) or world(ask)


def _only(stored: Mapping[Ask, Answer]) -> list[Link]:
    return [stored.get]


def _alone(client: Client, order: Order, kept: Kept | None) -> list[Link]:
    """Closed months from earlier runs, everything else from the world."""
    world = _world(client, order)
    return [settled(order.runs, client.id), kept.over(client.id, world) if kept else world]


def _resuming(client: Client, order: Order, opened: OpenRun) -> list[Link]:
    """First what an interrupted attempt already read, then the world; what the world says is kept at once."""
    folder = opened.path / client.id / history.EVIDENCE
    stored = {ask: answer for ask, answer in evidence.load(folder).items() if answer.state == "read"}
    read = _world(client, order)

    def asked(ask: Ask) -> Answer:
        answer = read(ask)
        evidence.save(folder, answer)
        return answer

    earlier = settled(order.runs, client.id)

    def kept(ask: Ask) -> Answer | None:
        answer = earlier(ask)
        if answer:
            evidence.save(folder, answer)
        return answer

    return [stored.get, kept, asked]
