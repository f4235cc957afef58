"""The synthetic benchmark, disturbed on purpose: its child stopped for 5 s, or one processor kept busy, at a moment.

    python bench/disturbed.py calm stop@4.5 busy@2-100 calm

runs the real command once for each word: `stop@T` stops the measuring child T seconds after its model was named and
lets it go on 5 s later, `busy@A-B` keeps processor 0 busy from A to B. No verdict may come from a wrong figure: at the
end each decisive run is held against the middle of the calm ones, and one beyond 15 % ends in 1. Linux only.
"""

import argparse
import json
import os
import signal
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import psutil

LINE = ["-m", "msp_aigov", "bench", "--workload", "chat", "--no-network", "-o", "json", "--model"]
PAUSE_S, BOUND_PERCENT = 5, 15
Disturbance = Callable[[int, threading.Event], None]


def run(disturbance: Disturbance | None, model: str) -> tuple[dict[str, Any], list[str]]:
    """One run: its measurement, and what it said on the way."""
    process = subprocess.Popen(
        [sys.executable, *LINE, model], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    said: list[str] = []
    named, over = threading.Event(), threading.Event()

    def listen() -> None:
        for line in process.stderr or ():
            said.append(line.strip())
            if "measuring on" in line:
                named.set()

    def disturb() -> None:
        if disturbance and named.wait(60):
            disturbance(process.pid, over)

    threads = [threading.Thread(target=each, daemon=True) for each in (listen, disturb)]
    for each in threads:
        each.start()
    printed = process.stdout.read() if process.stdout else ""
    process.wait()
    over.set()
    for each in threads:
        each.join()
    made: dict[str, Any] = json.loads(printed)["measurements"][0]
    return made, [line for line in said if "once more" in line]


def disturbance_of(word: str) -> Disturbance | None:
    """What a word of the command line does to a run."""
    kind, _, when = word.partition("@")
    if kind == "stop":
        return lambda root, over: stop(root, float(when))
    if kind == "busy":
        began, ended = map(float, when.split("-"))
        return lambda root, over: busy(began, ended, over)
    return None


def stop(root: int, after_s: float) -> None:
    """Stop the measuring child, and let it go on."""
    time.sleep(after_s)
    for child in psutil.Process(root).children(recursive=True):
        if "msp_aigov.measure.child" in child.cmdline():
            os.kill(child.pid, signal.SIGSTOP)
            time.sleep(PAUSE_S)
            os.kill(child.pid, signal.SIGCONT)


def busy(began_s: float, ended_s: float, over: threading.Event) -> None:
    """Keep one processor busy."""
    time.sleep(began_s)
    loop = subprocess.Popen(["taskset", "-c", "0", "sh", "-c", "while :; do :; done"])
    over.wait(ended_s - began_s)
    loop.kill()
    loop.wait()


def figures(made: dict[str, Any]) -> Iterator[tuple[str, int]]:
    """The middle of each duration, in microseconds."""
    yield from ((f"token after {each['context_tokens']}", each["step"]["p50_us"]) for each in made["decode"])
    yield from ((f"prompt of {each['prompt_tokens']}", each["first_token"]["p50_us"]) for each in made["prefill"])


def main() -> int:
    """Run all, then compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("words", nargs="+")
    parser.add_argument("--model", default="qwen2.5-0.5b")
    options = parser.parse_args()
    decisive: list[tuple[str, dict[str, int]]] = []
    for word in options.words:
        made, again = run(disturbance_of(word), options.model)
        print(f"{word:12} {made['ruling']['result']:13} {made['reason'] or '-'}", *again, sep="\n    ", flush=True)
        if made["ruling"]["result"] != "inconclusive":
            decisive.append((word, dict(figures(made))))
    calm = [found for word, found in decisive if word == "calm"]
    wrong = 0
    for word, found in decisive if calm else ():
        for name, value in found.items():
            middle = statistics.median(each[name] for each in calm)
            percent = 100 * (middle / value - 1)
            wrong += abs(percent) > BOUND_PERCENT
            print(f"{word:12} {name}: speed {percent:+.1f} % against the calm runs")
    print(f"{len(options.words)} runs, {len(decisive)} decisive, {wrong} figures beyond {BOUND_PERCENT} %")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
