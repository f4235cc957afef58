"""What makes a run another run, so that it does not continue the one that was interrupted."""

from pathlib import Path

import pytest

from msp_aigov.config.load import choose, load_fleet
from msp_aigov.pipeline.order import Order
from msp_aigov.rules.load import load_rules
from tests import world

SAVED = "answers"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A fleet whose client is judged on a folder of saved answers."""
    folder = world.write_fleet(tmp_path, {"one": {"name": "One", "azure": {"tenant": world.TENANT, "from": [SAVED]}}})
    (folder / SAVED).mkdir()
    (folder / SAVED / "accounts.json").write_text("[]")
    return folder


def identity(folder: Path) -> str:
    rules = load_rules(folder)
    fleet = load_fleet(folder, rules)
    return Order(fleet, choose(fleet, []), rules, folder, folder / "runs").identity()


def test_the_same_order_has_the_same_identity(folder: Path) -> None:
    assert identity(folder) == identity(folder)


@pytest.mark.parametrize("variable", ["AZURE_AUTHORITY_HOST", "AZURE_RESOURCE_MANAGER_ENDPOINT"])
def test_another_cloud_is_another_run(folder: Path, variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = identity(folder)
    monkeypatch.setenv(variable, "https://another.example")
    assert identity(folder) != before


def test_a_file_changed_or_added_in_a_folder_of_saved_answers_makes_another_run(folder: Path) -> None:
    seen = {identity(folder)}
    (folder / SAVED / "accounts.json").write_text("[ ]")
    seen.add(identity(folder))
    (folder / SAVED / "deep").mkdir()
    (folder / SAVED / "deep" / "more.json").write_text("[]")
    seen.add(identity(folder))
    assert len(seen) == 3
