"""`msp-aigov simulator serve` prints what a shell needs and stops when told to."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest
import requests
from typer.testing import CliRunner

from msp_aigov.cli.simulator import app
from msp_aigov.errors import ConfigError
from msp_aigov.simulator.effects import ACTIONS

SCENARIO = "tenants:\n  - id: 11111111-1111-4111-8111-111111111111\n"
START = "from msp_aigov.cli.simulator import app; app()"
DEAF = f"import signal; signal.signal(signal.SIGINT, signal.SIG_IGN); {START}"  # as a job in the background begins


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A scenario file."""
    path = tmp_path / "small.yaml"
    path.write_text(SCENARIO, encoding="utf-8")
    return path


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize(("how", "shell"), [(signal.SIGINT, "posix"), (signal.SIGTERM, "powershell")])
def test_it_serves_until_it_is_told_to_stop(file: Path, how: signal.Signals, shell: str) -> None:
    command = [sys.executable, "-c", DEAF, "serve", "--scenario", str(file), "--shell", shell]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout and process.stderr
        lines = [process.stdout.readline().strip() for _ in range(5)]
        said = process.stderr.readline()
        variables = dict(_variable(line, shell) for line in lines)
        url, ca = variables["AZURE_RESOURCE_MANAGER_ENDPOINT"], variables["REQUESTS_CA_BUNDLE"]
        assert requests.get(f"{url}/subscriptions", verify=ca, timeout=10).status_code == 401
        process.send_signal(how)
        assert process.wait(timeout=10) == 0
    assert url in said and "Ctrl-C" in said
    assert not Path(ca).exists()


def _variable(line: str, shell: str) -> tuple[str, str]:
    prefix, equals = ("export ", "=") if shell == "posix" else ("$env:", " = ")
    assert line.startswith(prefix)
    name, _, value = line.removeprefix(prefix).partition(equals)
    return name, value.strip("'")


def test_help_shows_examples_and_every_action() -> None:
    shown = CliRunner().invoke(app, ["serve", "--help"], env={"COLUMNS": "100"}).output
    assert "--fault 'POST */query=429:cost=5@1-2'" in shown
    assert "@WHEN" in shown
    assert [action for action in ACTIONS if action not in shown] == []


def test_help_does_not_wait_for_the_slow_imports() -> None:
    probe = f"import sys; {START.split(';')[0]}; print([m for m in ('cryptography', 'yaml') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_a_mistake_in_a_rule_is_reported_before_serving(file: Path) -> None:
    result = CliRunner().invoke(app, ["serve", "--scenario", str(file), "--fault", "*=teapot"])
    assert isinstance(result.exception, ConfigError)
