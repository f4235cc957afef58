"""YAML text with the line of every value, so that a mistake can name its place."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from msp_aigov.errors import ConfigError

Location = Sequence[str | int]
DEEPEST = 40


@dataclass(frozen=True)
class Source:
    """One YAML file as read: its plain data, and its node tree for line numbers. `shown` is the path users see."""

    shown: str
    data: Any
    node: yaml.Node | None
    raw: bytes

    def line(self, location: Location) -> int:
        """The line of the deepest value that `location` still names, from 1."""
        node = self.node
        if node is None:
            return 1
        mark = node.start_mark
        for key in location:
            if isinstance(node, yaml.MappingNode):
                pair = next((pair for pair in node.value if pair[0].value == str(key)), None)
                if pair is None:
                    continue
                mark, node = pair[0].start_mark, pair[1]
            elif isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
                node = node.value[key]
                mark = node.start_mark
        return int(mark.line) + 1

    def mistake(self, location: Location, message: str) -> str:
        """One mistake as `file:line: key: message`."""
        where = ".".join(str(part) for part in location)
        return f"{self.shown}:{self.line(location)}: {where + ': ' if where else ''}{message}"


def read_yaml(path: Path, shown: str) -> Source:
    """Read one YAML mapping; everything wrong with its text is a ConfigError with the line."""
    try:
        raw = path.read_bytes()
        text = raw.decode("utf-8-sig")
    except OSError as error:
        raise ConfigError(f"{shown}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{shown}: is not UTF-8 (byte {error.start})", "Save the file as UTF-8.") from error
    node, data = _loaded(text, shown)
    if not isinstance(data, dict):
        found = "nothing" if data is None else f"a {type(data).__name__}"
        raise ConfigError(f"{shown}:1: expected `key: value` lines, found {found}")
    return Source(shown, data, node, raw)


def _loaded(text: str, shown: str) -> tuple[yaml.Node | None, Any]:
    """The nodes and the plain data of one document."""
    try:
        _refuse_oddities(text, shown)
        loader = yaml.CSafeLoader(text)
        node = loader.get_single_node()
        _refuse_duplicates(node, shown)
        return node, loader.construct_document(node) if node is not None else None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ConfigError(f"{shown}:{line}: {error.problem or error.context}") from error
    except yaml.YAMLError as error:
        raise ConfigError(f"{shown}: holds a character that YAML does not allow") from error
    except ValueError as error:  # an impossible date
        raise ConfigError(f"{shown}: {error}") from error


def _refuse_oddities(text: str, shown: str) -> None:
    """What no fleet needs and loaders stumble over: aliases, explicit tags, bottomless nesting."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent):
            raise ConfigError(f"{shown}:{line}: YAML aliases are not supported")
        if tag := getattr(event, "tag", None):
            raise ConfigError(f"{shown}:{line}: YAML tags like {tag} are not supported")
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise ConfigError(f"{shown}:{line}: is nested deeper than {DEEPEST} levels")


def _refuse_duplicates(node: yaml.Node | None, shown: str) -> None:
    """YAML lets the last of two equal keys win silently; we do not."""
    stack = [node]
    while stack:
        current = stack.pop()
        if isinstance(current, yaml.MappingNode):
            keys: set[str] = set()
            for key, value in current.value:
                if str(key.value) in keys:
                    raise ConfigError(f"{shown}:{key.start_mark.line + 1}: {key.value}: written twice")
                keys.add(str(key.value))
                stack.append(value)
        elif isinstance(current, yaml.SequenceNode):
            stack.extend(current.value)
