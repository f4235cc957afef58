"""What the commands that look at one part do alike: the newest run, the world now, or files."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from msp_aigov.cli.shared.options import FailOn, exit_code
from msp_aigov.cli.shared.output import Target, terminal_options, write_all
from msp_aigov.cli.shared.progress import reads
from msp_aigov.collect.ask import Link
from msp_aigov.config.load import choose, load_fleet
from msp_aigov.errors import ConfigError
from msp_aigov.model.client import AzureTenant, Client, Fleet
from msp_aigov.model.document import Document
from msp_aigov.model.rules import Rules
from msp_aigov.pipeline.order import Order, now
from msp_aigov.pipeline.parts import only_part
from msp_aigov.pipeline.run import evaluate, newest, printed, view
from msp_aigov.pipeline.settled import Kept
from msp_aigov.rules.load import load_rules


def looked_at(
    folder: Path,
    clients: Sequence[str],
    part: str,
    live: bool,
    chain_of: Callable[[Client], Sequence[Link]] | None = None,
    profile: str | None = None,
    kept: Kept | None = None,
) -> Document:
    """One part of a fleet: from the newest run, whose age is said, or asked now, or from files by way of `chain_of`.

    Another `profile` than the clients' own judges the same answers again.
    """
    rules = load_rules(folder / "rules")
    fleet = load_fleet(folder, rules)
    chosen = choose(fleet, clients)
    if profile:
        known_profile(profile, rules)
        chosen = tuple(replace(client, profile=profile) for client in chosen)
    if chain_of:
        chosen = tuple(map(_about_files, chosen))
    if live or chain_of:
        with reads(no_progress=False) as counter:
            order = Order(fleet, chosen, rules, folder, folder / "runs", (part,), done=counter.done)
            return view(order, chain_of, kept)
    run = newest(folder / "runs")
    if run is None:
        raise ConfigError(f"{folder / 'runs'}: holds no run yet", "Run `msp-aigov audit`, or add --live to ask now.")
    if profile:
        document = evaluate(run, rules, replace(fleet, clients=chosen))
    else:
        document = printed(run, [client.id for client in chosen])
    age = now() - document.run.started
    sys.stderr.write(f"from the run {run.name}, {_age(age.total_seconds())} old; --live asks now\n")
    return only_part(document, part)


def _about_files(client: Client) -> Client:
    """The client as one whose answers are files: they need not say whose subscription they are about."""
    return replace(client, azure=replace(client.azure or AzureTenant(""), from_=("--from",)))


def looked_at_files(
    client: Client, baseline: str, part: str, folder: Path, chain_of: Callable[[Client], Sequence[Link]] | None = None
) -> Document:
    """One part of a client that no fleet folder describes."""
    rules = load_rules()
    known_profile(client.profile or baseline, rules)
    fleet = Fleet("", (client,), baseline=baseline)
    return view(Order(fleet, (client,), rules, folder, folder / "runs", (part,)), chain_of)


def known_profile(name: str, rules: Rules) -> None:
    """Refuse a profile that no rule describes."""
    names = [profile.name for profile in rules.profiles]
    if name not in names:
        raise ConfigError(f"--profile {name}: there is no such profile", f"Profiles: {', '.join(names)}.")


def print_part(
    document: Document,
    page: str,
    wanted: Sequence[Target],
    fail_on: FailOn,
    exit_zero: bool,
    show_all: bool = False,
) -> int:
    """Print one part in every wanted format; the exit code."""
    write_all(document, wanted, terminal_options(show_all, page=page))
    return exit_code(document, fail_on, exit_zero)


def _age(seconds: float) -> str:
    hours = int(seconds // 3600)
    return f"{int(seconds // 60)} minutes" if hours < 1 else f"{hours} hours" if hours < 48 else f"{hours // 24} days"
