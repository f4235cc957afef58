"""What a fleet folder is read into, who is chosen from it, and the schemas that describe it."""

import shutil
import tempfile
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from msp_aigov.config.load import choose, load_fleet, schemas
from msp_aigov.config.shipped import copied, shipped
from msp_aigov.errors import AigovError, ConfigError
from msp_aigov.model.client import Fleet
from tests.config.folder import FLEET, GOOD, RULES, folder, loaded


def three(tmp_path: Path) -> Fleet:
    return loaded(tmp_path, c="name: C\n", a="name: A\n", b="name: B\nstatus: paused\n")


def test_clients_come_in_the_order_of_their_ids(tmp_path: Path) -> None:
    assert [client.id for client in three(tmp_path).clients] == ["a", "b", "c"]


def test_choosing_none_takes_those_that_are_active(tmp_path: Path) -> None:
    assert [client.id for client in choose(three(tmp_path), [])] == ["a", "c"]


def test_choosing_by_name_takes_a_paused_one_too_and_nobody_twice(tmp_path: Path) -> None:
    assert [client.id for client in choose(three(tmp_path), ["b", "a", "b"])] == ["a", "b"]


def test_choosing_a_stranger_names_those_who_are_here(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no client zed in this fleet") as caught:
        choose(three(tmp_path), ["a", "zed"])
    assert caught.value.hint == "Clients here: a, b, c."


def test_a_fleet_where_nobody_is_active_says_so(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no client of this fleet is active"):
        choose(loaded(tmp_path, a="name: A\nstatus: offboarded\n"), [])


def test_the_digest_follows_every_byte_of_every_file_and_its_name(tmp_path: Path) -> None:
    digests = [
        loaded(tmp_path / str(number), **files).digest
        for number, files in enumerate([{"a": "name: A\n"}, {"a": "name: A \n"}, {"b": "name: A\n"}])
    ]
    again = loaded(tmp_path / "again", a="name: A\n").digest
    assert len(set(digests)) == 3 and digests[0] == again


@pytest.mark.parametrize(("name", "text"), [("client", GOOD), ("fleet", FLEET), ("client", "name: X\n")])
def test_a_schema_accepts_a_good_file(name: str, text: str) -> None:
    schema = schemas()[name]
    jsonschema.Draft202012Validator.check_schema(schema)
    assert list(jsonschema.Draft202012Validator(schema).iter_errors(yaml.safe_load(text))) == []


BAD: dict[str, tuple[str, Any]] = {
    "unknown key": ("client", {"name": "X", "resideny": "eu"}),
    "an id in the file": ("client", {"name": "X", "id": "x"}),
    "no name": ("client", {"status": "active"}),
    "unknown status": ("client", {"name": "X", "status": "asleep"}),
    "unknown key inside": ("client", {"name": "X", "budget": {"monthly": 1, "currency": "EUR", "mails": []}}),
    "clients in the fleet's file": ("fleet", {"name": "X", "clients": []}),
    "no fleet name": ("fleet", {"baseline": "general"}),
}


@pytest.mark.parametrize(("name", "data"), BAD.values(), ids=BAD.keys())
def test_a_schema_refuses_a_bad_file(name: str, data: Any) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(data, schemas()[name], cls=jsonschema.Draft202012Validator)


KEYS = st.sampled_from(["name", "status", "azure", "tenant", "budget", "monthly", "workloads", "stages", "residency"])
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.dates()
TREES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS | st.text(max_size=6), inner, max_size=4)
)
# Letters that YAML allows: control characters are the business of another test.
LETTERS = st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff")
TEXTS = st.text(LETTERS, max_size=80) | TREES.map(lambda tree: yaml.safe_dump(tree, allow_unicode=True))
NOISE = st.text(alphabet="name: -[]{}&*!|>'\"\n\t#%@,?0aé", max_size=60)


@settings(max_examples=150, deadline=None)
@given(TEXTS | NOISE | NOISE.map(lambda noise: "name: X\n" + noise))
def test_any_text_in_a_clients_file_ends_in_a_fleet_or_in_said_mistakes(text: str) -> None:
    root = Path(tempfile.mkdtemp())
    try:
        fleet = load_fleet(folder(root, x=text.encode("utf-8", "replace")), RULES)
        assert [client.id for client in fleet.clients] == ["x"]
    except ConfigError as error:
        assert error.mistakes
        assert all(line.startswith("clients/x.yaml") for line in error.mistakes)
    finally:
        shutil.rmtree(root)


def test_what_is_there_already_is_kept_when_shipped_files_are_copied(tmp_path: Path) -> None:
    written, kept = copied("templates/demo", tmp_path)
    assert written and not kept
    mine = tmp_path / "fleet.yaml"
    mine.write_text("name: mine\n")
    again, kept = copied("templates/demo", tmp_path)
    assert not again and sorted(kept) == sorted(written)
    assert mine.read_text() == "name: mine\n"


def test_shipped_files_copied_onto_a_file_are_refused(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    with pytest.raises(AigovError, match="cannot be written"):
        copied("templates/demo", tmp_path / "taken")


def test_a_missing_shipped_file_says_to_reinstall() -> None:
    with pytest.raises(AigovError, match="is missing") as caught:
        shipped("templates/nothing")
    assert caught.value.hint == "Reinstall msp-aigov."
