"""Runs one job in a child process: a crash, a hang or a broken answer becomes a value."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from msp_aigov.measure.synth.session import threads
from msp_aigov.model.bench.measured import MeasuredState

# With CI set, the runtimes upload no telemetry; everything else they need stays as it is.
QUIET = {"CI": "true", "PYTHONUTF8": "1"}
# The yardstick takes as many threads as the model, so that it is disturbed by what disturbs the model.
YARDSTICK_THREADS = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
WITHOUT_NETWORK = ("unshare", "-rn")
LAST_WORDS = 300


@dataclass(frozen=True)
class Outcome:
    """What became of a job: what the child saw, or why there is nothing."""

    state: MeasuredState
    seen: Mapping[str, Any]
    reason: str = ""


def run(job: Mapping[str, Any], timeout_s: float, no_network: bool = False) -> Outcome:
    """Do a job in a process of its own, which dies with it."""
    line = [sys.executable, "-m", "msp_aigov.measure.child"]
    command = [*WITHOUT_NETWORK, *line] if no_network else line
    environment = {**os.environ, **QUIET, **dict.fromkeys(YARDSTICK_THREADS, str(threads()))}
    try:
        done = subprocess.run(
            command,
            input=json.dumps(job),
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            env=environment,
            timeout=timeout_s,
        )
    except subprocess.TimeoutExpired:
        return Outcome("timeout", {}, f"no result within {timeout_s:.0f} s")
    except OSError as error:
        return Outcome("failed", {}, f"the child process could not be started: {error}")
    if done.returncode:
        return died(done.returncode, done.stderr)
    return _understood(done.stdout)


def died(code: int, said: str) -> Outcome:
    """A child that ended badly: killed by a signal, or by an error that its last line names."""
    if code < 0:
        return Outcome("crashed", {}, f"the child process crashed ({_signal(-code)})")
    last = said.strip().splitlines()[-1][:LAST_WORDS] if said.strip() else f"exit code {code}"
    return Outcome("failed", {}, last)


def _signal(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def _understood(text: str) -> Outcome:
    try:
        seen = json.loads(text.strip().splitlines()[-1])
    except (IndexError, ValueError):
        return Outcome("failed", {}, "the child process gave no result")
    return Outcome(seen.get("state", "ok"), seen, seen.get("reason", ""))
