"""Saved answers as other tools print them, and the same object saved twice."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from msp_aigov.collect.merged import once
from tests.assess.guardrails.labelled import HOME, cells, judged, wire

CASE = {"set": "harms Medium"}


def pascal(value: Any) -> Any:
    """As `ConvertTo-Json` prints what a cmdlet gives."""
    if isinstance(value, dict):
        return {key[0].upper() + key[1:]: pascal(item) for key, item in value.items()}
    return [pascal(item) for item in value] if isinstance(value, list) else value


def snake(value: Any) -> Any:
    """As Python's SDK prints its models."""
    if isinstance(value, dict):
        spelled = ("".join(f"_{c.lower()}" if c.isupper() else c for c in key) for key in value)
        return dict(zip(spelled, map(snake, value.values()), strict=True))
    return [snake(item) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize("spelled", [pascal, snake])
@pytest.mark.parametrize(("threshold", "said"), [("Medium", "pass"), ("High", "fail")])
def test_other_tools_spellings_are_read_alike(spelled: Any, threshold: str, said: str, tmp_path: Path) -> None:
    report = judged(spelled(wire({"set": f"harms {threshold}"})), tmp_path)
    assert cells(report)["hate prompt"] == f"blocks {threshold} configured"
    (found,) = [finding for finding in report.findings if finding.check == "GRD001"]
    assert found.outcome == said
    (account,) = report.guardrails.accounts
    assert account.location == "swedencentral"


def verdict(objects: list[Any], folder: Path) -> str:
    (found,) = [each for each in judged(objects, folder).findings if each.check == "GRD001"]
    return found.outcome


def twice(position: int, **properties: Any) -> list[Any]:
    objects = wire(CASE)
    other = copy.deepcopy(objects[position])
    other["properties"] |= properties
    return [*objects, other]


@pytest.mark.parametrize("order", [1, -1])
def test_of_two_savings_of_a_policy_the_weaker_entry_counts(order: int, tmp_path: Path) -> None:
    off = [{"name": "Hate", "source": "Prompt", "enabled": False}]
    assert verdict(twice(2, contentFilters=off)[::order], tmp_path) == "fail"


@pytest.mark.parametrize("order", [1, -1])
def test_two_savings_of_a_deployment_that_differ_are_not_believed(order: int, tmp_path: Path) -> None:
    assert verdict(twice(1, raiPolicyName="Microsoft.DefaultV2")[::order], tmp_path) == "unknown"


def test_the_same_object_in_two_files_and_two_spellings_is_one(tmp_path: Path) -> None:
    objects = wire(CASE)
    report = judged([*objects, *pascal(objects), *objects], tmp_path)
    assert len(report.guardrails.deployments) == len(report.guardrails.accounts) == 1
    assert verdict([*objects, *pascal(objects)], tmp_path) == "pass"


def test_what_only_one_of_two_savings_says_is_kept() -> None:
    one, other = {"id": "/A", "Properties": {"a": 1, "b": None}}, {"id": "/a", "properties": {"b": 2, "c": [3]}}
    assert list(once([one, other])) == [{"id": "/A", "Properties": {"a": 1, "b": 2, "c": [3]}}]


@pytest.mark.parametrize("properties", [None, "text", [], 5])
def test_a_deployment_of_which_only_the_name_was_saved_is_unknown(properties: Any, tmp_path: Path) -> None:
    objects = wire(CASE)
    objects[1]["properties"] = properties
    assert verdict(objects, tmp_path) == "unknown"
    del objects[1]["properties"]
    assert verdict(objects, tmp_path) == "unknown"


def test_a_list_of_names_and_places_alone_gives_an_account_no_default(tmp_path: Path) -> None:
    listed = [{"id": HOME, "name": "ai", "type": "Microsoft.CognitiveServices/accounts", "location": "eastus"}]
    report = judged(json.loads(json.dumps(listed)), tmp_path)
    said = {finding.outcome for finding in report.findings if finding.check.startswith("ACC")}
    assert said <= {"unknown", "not_applicable"}


@pytest.mark.parametrize("name", ["nextLink", "NextLink", "skip_token"])
def test_a_list_whose_last_page_was_not_saved_is_a_gap(name: str, tmp_path: Path) -> None:
    account, deployment, *policies = wire(CASE)
    page = {"value": [deployment], name: "https://management.azure.com/next"}
    report = judged([account, *policies, page], tmp_path)
    (cell,) = [cell for cell in report.coverage if cell.source == "azure.deployments"]
    assert (cell.state, cell.reason) == ("skipped", "the saved list names a next page that is not in the files")


def test_a_list_whose_pages_were_all_saved_is_read(tmp_path: Path) -> None:
    account, deployment, *policies = wire(CASE)
    other = {**deployment, "id": f"{HOME}/deployments/other", "name": "other"}
    pages = [{"value": [deployment], "nextLink": "https://management.azure.com/next"}, {"value": [other]}]
    report = judged([account, *policies, *pages], tmp_path)
    assert [each.deployment.name for each in report.guardrails.deployments] == ["chat", "other"]
