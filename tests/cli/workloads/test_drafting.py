"""Which questions are asked about what a run found."""

from dataclasses import replace

import pytest

from msp_aigov.cli.shared.drafting import asked
from msp_aigov.model.ability.fit import Measured
from msp_aigov.model.client import Client
from msp_aigov.model.device import Device, DeviceReadiness, DeviceVerdict, Endpoints, Facts
from msp_aigov.model.guardrails import Guardrails
from msp_aigov.model.workload import Stage, Workload
from msp_aigov.reports.office.questionnaire import Asked
from msp_aigov.rules.load import load_rules
from tests.assess.workloads.test_assess import deployed
from tests.reports.builders import clinic

RULES = load_rules()
NOBODY = replace(clinic(), guardrails=Guardrails(), endpoints=Endpoints())


def about(client: Client, *models: tuple[str, str, tuple[str, ...]], endpoints: Endpoints = Endpoints()) -> list[Asked]:
    """The questions about deployments, each given as account, model and capabilities, all of one name."""
    found = []
    for account, model, able in models:
        item = deployed("global", model=model)
        found.append(
            replace(
                item,
                account_name=account,
                deployment=replace(item.deployment, name="prod", model=model, capabilities=able),
            )
        )
    report = replace(NOBODY, guardrails=Guardrails(deployments=tuple(found)), endpoints=endpoints)
    return list(asked(client, report, RULES))


def test_two_deployments_of_one_name_are_two_workloads() -> None:
    questions = about(Client("one", "One"), ("east", "gpt-5", ()), ("west", "gpt-5", ()))
    assert list(dict.fromkeys(each.workload for each in questions)) == ["prod", "prod (west)"]


def test_a_name_that_a_described_workload_has_is_not_taken_again() -> None:
    client = Client("one", "One", workloads=(Workload("prod", stages=(Stage("s", "chat"),)),))
    assert {each.workload for each in about(client, ("east", "gpt-5", ()))} == {"prod (east)"}


def test_what_a_workload_names_already_is_not_asked_about() -> None:
    client = Client("one", "One", workloads=(Workload("w", stages=(Stage("s", "chat", cloud_models=("GPT-5",)),)),))
    assert about(client, ("east", "gpt-5", ())) == []


def test_the_class_of_data_is_never_guessed() -> None:
    questions = about(Client("one", "One"), ("east", "gpt-5", ()), ("west", "gpt-image-1.5", ()))
    assert {each.answer for each in questions if each.field == "data_class"} == {""}
    assert [each.workload for each in questions if each.field == "image_gate"] == ["prod (west)"]


@pytest.mark.parametrize(
    ("model", "able", "task"),
    [
        ("MAI-Image-2.5", (), "image-generation"),
        ("something-new", ("chatCompletion",), "chat"),
        ("text-embedding-3-large", (), "embeddings"),
        ("gpt-4o-transcribe", (), "speech-to-text"),
        ("gpt-realtime", (), "realtime-voice"),
        ("something-new", (), ""),
    ],
)
def test_the_task_is_proposed_only_where_something_says_it(model: str, able: tuple[str, ...], task: str) -> None:
    (proposed,) = [each.answer for each in about(Client("one", "One"), ("a", model, able)) if each.field == "task"]
    assert proposed == task


def test_a_model_that_was_measured_on_a_device_is_a_device_use() -> None:
    measured = (Measured("whisper-small", "CPUExecutionProvider", "pass"),)
    device = Device("d", ("d",), Facts(), measured=measured)
    endpoints = Endpoints(devices=(DeviceReadiness(device, DeviceVerdict("", (), "ready")),))
    questions = about(Client("one", "One"), endpoints=endpoints)
    known = {each.field: each.answer for each in questions}
    assert (known["task"], known["local_models"]) == ("speech-to-text", "whisper-small")


def test_devices_that_could_run_models_are_asked_about_too() -> None:
    endpoints = Endpoints(devices=(DeviceReadiness(Device("d", ("d",), Facts()), DeviceVerdict("", (), "ready")),))
    assert {each.workload for each in about(Client("one", "One"), endpoints=endpoints)} == {"On the devices"}


def test_prices_have_a_currency_and_devices_say_whether_several_share_them() -> None:
    endpoints = Endpoints(devices=(DeviceReadiness(Device("d", ("d",), Facts()), DeviceVerdict("", (), "ready")),))
    assert {"currency", "shared_host"} <= {each.field for each in about(Client("one", "One"), endpoints=endpoints)}
