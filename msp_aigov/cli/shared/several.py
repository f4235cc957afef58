"""Options that take several values after one flag, as a shell's `*` gives them."""

from collections.abc import Container, Iterable, Iterator
from typing import Any

from typer.core import TyperGroup

SEVERAL = "--from"


class Several(TyperGroup):
    """A command whose `--from` takes every word up to the next option or subcommand."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Give each of the words a flag of its own, and parse as ever."""
        return super().parse_args(ctx, [*repeated(args, self.commands)])


def repeated(words: Iterable[str], commands: Container[str]) -> Iterator[str]:
    """`--from a b` as `--from a --from b`."""
    taking = held = False
    for word in words:
        if held:  # the value right behind the flag, whatever it looks like
            held, taking = False, True
        elif word.startswith("-") or word in commands:
            held, taking = word == SEVERAL, False
        elif taking:
            yield SEVERAL
        yield word
