"""Saved answers: whatever shape they were saved in, they are recognised, and what is missing is said."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from msp_aigov.collect.saved import saved
from msp_aigov.errors import AigovError
from msp_aigov.model.answers import Ask, Scope
from msp_aigov.model.client import AzureTenant, Client
from msp_aigov.model.document import ClientReport
from tests.assess.guardrails.labelled import HOME, judged, wire

ACCOUNT = Scope("account", HOME.lower(), "ai")
CASE = {"set": "harms Medium"}


def names(value: Any, folder: Path, source: str = "azure.rai_policies", encoding: str = "utf-8") -> list[str] | None:
    path = folder / "one.json"
    path.write_bytes(json.dumps(value).encode(encoding))
    answer = saved([path], lambda: datetime(2026, 11, 20, tzinfo=UTC))(Ask(source, ACCOUNT))
    assert answer
    return [item["name"] for item in answer.items] if answer.state == "read" else None


SHAPES = (
    lambda each: each,
    lambda each: [each],
    lambda each: {"value": [each]},
    lambda each: {"response": {"body": {"value": [each]}}},
)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_one_object_an_array_and_arms_list_are_the_same(shape: Any, encoding: str, tmp_path: Path) -> None:
    assert names(shape(wire(CASE)[2]), tmp_path, encoding=encoding) == ["own"]


def test_ids_are_compared_without_case_and_other_accounts_left_out(tmp_path: Path) -> None:
    mine, other = wire(CASE)[2], wire(CASE)[2]
    other["id"] = HOME.replace("/ai", "/other") + "/raiPolicies/theirs"
    mine["id"] = str(mine["id"]).upper()
    assert names([mine, other], tmp_path) == ["own"]


def test_what_is_not_in_the_files_is_a_gap_that_says_how_to_save_it(tmp_path: Path) -> None:
    path = tmp_path / "one.json"
    path.write_text(json.dumps(wire(CASE)[0]))
    answer = saved([path], lambda: datetime(2026, 11, 20, tzinfo=UTC))(Ask("azure.rai_policies", ACCOUNT))
    assert answer and answer.state == "skipped" and "az rest" in answer.mend


@pytest.mark.parametrize(("text", "said"), [("{", "is not JSON"), ("[]", "nothing that is recognised")])
def test_a_file_of_something_else_is_said(text: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text(text)
    with pytest.raises(AigovError, match=said):
        saved([tmp_path], lambda: datetime(2026, 11, 20, tzinfo=UTC))


def outcomes(report: ClientReport, check: str) -> set[str]:
    return {finding.outcome for finding in report.findings if finding.check == check}


def test_an_account_that_only_its_children_name_has_no_defaults(tmp_path: Path) -> None:
    report = judged(wire(CASE)[1:], tmp_path)
    assert outcomes(report, "GRD001") == {"pass"}
    assert outcomes(report, "ACC001") == outcomes(report, "ACC002") == {"unknown"}


def test_objects_are_recognised_by_type_alone(tmp_path: Path) -> None:
    objects = wire(CASE)[1:]
    for each in objects:
        del each["id"]
    assert outcomes(judged(objects, tmp_path), "GRD001") == {"pass"}


@pytest.mark.parametrize("source", ["deployments", "raiPolicies"])
def test_a_kind_left_out_of_the_files_is_never_a_pass(source: str, tmp_path: Path) -> None:
    objects = [each for each in wire(CASE) if f"/{source}/" not in str(each["id"])]
    assert "pass" not in outcomes(judged(objects, tmp_path), "GRD001")


def test_secrets_in_a_saved_answer_are_not_kept(tmp_path: Path) -> None:
    path = tmp_path / "c.json"
    connection = {
        "id": f"{HOME}/connections/c",
        "name": "c",
        "properties": {"authType": "ApiKey", "credentials": {"key": "s3cret"}},
    }
    path.write_text(json.dumps(connection))
    answer = saved([path], lambda: datetime(2026, 11, 20, tzinfo=UTC))(Ask("azure.connections", ACCOUNT))
    assert answer and "s3cret" not in str(answer.payload)


def test_az_account_list_names_the_home_tenant(tmp_path: Path) -> None:
    listed = {
        "id": "22222222-2222-4222-8222-222222222222",
        "name": "P",
        "tenantId": "a",
        "homeTenantId": "b",
        "state": "Enabled",
    }
    path = tmp_path / "s.json"
    path.write_text(json.dumps([listed]))
    answer = saved([path], lambda: datetime(2026, 11, 20, tzinfo=UTC))(
        Ask("azure.subscriptions", Scope("client", "one", "One"))
    )
    assert answer and [item["tenantId"] for item in answer.items] == ["b"]
    assert Client("one", "One", azure=AzureTenant("b", from_=("s.json",))).azure
