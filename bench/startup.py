"""How long it takes until a command answers, as whole processes, beside a bare interpreter."""

import argparse
import os
import statistics
import subprocess
import sys
import time

BARE = "python -c pass"
BOUNDS = {"msp-aigov --version": 0.1, "msp-aigov --help": 0.3}
PROGRAM = [sys.executable, "-m", "msp_aigov"]
LINES = {
    BARE: [sys.executable, "-c", "pass"],
    "msp-aigov --version": [*PROGRAM, "--version"],
    "msp-aigov --help": [*PROGRAM, "--help"],
    "msp-aigov audit --help": [*PROGRAM, "audit", "--help"],
    "msp-aigov checks": [*PROGRAM, "checks"],
}


def seconds(command: list[str]) -> float:
    """One process from start to end, its output thrown away."""
    environment = {**os.environ, "PYTHONUTF8": "1"}
    began = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True, env=environment)
    return time.perf_counter() - began


def measured(times: int) -> dict[str, float]:
    """The median of each line; the lines take turns, so that a busy moment hits them all."""
    for command in LINES.values():
        seconds(command)  # the first start compiles and fills caches
    taken: dict[str, list[float]] = {name: [] for name in LINES}
    for _ in range(times):
        for name, command in LINES.items():
            taken[name].append(seconds(command))
    return {name: statistics.median(values) for name, values in taken.items()}


def main() -> int:
    """Print the table; 1 when a bound is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=15, help="processes per line (default 15)")
    medians = measured(parser.parse_args().times)
    bare, broken = medians[BARE], 0
    for name, median in medians.items():
        bound = BOUNDS.get(name)
        over = bound is not None and median - bare > bound
        broken += over
        said = "" if bound is None else f"  {'BROKEN' if over else 'ok'}: at most {bound} s more"
        print(f"{name:<24} {median:6.3f} s  {median / bare:5.1f} x  +{median - bare:.3f} s{said}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
