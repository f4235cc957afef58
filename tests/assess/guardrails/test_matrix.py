"""The effective filter matrix: what a policy says, what it inherits, what nobody says, and what the profile wants."""

from typing import Any

import pytest

from msp_aigov.assess.guardrails.matrix import effective
from msp_aigov.model.cloud import ContentFilter, RaiPolicy
from msp_aigov.model.guardrails import EffectiveFilter
from msp_aigov.model.rules import FilterRule, Profile
from tests.assess.guardrails.policies import RULES, deployment, entry, policy, wants

HATE = wants("Hate")


def cells(
    *policies: RaiPolicy, wanted: tuple[FilterRule, ...] = (HATE,), named: str | None = "Own", image: bool = False
) -> dict[tuple[str, str], EffectiveFilter]:
    made = effective(deployment(named), policies, Profile("p", wanted), RULES, image)
    return {(cell.filter.lower(), cell.direction): cell for cell in made}


def cell(entry: ContentFilter, rule: FilterRule = HATE) -> EffectiveFilter:
    (made,) = cells(policy("Own", entry), wanted=(rule,)).values()
    return made


ORDER = [
    ("Low", "Low", "meets"),
    ("Low", "Medium", "meets"),
    ("Low", "High", "meets"),
    ("Medium", "Low", "weaker"),
    ("Medium", "Medium", "meets"),
    ("High", "Low", "weaker"),
    ("High", "Medium", "weaker"),
    ("High", "High", "meets"),
    ("medium", "Medium", "meets"),
]


@pytest.mark.parametrize(("set_to", "wanted", "match"), ORDER)
def test_low_is_the_strictest_threshold_and_stricter_always_meets(set_to: str, wanted: str, match: str) -> None:
    made = cell(entry(threshold=set_to), wants("Hate", threshold=wanted))
    assert (made.state, made.match) == ("blocks", match)


STATES: list[tuple[dict[str, Any], str, str]] = [
    ({}, "blocks", "meets"),
    ({"blocking": False}, "annotates", "weaker"),
    ({"enabled": False}, "off", "weaker"),
    ({"enabled": False, "blocking": None}, "off", "weaker"),
    ({"enabled": None}, "unknown", "unknown"),
    ({"blocking": None}, "unknown", "unknown"),
    ({"threshold": None}, "unknown", "unknown"),
    ({"threshold": "Extreme"}, "unknown", "unknown"),
    ({"blocking": None, "action": "Blocking"}, "blocks", "meets"),
    ({"action": "Annotating"}, "annotates", "weaker"),
    ({"action": "NONE"}, "blocks", "meets"),
    ({"action": "HITL"}, "unknown", "unknown"),
    ({"action": "Blocking", "enabled": False}, "off", "weaker"),
]


@pytest.mark.parametrize(("fields", "state", "match"), STATES)
def test_an_entry_blocks_annotates_is_off_or_is_not_known(fields: dict[str, Any], state: str, match: str) -> None:
    made = cell(entry(**fields))
    assert (made.state, made.match) == (state, match)


WISHES = [
    ("annotates", {}, "meets"),
    ("annotates", {"blocking": False}, "meets"),
    ("annotates", {"enabled": False}, "weaker"),
    ("off", {"enabled": False}, "meets"),
    ("off", {}, "meets"),
    ("blocks", {"blocking": False}, "weaker"),
]


@pytest.mark.parametrize(("wanted", "fields", "match"), WISHES)
def test_more_than_is_wanted_is_never_a_finding(wanted: str, fields: dict[str, Any], match: str) -> None:
    rule = wants("Jailbreak", state=wanted, threshold=None)
    assert cell(entry("Jailbreak", threshold=None, **fields), rule).match == match


def test_a_filter_without_severities_needs_no_threshold() -> None:
    made = cell(entry("Jailbreak", threshold=None), wants("Jailbreak", threshold=None))
    assert (made.state, made.threshold, made.match) == ("blocks", None, "meets")


@pytest.mark.parametrize("name", ["Self Harm", "self_harm", "SELFHARM", "Self-harm"])
def test_names_of_filters_are_compared_loosely(name: str) -> None:
    assert cell(entry(name), wants("Selfharm")).match == "meets"


@pytest.mark.parametrize("direction", ["Prompt", "prompt", "PROMPT"])
def test_the_case_of_a_direction_does_not_matter(direction: str) -> None:
    assert cell(entry(direction=direction)).match == "meets"


def test_prompt_and_completion_are_two_filters() -> None:
    made = cells(policy("Own", entry()), wanted=(HATE, wants("Hate", "completion")))
    assert {key: cell.match for key, cell in made.items()} == {
        ("hate", "prompt"): "meets",
        ("hate", "completion"): "unknown",
    }


def test_an_entry_without_a_direction_answers_for_none() -> None:
    made = cells(policy("Own", entry(direction=None)))
    assert made["hate", "prompt"].match == "unknown"
    assert "meets" not in {cell.match for cell in made.values()}


def test_a_filter_nobody_wants_is_shown_and_not_compared() -> None:
    made = cells(policy("Own", entry(), entry("Profanity")))
    assert (made["profanity", "prompt"].match, made["profanity", "prompt"].wanted) == ("not_wanted", "")


def test_a_policys_own_word_goes_before_its_base() -> None:
    base = policy("Base", entry(threshold="Low"), entry("Violence", threshold="Low"))
    made = cells(base, policy("Own", entry(threshold="High"), base="base"), wanted=(HATE, wants("Violence")))
    assert (made["hate", "prompt"].threshold, made["hate", "prompt"].source) == ("High", "configured")
    assert (made["violence", "prompt"].threshold, made["violence", "prompt"].source) == ("Low", "inherited")


def test_a_base_that_is_not_listed_is_taken_as_documented() -> None:
    made = cells(policy("Own", base="Microsoft.DefaultV2"))
    assert (made["hate", "prompt"].state, made["hate", "prompt"].source) == ("blocks", "default")
    assert "as documented on 2026-11-20" in made["hate", "prompt"].evidence


@pytest.mark.parametrize("base", [None, "Gone", "Own"])
def test_what_neither_policy_nor_base_mentions_is_unknown(base: str | None) -> None:
    made = cells(policy("Own", entry("Violence"), base=base))["hate", "prompt"]
    assert (made.state, made.match) == ("unknown", "unknown")
    assert made.evidence


@pytest.mark.parametrize("named", [None, "Microsoft.DefaultV2", "microsoft.defaultv2"])
def test_azures_default_is_as_documented_where_the_account_does_not_list_it(named: str | None) -> None:
    made = cells(named=named)["hate", "prompt"]
    assert (made.state, made.threshold, made.source) == ("blocks", "Medium", "default")
    assert made.match == ("meets" if named else "unknown")


def test_azures_default_as_the_account_lists_it_goes_before_the_documented_one() -> None:
    made = cells(policy("Microsoft.DefaultV2", entry(threshold="High")), named=None)["hate", "prompt"]
    assert (made.threshold, made.source, made.match) == ("High", "default", "weaker")


def test_a_named_policy_that_is_not_listed_is_unknown_not_default() -> None:
    made = cells(policy("Other", entry()))["hate", "prompt"]
    assert made.state == "unknown"
    assert made.evidence.startswith("policy Own is not in the account's list; save or list")


def test_a_policy_without_a_filter_list_is_unknown() -> None:
    made = cells(policy("Own", listed=False))["hate", "prompt"]
    assert made.match == "unknown" and "no filter list" in made.evidence


def test_the_name_of_a_policy_is_compared_loosely() -> None:
    assert cells(policy("OWN", entry()))["hate", "prompt"].match == "meets"


def test_an_image_model_is_not_asked_for_filters_that_look_at_text() -> None:
    text = wants("Protected Material Text", "completion", threshold=None)
    assert ("protected material text", "completion") in cells(policy("Own", entry()), wanted=(HATE, text))
    assert list(cells(policy("Own", entry()), wanted=(HATE, text), image=True)) == [("hate", "prompt")]


def test_every_cell_carries_its_evidence() -> None:
    made = cell(entry(blocking=None))
    for words in ("Own", "enabled=true", "blocking=not stated", "severityThreshold=Medium"):
        assert words in made.evidence
