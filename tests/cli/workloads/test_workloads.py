"""`workloads`, `guide` and packs, on a finished run."""

import json
from pathlib import Path

import pytest
import yaml

from msp_aigov.config.shape import adapter
from msp_aigov.config.workloads.answers import answered
from msp_aigov.errors import ConfigError
from msp_aigov.model.text import Text
from msp_aigov.model.workload import Workload
from msp_aigov.reports.office.questionnaire import Asked, questionnaire
from tests.cli.commands import Command
from tests.cli.conftest import finished as finished
from tests.cli.conftest import in_order as in_order
from tests.cli.conftest import msp as msp
from tests.reports.found import STARTED


def test_the_decision_is_printed_as_the_contract_says(msp: Command, in_order: Path, finished: Path) -> None:
    ended = msp("workloads", "--fleet", in_order, "-o", "json")
    (decision,) = json.loads(ended.out)["clients"][0]["workloads"]
    assert ended.code == 0
    assert (decision["route"], decision["status"], decision["deciding_gate"]) == ("foundry_local", "approved", "region")
    (stage,) = decision["stages"]
    assert [gate["name"] for gate in stage["candidates"][0]["gates"]] == [
        "safety",
        "region",
        "feasibility",
        "cost",
        "evidence",
    ]


def test_a_workload_is_explained_as_a_table_and_a_paragraph(msp: Command, in_order: Path, finished: Path) -> None:
    ended = msp("workloads", "explain", "Dictation", "--fleet", in_order, "-o", "markdown")
    assert ended.code == 0
    assert "| Foundry Local on the devices | Safety |" in ended.out and "| Feasibility |" in ended.out
    assert "Dictation may run on the client's own devices." in ended.out.replace("\\", "")


def test_a_workload_that_does_not_exist_is_named(msp: Command, in_order: Path, finished: Path) -> None:
    ended = msp("workloads", "explain", "Dictaton", "--fleet", in_order)
    assert ended.code == 2 and "Workloads: Dictation" in ended.err


def test_another_answer_says_what_it_changes(msp: Command, in_order: Path, finished: Path) -> None:
    ended = msp("workloads", "what-if", "Dictation", "--set", "uses=[emotion-recognition-at-work]", "--fleet", in_order)
    assert ended.code == 0
    assert "route: foundry_local -> blocked" in ended.out and "status: approved -> rejected" in ended.out
    same = msp("workloads", "what-if", "Dictation", "--set", "notes.volume=5", "--fleet", in_order)
    assert "nothing changes: foundry_local, approved" in same.out


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("notes.nope=1", "there is no field 'nope'"),
        ("other.volume=1", "there is no stage 'other'"),
        ("notes.volume", "expected STAGE.FIELD=VALUE"),
        ("notes.data_class=secret", "Input should be"),
        ("notes.subjects=[", "is no YAML"),
    ],
)
def test_a_wrong_setting_is_a_usage_error(
    msp: Command, in_order: Path, finished: Path, setting: str, said: str
) -> None:
    ended = msp("workloads", "what-if", "Dictation", "--set", setting, "--fleet", in_order)
    assert ended.code == 2 and said in ended.err


def test_a_pack_holds_every_document_of_one_client(msp: Command, finished: Path, tmp_path: Path) -> None:
    ended = msp("report", finished, "--pack", tmp_path)
    assert ended.code == 0, ended.err
    names = {path.name for path in (tmp_path / "one").iterdir()}
    assert {"guide.docx", "guide.pdf", "matrix.docx", "actions.pdf", "refresh.docx", "brief.pdf"} <= names
    assert {"workbook.xlsx", "tickets.json", "tickets.csv", "guide.html", "guide.md"} <= names


def test_a_guide_goes_into_one_file_under_its_own_name(
    msp: Command, in_order: Path, finished: Path, tmp_path: Path
) -> None:
    place = tmp_path / "our-guide.docx"
    assert msp("guide", "--fleet", in_order, "-o", f"docx={place}").code == 0
    assert place.read_bytes().startswith(b"PK")
    german = msp("guide", "--fleet", in_order, "-o", "markdown", "--language", "de")
    assert "Wohin jedes Vorhaben gehört" in german.out
    assert msp("guide", "--fleet", in_order, "--language", "xx").code == 2


def test_what_does_not_apply_is_not_in_the_guide(msp: Command, in_order: Path, finished: Path) -> None:
    ended = msp("guide", "--fleet", in_order, "-o", "markdown")
    assert "Foundry Local on the devices" in ended.out
    assert "What governs the cloud" not in ended.out


ASKED = (
    Asked("Letters", "", "uses", Text("Which uses?"), (), "[drafting]"),
    Asked("Letters", "main", "task", Text("What does it do?"), ("chat",), "chat"),
    Asked("Letters", "main", "volume", Text("How often?"), (), "300"),
    Asked("Letters", "main", "data_class", Text("What class?"), ("public", "internal")),
)


def test_a_questionnaire_reads_back_and_what_was_left_open_stays_unknown(msp: Command, tmp_path: Path) -> None:
    path = tmp_path / "q.xlsx"
    path.write_bytes(questionnaire(ASKED, STARTED))
    assert questionnaire(ASKED, STARTED) == path.read_bytes()
    made = adapter(Workload).validate_python(
        yaml.safe_load(msp("workloads", "draft", "--from", path).out)["workloads"][0]
    )
    assert (made.name, made.uses) == ("Letters", ("drafting",))
    assert (made.stages[0].volume, made.stages[0].data_class) == (300, None)


def test_a_questionnaire_that_nobody_answered_reads_back_and_says_what_it_leaves_out(
    msp: Command, tmp_path: Path
) -> None:
    path = tmp_path / "q.xlsx"
    path.write_bytes(questionnaire((*ASKED, Asked("On the devices", "main", "task", Text("What?"))), STARTED))
    said = msp("workloads", "draft", "--from", path).out
    assert "# On the devices: nothing was answered" in said
    assert [each["name"] for each in yaml.safe_load(said)["workloads"]] == ["Letters"]


def test_a_wrong_answer_is_named_by_its_row(tmp_path: Path) -> None:
    path = tmp_path / "q.xlsx"
    wrong = Asked("Letters", "main", "volume", Text("How often?"), (), "often")
    path.write_bytes(questionnaire((*ASKED[:2], wrong), STARTED))
    with pytest.raises(ConfigError, match="row 4: volume"):
        answered(path)
