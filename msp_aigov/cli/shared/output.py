"""Where renderings go: `-o FORMAT[=PATH]` taken apart, written, and said."""

import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import typer

from msp_aigov.cli.app import crash_log
from msp_aigov.errors import AigovError, ConfigError, Crash, guarded
from msp_aigov.model.document import Document
from msp_aigov.record.atomic import write
from msp_aigov.reports.formats import FORMATS
from msp_aigov.reports.options import Options, Rendered
from msp_aigov.reports.render import render
from msp_aigov.reports.words import clean

FOLDER_FORMATS = {"html", "docx", "pdf", "teams", "xlsx"}  # a file for each client, or the one named


@dataclass(frozen=True)
class Target:
    """One wanted rendering; no path means stdout."""

    format: str
    path: Path | None


def targets(wanted: Sequence[str] | None) -> tuple[Target, ...]:
    """What `-o` asks for; a mistake is found before any work begins."""
    made = tuple(_target(text) for text in wanted or ["terminal"])
    if sum(target.path is None for target in made) > 1:
        raise ConfigError("two outputs cannot both go to stdout", "Give all but one a path: -o json=report.json")
    return made


def _target(text: str) -> Target:
    name, _, place = text.partition("=")
    if name not in FORMATS:
        raise ConfigError(f"-o {name}: there is no such format", f"Formats: {', '.join(FORMATS)}.")
    if name in FOLDER_FORMATS and place in ("", "-"):
        raise ConfigError(f"-o {name} writes one file per client", f"Name a folder: -o {name}=out/")
    path = None if place in ("", "-") else Path(place)
    if path and name in FOLDER_FORMATS and path.is_file() and not _names_a_file(name, path):
        raise ConfigError(f"-o {name}={place}: is a file", f"Name a folder: -o {name}=out/")
    if path and name not in FOLDER_FORMATS and path.is_dir():
        raise ConfigError(
            f"-o {name}={place}: is a folder", f"Name a file: -o {name}={path / ('report' + _suffix(name))}"
        )
    return Target(name, path)


def _names_a_file(name: str, path: Path) -> bool:
    """Whether one document is wanted under a name of its own; pages in HTML link to each other and stay together."""
    return name != "html" and path.suffix.lower() == _suffix(name)


def _suffix(name: str) -> str:
    return FORMATS[name].SUFFIX


def write_all(document: Document, wanted: Sequence[Target], options: Options, say: bool = True) -> None:
    """Render and write every target, and say where; one that fails is said and the others are still written.

    After a bug in one of them the command ends in 4.
    """
    failed: list[AigovError] = []
    crashes: list[Crash] = []
    for target in wanted:
        try:
            done = guarded(f"-o {target.format}", partial(_rendered, document, target, options))
            crashes += [done.crash] if done.crash else []
            _write(done.value or (), target, say)
        except AigovError as error:
            failed.append(error)
    for crash in crashes:
        sys.stderr.write(f"error: a bug in {crash.where}: {clean(crash.message)[:300]}\n")
        sys.stderr.write(f"hint: report it with {crash_log(crash.trace)}\n")
    if crashes:
        sys.stderr.writelines(f"error: {clean(error.message)}\n" for error in failed)
        raise typer.Exit(4)
    if failed:
        raise ConfigError([error.message for error in failed], failed[0].hint)


def _rendered(document: Document, target: Target, options: Options) -> tuple[Rendered, ...]:
    parts = render(document, target.format, options if target.path is None else replace(options, colour=False))
    if _alone(target) and len(parts) != 1:
        wrong = f"-o {target.format}={target.path}: {len(parts)} clients do not fit into one file"
        raise ConfigError(wrong, "Name a folder, or add --client ID.")
    return parts


def _alone(target: Target) -> bool:
    return target.path is not None and _names_a_file(target.format, target.path)


def _write(parts: Sequence[Rendered], target: Target, say: bool) -> None:
    for part in parts:
        if target.path is None:
            to_stdout(part.data)
            continue
        place = target.path if _alone(target) or not part.path else target.path / part.path
        write(place, part.data)
        if say:
            sys.stderr.write(f"wrote {place}\n")


def to_stdout(data: bytes) -> None:
    """Bytes to stdout; a terminal that lacks a character gets a replacement, a pipe gets UTF-8."""
    try:
        if sys.stdout.isatty() or not hasattr(sys.stdout, "buffer"):
            sys.stdout.write(data.decode())
        else:
            sys.stdout.buffer.write(data)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise AigovError(
            f"stdout: cannot be written: {error.strerror}", "Give the output a path: -o FORMAT=PATH"
        ) from error


def terminal_options(
    show_all: bool = False,
    reports: Mapping[str, str] | None = None,
    next_commands: Mapping[str, str] | None = None,
    page: str = "",
) -> Options:
    """How the terminal at hand wants it: its width, and colour only where someone can see it."""
    seen = sys.stdout.isatty()
    colour = seen and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    width = shutil.get_terminal_size((80, 24)).columns if seen else 80
    return Options(
        page=page,
        width=max(60, min(width, 120)),
        colour=colour,
        show_all=show_all,
        reports=reports or {},
        next_commands=next_commands or {},
    )
