"""How `probe` and `bench` print: a terminal table, or JSON as `msp-aigov schema` describes it."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from msp_aigov.cli.shared.output import Target, targets, terminal_options, to_stdout
from msp_aigov.errors import ConfigError
from msp_aigov.record.atomic import write

if TYPE_CHECKING:
    from msp_aigov.reports.blocks import Page

FORMATS = ("terminal", "json")
DeviceOutputs = Annotated[
    list[str] | None,
    typer.Option(
        "-o",
        "--output",
        metavar="FORMAT[=PATH]",
        help="terminal or json; repeatable; PATH - is stdout.",
        show_default="terminal",
    ),
]


def chosen(output: Sequence[str] | None) -> tuple[Target, ...]:
    """What `-o` asks for; a mistake is found before any work begins."""
    wanted = targets(output)
    for target in wanted:
        if target.format not in FORMATS:
            raise ConfigError(f"-o {target.format}: not for one device", f"Formats here: {', '.join(FORMATS)}.")
    return wanted


def print_device(value: Any, page: "Page", wanted: Sequence[Target]) -> None:
    """Write a value in every wanted way."""
    from msp_aigov.record.codec import encode
    from msp_aigov.reports.formats.terminal import drawn

    for target in wanted:
        data = drawn([page], terminal_options()) if target.format == "terminal" else (encode(value, 2) + "\n").encode()
        if target.path is None:
            to_stdout(data)
        else:
            write(target.path, data)
            sys.stderr.write(f"wrote {target.path}\n")
