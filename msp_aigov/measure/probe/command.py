"""Programs of the system, asked for their words; one that is absent, refuses, hangs or babbles says nothing."""

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress

TIMEOUT_S = 10.0
PLAIN = {"LC_ALL": "C", "LANG": "C"}
# More than this, in bytes, is no answer to any question asked here.
LONGEST = 8 << 20


def said(line: Sequence[str], timeout_s: float = TIMEOUT_S) -> str | None:
    """What a program printed, or None when it could not be asked."""
    program = shutil.which(line[0])
    if program is None:
        return None
    try:
        process = subprocess.Popen(
            [program, *line[1:]],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **PLAIN},
            start_new_session=True,
        )
    except OSError:
        return None
    heard = _heard(process, timeout_s)
    if heard is None:
        _end(process)
        return None
    return heard.decode("utf-8", "replace") if process.returncode == 0 else None


def _heard(process: subprocess.Popen[bytes], timeout_s: float) -> bytes | None:
    """All that a program printed before it ended; None where it took too long or would not stop."""
    kept: list[bytes] = []
    pipe = process.stdout
    assert pipe is not None
    # A thread that may be left behind: what a program started can hold its output open after it was ended.
    reader = threading.Thread(target=lambda: kept.append(pipe.read(LONGEST + 1)), daemon=True)
    reader.start()
    reader.join(timeout_s)
    if not kept or len(kept[0]) > LONGEST:
        return None
    try:
        process.wait(timeout_s)
    except subprocess.TimeoutExpired:
        return None
    return kept[0]


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the program, and with it all that it started."""
    if sys.platform == "win32":
        process.kill()
    else:
        with suppress(ProcessLookupError, PermissionError):  # macOS refuses a group of which nobody is alive
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
