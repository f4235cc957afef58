"""What each check maps to and how to mend it: complete for every check about guardrails, and well-formed."""

import json
import shlex
import string

import pytest

from msp_aigov.checks.registry import REGISTRY
from msp_aigov.rules.load import load_rules

RULES = load_rules()
CHECKS = sorted(check.id for check in REGISTRY if check.part == "guardrails")
FRAMEWORKS = {"MCSB", "NIST AI RMF", "ISO/IEC 42001", "EU AI Act", "OWASP LLM", "Azure Policy"}
PLACEHOLDERS = {
    *("account", "subscription", "name", "group", "deployment", "policy", "endpoint", "reason", "key", "vault"),
    *("workspace", "domain", "model", "version", "format", "capacity", "location"),
}


@pytest.mark.parametrize("check", CHECKS)
def test_every_check_maps_to_every_framework_once(check: str) -> None:
    rows = [row for row in RULES.mappings if row.check == check]
    assert sorted(row.framework for row in rows) == sorted(FRAMEWORKS)
    assert all(row.control for row in rows)


def test_the_policy_that_tests_membership_says_so() -> None:
    (row,) = [row for row in RULES.mappings if (row.check, row.framework) == ("GRD001", "Azure Policy")]
    assert row.note and "membership" in row.note


def test_a_policy_named_by_its_id_is_marked_as_our_own_mapping() -> None:
    named = [row for row in RULES.mappings if row.framework == "Azure Policy" and row.control.count("-") == 4]
    assert named and all("unverified" in row.reference.source for row in named)


@pytest.mark.parametrize("check", CHECKS)
def test_every_remedy_has_a_portal_path_and_one_well_formed_az_line(check: str) -> None:
    (step,) = [step for step in RULES.remedies if step.check == check]
    assert step.portal.count(">") >= 2
    named = {name for _, name, _, _ in string.Formatter().parse(step.az) if name}
    assert named <= PLACEHOLDERS
    words = shlex.split(step.az.format(**dict.fromkeys(named, "x")))
    assert words[0] == "az" and not words[1].startswith("-")
    options = [word for word in words if word.startswith("--")]
    assert options and len(options) == len(set(options))
    for before, value in zip(words, words[1:], strict=False):
        if before.startswith("--"):
            assert not value.startswith("--"), f"{before} has no value"
        if value.startswith("{"):
            json.loads(value)
    assert not {";", "|", "&", ">", "$("} & set(words)
    assert "keys" not in words and "listKeys" not in step.az
