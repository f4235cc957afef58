"""How a run ends: 4 a bug, 2 usage, 1 findings at the bar, 3 something unknown, 0 in order."""

from dataclasses import replace
from pathlib import Path

import pytest

from msp_aigov.cli.shared.options import FailOn, exit_code
from msp_aigov.model.client import Branding
from msp_aigov.model.device import Endpoints
from msp_aigov.model.document import Changes, CheckCrash, ClientReport, CoverageCell, Document, Run
from msp_aigov.model.finding import Finding, Outcome, Severity, Subject
from msp_aigov.model.guardrails import Guardrails
from msp_aigov.model.spend import Spend
from msp_aigov.model.text import Text
from msp_aigov.pipeline.order import now
from tests import world
from tests.cli.commands import Command

WEAK = "WEAK,SN200001,Dell,OptiPlex 3010,4,Intel(R) Core(TM) i3-3220,Windows 10 Pro,10.0.19045.1,40"
BLANK = "BLANK,SN200002,,,,,,,"


def finding(outcome: Outcome, severity: Severity = Severity.HIGH) -> Finding:
    words = Text("x")
    return Finding("TST001", words, severity, outcome, Subject("account", "a", "a"), words, words, "k")


def document(*findings: Finding, gap: bool = False, crash: bool = False) -> Document:
    cell = CoverageCell("azure.cost", "s", "S", "denied" if gap else "read", "why")
    crashes = (CheckCrash("TST001", "bug"),) if crash else ()
    report = ClientReport(
        "one", "One", (cell,), findings, (), (), Changes(), Spend(), Guardrails(), Endpoints(), (), crashes=crashes
    )
    calm = replace(report, id="two", findings=(), coverage=(), crashes=())
    return Document(Run("r", now(), "h"), "MSP", "", Branding(), (calm, report))


FAIL, UNKNOWN, PASS = finding("fail"), finding("unknown"), finding("pass")
CODES = [
    (document(), 0),
    (document(PASS, finding("waived"), finding("not_applicable")), 0),
    (document(UNKNOWN), 3),
    (document(PASS, gap=True), 3),
    (document(FAIL), 1),
    (document(FAIL, UNKNOWN, gap=True), 1),
    (document(finding("fail", Severity.MEDIUM)), 0),
    (document(finding("fail", Severity.MEDIUM), UNKNOWN), 3),
    (document(FAIL, crash=True), 4),
    (document(UNKNOWN, gap=True, crash=True), 4),
]


@pytest.mark.parametrize(("made", "code"), CODES)
def test_a_bug_goes_before_findings_and_findings_before_the_unknown(made: Document, code: int) -> None:
    assert exit_code(made, FailOn.HIGH, exit_zero=False) == code


BARS = [
    (FailOn.CRITICAL, Severity.CRITICAL, 1),
    (FailOn.CRITICAL, Severity.HIGH, 0),
    (FailOn.HIGH, Severity.CRITICAL, 1),
    (FailOn.HIGH, Severity.MEDIUM, 0),
    (FailOn.MEDIUM, Severity.MEDIUM, 1),
    (FailOn.LOW, Severity.LOW, 1),
    (FailOn.NONE, Severity.CRITICAL, 0),
]


@pytest.mark.parametrize(("bar", "severity", "code"), BARS)
def test_the_bar_is_the_least_severity_that_counts(bar: FailOn, severity: Severity, code: int) -> None:
    assert exit_code(document(finding("fail", severity)), bar, exit_zero=False) == code


@pytest.mark.parametrize(("made", "code"), [(document(FAIL, UNKNOWN, gap=True), 0), (document(crash=True), 4)])
def test_exit_zero_forgives_everything_but_a_bug(made: Document, code: int) -> None:
    assert exit_code(made, FailOn.LOW, exit_zero=True) == code


def fleet(folder: Path, devices: str) -> Path:
    file = world.client_file()
    del file["azure"]
    return world.write_fleet(folder, {"one": file}, devices)


def test_a_fleet_in_order_ends_in_0(msp: Command, in_order: Path, tmp_path: Path) -> None:
    assert msp("audit", "--fleet", in_order, "--runs", tmp_path).code == 0


def test_a_device_that_is_too_weak_ends_by_the_bar(msp: Command, tmp_path: Path) -> None:
    folder = fleet(tmp_path, WEAK)
    assert msp("audit", "--fleet", folder, "--fail-on", "low", "--quiet").code == 1
    assert msp("audit", "--fleet", folder, "--fail-on", "low", "--exit-zero").code == 0
    assert msp("evaluate", next((folder / "runs").iterdir()), "--fail-on", "low").code == 1


def test_a_device_nobody_knows_ends_in_3(msp: Command, tmp_path: Path) -> None:
    folder = fleet(tmp_path, BLANK)
    assert msp("audit", "--fleet", folder).code == 3
    assert msp("audit", "--fleet", folder, "--exit-zero").code == 0


def test_a_sign_in_that_cannot_be_made_ends_in_3_and_not_in_a_bug(msp: Command, tmp_path: Path) -> None:
    folder = world.write_fleet(tmp_path, {"one": world.client_file()})
    ended = msp("audit", "--fleet", folder, "--fail-on", "none", "-o", "json")
    assert ended.code == 3
    assert "https addresses" in ended.out or "is not set" in ended.out


def test_a_mistake_in_a_clients_file_ends_in_2_with_every_line_and_no_run(msp: Command, tmp_path: Path) -> None:
    folder = world.write_fleet(tmp_path, {"one": {"nam": "X"}, "two": {"name": "Y", "residency": "moon"}})
    ended = msp("audit", "--fleet", folder)
    assert (ended.code, ended.out) == (2, "")
    assert "error: clients/one.yaml:1: nam: unknown key; did you mean `name`?" in ended.err
    assert "error: clients/two.yaml:2: residency: " in ended.err
    assert not (folder / "runs").exists()
