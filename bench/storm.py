"""The storm in full: 40 pages a month, 429 on every third call, a 500 half-way, one subscription denied, many seeds.

python -m bench.storm [SEEDS] [RESOURCES]
"""

import os
import sys
import tempfile
import time
from pathlib import Path

from msp_aigov.model.text import Money
from tests import storm, world


class Environment:
    """Sets variables of this process."""

    def setenv(self, name: str, value: str) -> None:
        """As pytest's monkeypatch does."""
        os.environ[name] = value


def main(seeds: int, resources: int) -> int:
    """Audit one storm per seed; the number of seeds whose totals differ from the ledger."""
    wrong = 0
    for seed in range(seeds):
        data, month, last = storm.stormy(seed, resources)
        started = time.perf_counter()
        with tempfile.TemporaryDirectory() as place, world.simulated(data, *storm.FAULTS) as azure:
            folder = world.write_fleet(Path(place), {"one": world.client_file()})
            world.enter(azure, Environment())
            spend = world.run_audit(folder).document.clients[0].spend
            queries = [entry for entry in azure.log.entries if entry.path.endswith("/query")]
        same = all(
            found == tuple(Money(amount, currency) for currency, amount in sorted(planted.items()))
            for found, planted in ((spend.totals, month), (spend.last_month, last))
        )
        wrong += not same
        refused, took = sum(entry.status == 429 for entry in queries), time.perf_counter() - started
        verdict = "equal" if same else "DIFFERENT"
        print(f"seed {seed}: {verdict}, {len(queries)} calls, {refused} x 429, {took:.1f} s")
    print(f"{seeds - wrong} of {seeds} equal to the ledger")
    return wrong


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:]]
    sys.exit(main(*(numbers + [20, 40][len(numbers) :])) > 0)
