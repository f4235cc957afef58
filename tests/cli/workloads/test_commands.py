"""`workloads explain`, `what-if` and `draft` in a fleet of several clients."""

from pathlib import Path

import pytest

from tests import world
from tests.cli.commands import Command
from tests.cli.conftest import msp as msp


@pytest.fixture(scope="module")
def fleet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two clients with a workload of one name each, and a finished run; neither has an Azure."""
    bodies = {"one": world.client_file(), "two": world.client_file("Client Two")}
    bodies["two"]["workloads"][0]["name"] = "Notes"
    for body in bodies.values():
        del body["azure"]
    folder = world.write_fleet(tmp_path_factory.mktemp("fleet"), bodies)
    world.run_audit(folder)
    return folder


def test_what_if_judges_one_client_of_several(msp: Command, fleet: Path) -> None:
    ended = msp("workloads", "what-if", "Notes", "--set", "uses=[Social Scoring]", "--fleet", fleet)
    assert ended.code == 0, ended.err
    assert ended.out.startswith("Client Two: Notes")
    assert "safety pass -> fail: social-scoring is prohibited wherever it runs" in ended.out
    assert "why: As it is described, Notes may run nowhere" in ended.out


def test_what_if_names_the_conditions_and_crossings_that_come(msp: Command, fleet: Path) -> None:
    settings = ["notes.egress_features=[web-search]", "notes.connectivity=online"]
    options = [part for setting in settings for part in ("--set", setting)]
    ended = msp("workloads", "what-if", "Dictation", *options, "--fleet", fleet)
    assert "status: approved -> rejected" in ended.out
    assert "region pass -> fail: web-search sends what is asked to another service" in ended.out


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("notes.residency=Mars", "--set notes.residency: expected one of"),
        ("notes.volume=-1", "--set notes.volume: expected a number, 0 or more"),
        ("notes.takes=[ghost]", "--set notes.takes: expected the name of an earlier stage"),
        ("holds=[dpia]", ""),
    ],
)
def test_what_no_file_could_say_is_refused(msp: Command, fleet: Path, setting: str, said: str) -> None:
    ended = msp("workloads", "what-if", "Dictation", "--set", setting, "--fleet", fleet)
    assert (ended.code == 2) == bool(said) and said in ended.err


def test_a_name_that_nobody_has_lists_those_there_are(msp: Command, fleet: Path) -> None:
    ended = msp("workloads", "what-if", "Notez", "--set", "notes.volume=1", "--fleet", fleet)
    assert ended.code == 2 and "Workloads: Dictation, Notes" in ended.err


def test_an_explanation_fits_eighty_columns_and_uses_words(
    msp: Command, fleet: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    ended = msp("workloads", "explain", "Notes", "--fleet", fleet)
    assert max(map(len, ended.out.splitlines())) <= 80
    assert "Notes may run on the client's own devices." in " ".join(ended.out.split())
    for code in ("foundry_local", "deciding_gate", "device:", "run_additional_eval"):
        assert code not in ended.out


@pytest.mark.parametrize("kind", ["json", "markdown", "xlsx=w.xlsx", "html=pages"])
def test_the_matrix_goes_into_every_promised_format(
    msp: Command, fleet: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.chdir(tmp_path)
    ended = msp("workloads", "--client", "one", "--fleet", fleet, "-o", kind)
    assert ended.code == 0, ended.err
    assert "Dictation" in ended.out or list(tmp_path.rglob("*.*"))


def test_a_draft_is_refused_where_everything_is_described(msp: Command, fleet: Path, tmp_path: Path) -> None:
    ended = msp("workloads", "draft", "--client", "one", "--fleet", fleet, "--out", tmp_path / "q.xlsx")
    assert ended.code == 2 and "belongs to a workload already" in ended.err


def test_a_draft_that_came_back_empty_says_so(msp: Command, tmp_path: Path) -> None:
    body = world.client_file(workloads=[])
    del body["azure"]
    folder = world.write_fleet(tmp_path / "fleet", {"one": body})
    world.run_audit(folder)
    sheet = tmp_path / "q.xlsx"
    assert msp("workloads", "draft", "--fleet", folder, "--out", sheet).code == 0
    ended = msp("workloads", "draft", "--from", sheet, "--fleet", folder)
    assert ended.code == 2 and "nothing was answered yet" in ended.err
