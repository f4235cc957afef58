"""The dated rules: every shipped row has its source and day, and a wrong row is named by file, line and column."""

from datetime import date
from pathlib import Path

import pytest

from msp_aigov.errors import ConfigError
from msp_aigov.model.guardrails import HARMS, plain
from msp_aigov.rules.load import DATA, TABLES, load_rules

HEAD = "sku,processing,source,read_on\n"


def overlaid(folder: Path, text: str) -> Path:
    (folder / "skus.csv").write_text(text, encoding="utf-8")
    return folder


def test_every_shipped_row_says_where_and_when_it_was_read() -> None:
    rules = load_rules()
    rows = [row for name in TABLES for row in getattr(rules, name)]
    rows += [rule for profile in rules.profiles for rule in profile.filters]
    rows += [rule for policy in rules.system_policies for rule in policy.filters]
    assert len(rows) > 100
    assert all(row.reference.source and row.reference.read_on <= date(2100, 1, 1) for row in rows)


def test_every_profile_speaks_of_every_harm_in_both_directions() -> None:
    for profile in load_rules().profiles:
        said = {(plain(rule.filter), rule.direction) for rule in profile.filters}
        assert {(harm, way) for harm in HARMS for way in ("prompt", "completion")} <= said, profile.name
        assert len(said) == len(profile.filters), f"{profile.name} says something twice"


def test_no_sku_and_no_region_has_two_rows() -> None:
    rules = load_rules()
    for names in ([row.sku.lower() for row in rules.skus], [row.region for row in rules.regions]):
        assert len(names) == len(set(names))


def test_a_fleets_own_table_takes_the_place_of_ours_and_changes_the_digest(tmp_path: Path) -> None:
    ours = load_rules()
    own = load_rules(overlaid(tmp_path, HEAD + "Standard,global,our notes,2026-10-01\n"))
    (row,) = own.skus
    assert (row.sku, row.processing, row.reference.source) == ("Standard", "global", "our notes")
    assert own.regions == ours.regions
    assert own.digest != ours.digest


def test_an_overlay_of_nothing_changes_nothing(tmp_path: Path) -> None:
    assert load_rules(tmp_path) == load_rules() == load_rules(tmp_path / "absent")


def test_an_equal_copy_has_an_equal_digest(tmp_path: Path) -> None:
    (tmp_path / "skus.csv").write_bytes((DATA / "skus.csv").read_bytes())
    assert load_rules(tmp_path).digest == load_rules().digest


WRONG = {
    "a choice that is none": (HEAD + "Standard,moon,here,2026-10-01\n", "skus.csv:2: processing: expected one of"),
    "a day that is none": (HEAD + "S,region,here,2026-10-01\nT,region,here,soon\n", "skus.csv:3: read_on: "),
    "a missing column": ("sku,source,read_on\nStandard,here,2026-10-01\n", "skus.csv:2: processing: "),
}


@pytest.mark.parametrize(("text", "said"), WRONG.values(), ids=WRONG.keys())
def test_a_wrong_row_is_named_by_file_line_and_column(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load_rules(overlaid(tmp_path, text))
    assert caught.value.message.startswith(said)
