"""docs/outputs.md names what a run writes: no more, no less."""

import json
import re
from pathlib import Path

import pytest

from msp_aigov.reports.render import render
from tests import world

from .blocks import blocks

FOLDER, DOCUMENT = (block.text for block in blocks("docs/outputs.md") if block.language == "text")


@pytest.fixture
def printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[set[str], dict[str, object]]:
    """The files of a run with their own names made general, and the run's JSON."""
    folder = world.write_fleet(tmp_path, {"contoso": world.client_file()})
    with world.simulated(world.estate()) as azure:
        world.enter(azure, monkeypatch)
        finished = world.run_audit(folder)
    files = {str(path.relative_to(finished.path).as_posix()) for path in finished.path.rglob("*") if path.is_file()}
    general = {re.sub(r"evidence/.+\.[0-9a-f]{12}\.", "evidence/<source>.<hash>.", file) for file in files}
    (stream,) = render(finished.document, "json")
    return general, json.loads(stream.data)


def test_the_page_names_every_file_and_every_key(printed: tuple[set[str], dict[str, object]]) -> None:
    files, document = printed
    named = {line.split()[0] for line in FOLDER.splitlines()[1:]}
    assert {name for name in named if not name.startswith("report/")} == files  # the caller renders into report/
    words = set(re.findall(r"[a-z_]+", DOCUMENT))
    clients = document["clients"]
    assert isinstance(clients, list)
    assert {*document, *clients[0]} <= words
