"""Only rules that a client's answers rest on are named as its sources."""

from msp_aigov.model.client import Client
from msp_aigov.model.document import Changes
from msp_aigov.model.workload import Stage, Workload
from msp_aigov.reports.document import client_report
from msp_aigov.reports.lights import Assessed
from msp_aigov.rules.load import load_rules


def sources(*stages: Stage) -> str:
    client = Client("one", "One", workloads=(Workload("W", stages=stages),) if stages else ())
    made = client_report(client, "general", (), Assessed(), (), Changes(), (), load_rules(), ())
    return " ".join(source for source, _ in made.sources)


def test_other_runtimes_are_sources_only_where_a_model_runs_locally() -> None:
    cloud = sources(Stage("draft", "chat", cloud_models=("gpt-4.1",)))
    device = sources(Stage("draft", "chat", local_models=("phi-4-mini",)))
    assert "ollama" not in cloud and "ollama" in device


def test_laws_and_device_rules_are_no_sources_of_a_client_with_neither_workload_nor_device() -> None:
    assert "eur-lex" not in sources() and "foundry-local" not in sources() and "deployment-types" in sources()
