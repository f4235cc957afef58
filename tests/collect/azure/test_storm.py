"""In a storm the totals equal the ledger to the last digit, nothing counts twice, and what was denied is a gap."""

from pathlib import Path

import pytest

from msp_aigov.model.text import Money
from tests import storm, world


@pytest.mark.parametrize("seed", [1, 2])
def test_totals_equal_the_planted_ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    """40 pages a month, 429 on every third call, a 500 half-way, one subscription denied."""
    data, month, last = storm.stormy(seed, resources=40)
    folder = world.write_fleet(tmp_path, {"one": world.client_file()})
    with world.simulated(data, *storm.FAULTS) as azure:
        world.enter(azure, monkeypatch)
        report = world.run_audit(folder).document.clients[0]
        queries = [entry for entry in azure.log.entries if entry.path.endswith("/query")]
        assert azure.log.writes() == ()
    assert sum(entry.status == 429 for entry in queries) >= 20
    assert sum(entry.status == 500 for entry in queries) == 1
    assert report.spend.totals == tuple(Money(amount, currency) for currency, amount in sorted(month.items()))
    assert report.spend.last_month == tuple(Money(amount, currency) for currency, amount in sorted(last.items()))
    gaps = {(cell.source, cell.scope) for cell in report.coverage if cell.state != "read"}
    assert {scope for _, scope in gaps} == {storm.DENIED}
    assert {"azure.cost", "azure.cost_closed", "azure.budgets"} <= {source for source, _ in gaps}
    assert report.lights[0].state == "unknown"
