"""Users at once."""

import subprocess
import sys
import threading
import time

import pytest

from msp_aigov.measure.live.users import together


def test_all_ask_at_the_same_time_and_are_told_in_order() -> None:
    meeting = threading.Barrier(4, timeout=5)

    def ask(number: int) -> int:
        meeting.wait()
        return number * number

    assert together(ask, range(4)) == [0, 1, 4, 9]


def test_a_bug_in_one_of_them_is_a_bug() -> None:
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        together(lambda number: 1 // number, range(2))


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGINT for one child there")
def test_an_interrupt_waits_for_nobody() -> None:
    script = (
        "import os, signal, time\nfrom msp_aigov.measure.live.users import together\n"
        "signal.setitimer(signal.ITIMER_REAL, 0.2)\n"
        "signal.signal(signal.SIGALRM, lambda *seen: os.kill(os.getpid(), signal.SIGINT))\n"
        "together(lambda number: time.sleep(30) or 1, range(4))\n"
    )
    began = time.monotonic()
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=25)
    assert "KeyboardInterrupt" in done.stderr and time.monotonic() - began < 20
