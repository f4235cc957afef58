"""The examples of docs/ci.md parse, and their msp-aigov lines run in a fleet folder against the simulated Azure."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from msp_aigov.config.load import load_fleet
from msp_aigov.rules.load import load_rules
from tests import world

from .blocks import blocks

BLOCKS = {block.file or block.language: block.text for block in blocks("docs/ci.md")}
GITHUB, DEVOPS = ".github/workflows/ai-governance.yml", "azure-pipelines.yml"


def keys_on(subscription: dict[str, Any]) -> None:
    """Plant one finding."""
    subscription["accounts"][0]["properties"]["disableLocalAuth"] = False


def scripts() -> dict[str, str]:
    """The shell of every example that calls msp-aigov."""
    github = yaml.safe_load(BLOCKS[GITHUB])["jobs"]["audit"]["steps"]
    devops = yaml.safe_load(BLOCKS[DEVOPS])["steps"]
    *_, line = BLOCKS["crontab"].strip().split(" ", 6)
    return {"github": _audit(github, "run"), "devops": _audit(devops, "script"), "cron": line.split("&&", 1)[1]}


def _audit(steps: list[dict[str, str]], key: str) -> str:
    (found,) = (step[key] for step in steps if "msp-aigov audit" in step.get(key, ""))
    return found


@pytest.fixture
def fleet(tmp_path: Path) -> Path:
    """A fleet folder of one client in good order."""
    return world.write_fleet(tmp_path / "fleet", {"one": world.client_file()})


@pytest.fixture
def run(tmp_path: Path, fleet: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Any]]:
    """Run an example's shell in the fleet folder, with nobody at the keyboard; the finished process."""
    shim = tmp_path / "bin" / "msp-aigov"
    shim.parent.mkdir()
    shim.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m msp_aigov "$@"\n', encoding="utf-8")
    shim.chmod(0o755)
    shell = shutil.which("bash")
    if shell is None:
        pytest.skip("these examples are for bash")

    def ran(script: str, data: dict[str, Any], *faults: str) -> Any:
        with world.simulated(data, *faults) as azure:
            world.enter(azure, monkeypatch)
            environment = {**os.environ, "PATH": f"{shim.parent}{os.pathsep}{os.environ['PATH']}"}
            command = [str(shell), "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
            return subprocess.run(
                command,
                cwd=fleet,
                env=environment,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                check=False,
            )

    yield ran


def test_there_are_three_examples() -> None:
    assert list(scripts()) == ["github", "devops", "cron"]


def test_the_workflow_may_sign_in_and_read_and_nothing_else() -> None:
    workflow = yaml.safe_load(BLOCKS[GITHUB])
    assert workflow["permissions"] == {"contents": "read", "id-token": "write"}
    assert workflow[True]["schedule"] == [{"cron": "17 5 * * 1-5"}]  # YAML 1.1 reads the key `on` as true


def test_the_client_of_the_example_is_valid(tmp_path: Path) -> None:
    (tmp_path / "fleet.yaml").write_text("name: Us\n", encoding="utf-8")
    (tmp_path / "clients").mkdir()
    (tmp_path / "clients/contoso.yaml").write_text(BLOCKS["clients/contoso.yaml"], encoding="utf-8")
    (client,) = load_fleet(tmp_path, load_rules()).clients
    assert client.azure and client.azure.access.credential.method == "github-oidc"


@pytest.mark.parametrize("name", scripts())
def test_a_fleet_in_order_ends_in_0_and_leaves_its_report(name: str, run: Callable[..., Any], fleet: Path) -> None:
    done = run(scripts()[name], world.estate())
    assert done.returncode == 0, done.stdout + done.stderr
    assert (fleet / "out" / "one.html").is_file()
    assert (fleet / "report.json").is_file() == (name == "github")


def test_findings_end_the_job_in_1_and_the_report_is_there(run: Callable[..., Any], fleet: Path) -> None:
    done = run(scripts()["github"], world.changed(world.estate(), keys_on))
    assert done.returncode == 1, done.stdout + done.stderr
    assert (fleet / "report.json").is_file()


@pytest.mark.parametrize(("name", "code"), [("github", 3), ("devops", 0)])
def test_what_could_not_be_read_ends_in_3_or_in_a_warning(name: str, code: int, run: Callable[..., Any]) -> None:
    done = run(scripts()[name], world.estate(), "*/accounts=403")
    assert done.returncode == code, done.stdout + done.stderr
    assert ("result=SucceededWithIssues" in done.stdout) == (name == "devops")


def test_cron_says_in_what_it_ended(run: Callable[..., Any]) -> None:
    done = run(scripts()["cron"], world.changed(world.estate(), keys_on))
    assert done.stdout.strip() == "msp-aigov ended in 1"
