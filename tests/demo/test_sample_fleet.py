"""The sample fleet shows what was planted in it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from msp_aigov.cli.demo import SECRET, placeholders
from msp_aigov.config.load import load_fleet
from msp_aigov.config.shipped import copied, shipped
from msp_aigov.model.document import ClientReport, Document
from msp_aigov.pipeline.order import Finished, Order
from msp_aigov.pipeline.run import audit, evaluate
from msp_aigov.record.atomic import write
from msp_aigov.record.history import DOCUMENT
from msp_aigov.reports.render import render
from msp_aigov.rules.load import load_rules
from msp_aigov.simulator.scenario import load_scenario
from msp_aigov.simulator.server import SimulatedAzure

BRIGHTLINE = [
    ("ACC001", "brightline-images", "fail"),
    ("ACC002", "brightline-images", "fail"),
    ("ACC006", "brightline-images", "fail"),
    ("ACC007", "brightline-images", "fail"),
    ("GRD001", "moodboards", "fail"),
    ("SPD001", "brightline-images", "fail"),
    ("SPD005", "USD", "fail"),
    ("SPD006", "USD", "fail"),
    ("SPD008", "captions", "fail"),
]
HARBOUR = [
    ("EPT001", "Empfang Süd", "fail"),
    ("GRD003", "image-trial", "fail"),
    ("GRD008", "image-trial", "fail"),
    ("SPD002", "clinic-ai", "fail"),
    ("SPD007", "image-trial", "fail"),
    ("SPD007", "patient-letters", "fail"),
    ("WRK001", "Anatomy pictures", "fail"),
]
OCONNELL = [
    ("EPT001", "OCB-MAC-04", "fail"),
    ("EPT001", "OCB-REC-01", "fail"),
    ("EPT001", "Partners’ meeting room", "fail"),
    ("WRK001", "Hearing summaries", "unknown"),
]
STMARY_OPEN = (
    "SM LAB 1",
    "SM-LIBRARY-01",
    *(f"SM-ROOM2-{number:02}" for number in range(1, 5)),
    *(f"SM-ROOM3-{number:02}" for number in range(1, 4)),
)
STMARY = [
    ("ACC001", "stmary-learning-uks", "fail"),
    ("EPT001", "SM LAB 2", "fail"),
    ("EPT001", "SM-APP-01", "fail"),
    *(("EPT001", f"SM-ROOM1-{number:02}", "fail") for number in range(1, 5)),
    *(("EPT002", name, "unknown") for name in STMARY_OPEN),
    ("GRD001", "homework-helper", "fail"),
    ("GRD001", "reading-advice", "unknown"),
    ("GRD004", "reading-advice", "unknown"),
    ("SPD002", "school-it", "fail"),
    ("SPD003", "school-it", "fail"),
    ("WRK001", "Homework helper", "unknown"),
    ("WRK001", "Reading practice", "unknown"),
]
PLANTED = {"brightline": BRIGHTLINE, "harbour": HARBOUR, "oconnell": OCONNELL, "stmary": STMARY}
LIGHTS = {
    "brightline": {"spend": "act_now", "safety": "act_now", "devices": "in_order", "workloads": "in_order"},
    "harbour": {"spend": "improve", "safety": "act_now", "devices": "improve", "workloads": "act_now"},
    "oconnell": {"spend": "in_order", "safety": "in_order", "devices": "improve", "workloads": "unknown"},
    "stmary": {"spend": "act_now", "safety": "unknown", "devices": "unknown", "workloads": "unknown"},
}
# The sample is judged on one day, so that no rule or evaluation grows old under the test.
DAY = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)
ROUTES = {
    "brightline": {
        "Call transcripts": "foundry_local",
        "Campaign images": "azure_global",
        "Spoken briefs": "hybrid",
    },
    "harbour": {
        "Private dictation": "foundry_local",
        "Patient letters": "azure_data_zone",
        "Anatomy pictures": "blocked",
        "Waiting-room posters": "azure_data_zone",
    },
    "oconnell": {
        "Contract review": "azure_data_zone",
        "Letters on the train": "foundry_local",
        "File notes": "azure_region",
        "Hearing summaries": "run_additional_eval",
    },
    "stmary": {
        "Homework helper": "run_additional_eval",
        "Reading practice": "run_additional_eval",
        "Staff notes": "foundry_local",
    },
}
# Per client: rows read, devices, rows that joined another row's device, rows of no computer, rows that are no record.
ROWS = {"brightline": (8, 8, 0, 0, 0), "harbour": (17, 14, 2, 0, 1), "oconnell": (38, 15, 19, 3, 1)}
ROWS |= {"stmary": (23, 21, 0, 1, 1)}
OWN_WORDS = {
    "brightline": ("brightline", "Brightline"),
    "harbour": ("harbour", "Harbour", "Hafen"),
    "oconnell": ("oconnell", "O'Connell", "O&#39;Connell", "OCB", "ocb"),
    "stmary": ("stmary", "St. Mary", "SM-", "SM LAB"),
}


class Sample(NamedTuple):
    """One audit of the sample fleet."""

    fleet: Path
    finished: Finished

    def client(self, id: str) -> ClientReport:
        """One client's report."""
        return next(client for client in self.finished.document.clients if client.id == id)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sample]:
    """The fleet as `demo` makes it, audited once against its scenario."""
    folder = tmp_path_factory.mktemp("demo")
    copied("templates/demo", folder, placeholders(DAY.date()))
    copied("sample_inventories", folder / "inventories")
    rules = load_rules(folder / "rules")
    fleet = load_fleet(folder, rules)
    scenario = replace(load_scenario(folder / "scenario.yaml"), today=DAY.date())
    order = Order(fleet, fleet.clients, rules, folder, folder / "runs", clock=lambda: DAY)
    with pytest.MonkeyPatch.context() as patch, SimulatedAzure(scenario) as azure:
        for name, value in (azure.environment() | {SECRET: "demo-secret"}).items():
            patch.setenv(name, value)
        patch.delenv("HTTPS_PROXY", raising=False)
        yield Sample(folder, audit(order, _pages))


def _pages(document: Document, run: Path) -> None:
    for part in render(document, "html"):
        write(run / "report" / part.path, part.data)


@pytest.mark.parametrize("client", PLANTED)
def test_exactly_the_planted_findings_are_open(sample: Sample, client: str) -> None:
    """Neither a finding too few nor one too many."""
    found = [
        (finding.check, finding.subject.name, finding.outcome)
        for finding in sample.client(client).findings
        if finding.outcome in ("fail", "unknown")
    ]
    assert sorted(found) == sorted(PLANTED[client])


@pytest.mark.parametrize("client", LIGHTS)
def test_lights(sample: Sample, client: str) -> None:
    """Each client's four lights are as planned."""
    assert {light.name: light.state for light in sample.client(client).lights} == LIGHTS[client]


@pytest.mark.parametrize("client", ROUTES)
def test_routes(sample: Sample, client: str) -> None:
    """Each workload goes where its story says."""
    assert {decision.name: decision.route for decision in sample.client(client).workloads} == ROUTES[client]


@pytest.mark.parametrize("client", ROWS)
def test_every_inventory_row_is_accounted_for(sample: Sample, client: str) -> None:
    """Exports of one fleet join; totals, phones and screens are no devices."""
    rows = sample.client(client).endpoints.rows
    assert (rows.into, rows.devices, rows.merged, rows.out_of_scope, rows.rejected) == ROWS[client]


def test_the_sample_shows_the_whole_vocabulary() -> None:
    """A newcomer meets every state of a light and every kind of route."""
    assert {state for lights in LIGHTS.values() for state in lights.values()} == {
        "act_now",
        "improve",
        "in_order",
        "unknown",
    }
    assert {route for routes in ROUTES.values() for route in routes.values()} == {
        "foundry_local",
        "azure_region",
        "azure_data_zone",
        "azure_global",
        "hybrid",
        "run_additional_eval",
        "blocked",
    }


def test_every_sample_inventory_belongs_to_a_client(sample: Sample) -> None:
    """No file is left over, and each carries its client's name."""
    fleet = load_fleet(sample.fleet, load_rules(sample.fleet / "rules"))
    used = {client.id: {file.path for file in client.inventories} for client in fleet.clients}
    shown = {f"inventories/{path.name}" for path in shipped("sample_inventories").iterdir()}
    assert set().union(*used.values()) == shown
    assert all(path.startswith(f"inventories/{client}-") for client, paths in used.items() for path in paths)


def test_nothing_was_unreadable_and_nothing_crashed(sample: Sample) -> None:
    """What is unknown in the sample is unknown by its content, not by a mishap."""
    assert sample.finished.crashes == ()
    for client in sample.finished.document.clients:
        assert {cell.state for cell in client.coverage} == {"read"}


@pytest.mark.parametrize("client", OWN_WORDS)
def test_no_client_is_shown_anothers_names(sample: Sample, client: str) -> None:
    """Page and stored document of one client hold no word of another's."""
    run = sample.finished.path
    shown = [run / "report" / f"{client}.html", *(run / client).rglob("*")]
    text = "".join(path.read_text(encoding="utf-8") for path in shown if path.is_file())
    assert DOCUMENT in {path.name for path in shown} and sample.client(client).name.split("'")[0] in text
    foreign = [word for other, words in OWN_WORDS.items() if other != client for word in words]
    assert [word for word in foreign if word in text] == []


def test_judged_again_from_its_evidence_the_sample_says_the_same(sample: Sample) -> None:
    """The run folder alone is enough to come to the same findings."""
    again = evaluate(sample.finished.path, load_rules(sample.fleet / "rules"))
    for before, after in zip(sample.finished.document.clients, again.clients, strict=True):
        assert before.workloads == after.workloads
        assert [(one.fingerprint, one.outcome) for one in before.findings] == [
            (one.fingerprint, one.outcome) for one in after.findings
        ]
