"""Programs of the system, asked for their words; one that is absent, refuses or hangs says nothing."""

import os
import shutil
import subprocess
from collections.abc import Sequence

TIMEOUT_S = 10.0
PLAIN = {"LC_ALL": "C", "LANG": "C"}


def said(line: Sequence[str], timeout_s: float = TIMEOUT_S) -> str | None:
    """What a program printed, or None when it could not be asked."""
    program = shutil.which(line[0])
    if program is None:
        return None
    try:
        done = subprocess.run(
            [program, *line[1:]],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=timeout_s,
            env={**os.environ, **PLAIN},
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None
