"""What `audit` and `demo` do alike: load, run, write, say, choose the exit code."""

import sys
from collections.abc import Sequence
from pathlib import Path

from msp_aigov.cli.app import crash_log
from msp_aigov.cli.shared.mapped import say_organisations
from msp_aigov.cli.shared.options import FailOn, exit_code
from msp_aigov.cli.shared.output import Target, terminal_options, write_all
from msp_aigov.cli.shared.progress import reads
from msp_aigov.config.load import choose, load_fleet
from msp_aigov.errors import ConfigError
from msp_aigov.model.document import Document
from msp_aigov.pipeline.order import Finished, Order
from msp_aigov.pipeline.run import audit
from msp_aigov.pipeline.settled import plan_of
from msp_aigov.record.atomic import write
from msp_aigov.reports.options import Options
from msp_aigov.reports.render import render
from msp_aigov.rules.load import load_rules

REPORT = "report"


def audited(
    folder: Path,
    clients: Sequence[str],
    wanted: Sequence[Target],
    runs: Path | None,
    fail_on: FailOn,
    exit_zero: bool,
    show_all: bool,
    progress: bool,
    say: bool,
) -> int:
    """Run one audit and print it; the exit code."""
    rules = load_rules(folder / "rules")
    fleet = load_fleet(folder, rules)
    chosen = choose(fleet, clients)
    with reads(no_progress=not progress) as counter:
        order = Order(fleet, chosen, rules, folder, runs or folder / "runs", done=counter.done)
        if say:
            sys.stderr.writelines(f"{line}\n" for line in plan_of(order))
        finished = audit(order, _render_into)
    if finished.resumed and say:
        sys.stderr.write(f"continued the interrupted run {finished.document.run.id}\n")
    for crash in finished.crashes:  # first: whatever happens to the outputs, a bug is told
        sys.stderr.write(f"error: a bug in {crash.where}: {crash.message}\n")
        sys.stderr.write(f"hint: report it with {crash_log(crash.trace)}\n")
    if say:
        say_organisations(fleet, folder, mapped_too=False)
    try:
        write_all(finished.document, wanted, _options(finished, show_all), say)
    except ConfigError as error:
        if not finished.crashes:
            raise
        sys.stderr.write(f"error: {error.message}\n")
    finally:
        if say:
            sys.stderr.write(f"run kept in {finished.path}; open {finished.path / REPORT / 'index.html'}\n")
    return 4 if finished.crashes else exit_code(finished.document, fail_on, exit_zero)


def _render_into(document: Document, run: Path) -> None:
    """The pages people open, inside the run folder before its files are hashed."""
    for part in render(document, "html"):
        write(run / REPORT / part.path, part.data)


def _options(finished: Finished, show_all: bool) -> Options:
    pages = {client.id: str(finished.path / REPORT / f"{client.id}.html") for client in finished.document.clients}
    commands = {}
    for client in finished.document.clients:
        failed = next((finding.check for finding in client.findings if finding.outcome == "fail"), None)
        if failed:
            commands[client.id] = f"msp-aigov checks {failed}"
    return terminal_options(show_all, pages, commands)
