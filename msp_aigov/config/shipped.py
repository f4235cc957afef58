"""Where the files that ship with the program lie: in a clone or editable install, or inside a wheel."""

import shutil
from collections.abc import Mapping
from pathlib import Path

from msp_aigov.errors import AigovError

PACKAGE = Path(__file__).resolve().parent.parent


def shipped(name: str) -> Path:
    """The path of a shipped folder or file, for instance `templates` or `sample_inventories`."""
    for root in (PACKAGE / "_shipped", PACKAGE.parent):
        if (root / name).exists():
            return root / name
    raise AigovError(f"the program's own file {name} is missing", "Reinstall msp-aigov.")


def copied(name: str, to: Path, fill: Mapping[str, str] | None = None) -> tuple[list[Path], list[Path]]:
    """Copy a shipped folder, its placeholders filled; what is there is kept. Gives the paths written and those kept."""
    written, kept = [], []
    root = shipped(name)
    try:
        for path in sorted(root.rglob("*")):
            if path.is_dir() or path.suffix == ".pyc":
                continue
            place = to / path.relative_to(root)
            if place.exists():
                kept.append(place)
                continue
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, place)
            if fill and path.suffix == ".yaml":
                _fill(place, fill)
            written.append(place)
    except OSError as error:
        raise AigovError(
            f"{to}: cannot be written: {error.strerror}", "Name a folder that you may write to."
        ) from error
    return written, kept


def _fill(path: Path, words: Mapping[str, str]) -> None:
    """Put what is only known now, such as a day, where a shipped file has its placeholder."""
    text = path.read_text(encoding="utf-8")
    for placeholder, value in words.items():
        text = text.replace(placeholder, value)
    path.write_text(text, encoding="utf-8")
