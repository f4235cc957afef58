"""How long `spend --from` takes on generated FOCUS files, against the same question in plain DuckDB SQL.

python bench/generate_focus.py /tmp/focus.csv --rows 20000000
python bench/export_20m.py /tmp/focus.csv
"""

import argparse
import contextlib
import csv
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import duckdb
from generate_focus import write

AI = ("azure openai", "foundry models", "cognitive services", "foundry tools")
TYPES = {"BilledCost": "decimal(38, 18)", "ChargePeriodStart": "date"}
# What the program asks of its rows, as somebody would write it in SQL: the same columns, types, groups and rejects.
PLAIN = """
select day, subscription, resource, service, publisher, meter, currency,
    count(*), sum(cost), count(*) - count(cost)
from (
    select ai, day, subscription, currency, cost, case when ai then resource else '' end as resource,
        case when ai then service else '' end as service, case when ai then publisher else '' end as publisher,
        case when ai then meter else '' end as meter
    from (
        select ChargePeriodStart as day, SubAccountId as subscription, ResourceId as resource, SkuMeter as meter,
            ServiceName as service, PublisherName as publisher, BillingCurrency as currency, BilledCost as cost,
            contains(lower(ResourceId), '/providers/microsoft.cognitiveservices/accounts/')
                or contains(lower(ResourceId), '/providers/microsoft.saas/resources/')
                or lower(ServiceName) in {services} as ai
        from {source}
    )
) group by all
"""
REJECTS = """
select s.file_path, e.line, min(e.error_message)
from reject_errors e join reject_scans s using (scan_id, file_id) group by all order by all
"""
Sums = dict[str, Decimal]


def plain(path: Path) -> tuple[int, Sums]:
    """The same question in SQL: rows, the money of AI by currency; rows that cannot be read are counted and named."""
    with duckdb.connect() as connection:
        connection.execute("set memory_limit = '1GB'")
        connection.execute("set preserve_insertion_order = false")
        rows = connection.execute(PLAIN.format(source=_source(path), services=AI)).fetchall()
        if path.suffix != ".parquet":
            connection.execute(REJECTS).fetchall()
    return sum(row[7] for row in rows), _by_currency((row[6], row[8]) for row in rows if row[3])


def _source(path: Path) -> str:
    if path.suffix == ".parquet":
        return f"read_parquet('{path}')"
    with path.open(encoding="utf-8", newline="") as stream:
        header = next(csv.reader(stream))
    columns = ", ".join(f"'{name}': '{TYPES.get(name, 'varchar')}'" for name in header)
    told = "auto_detect = false, header = true, delim = ',', quote = '\"', escape = '\"'"
    return f"read_csv('{path}', {told}, columns = {{{columns}}}, store_rejects = true, rejects_limit = 0)"


def ours(path: Path, engine: str) -> tuple[int, Sums]:
    """The whole command as a person types it, from its start to its JSON."""
    from msp_aigov.cli.app import run

    with tempfile.TemporaryDirectory() as folder:
        written = Path(folder) / "spend.json"
        line = ["spend", "--from", str(path), "--fleet", folder, "--engine", engine, "--exit-zero"]
        sys.argv = ["msp-aigov", *line, "-o", f"json={written}"]
        with contextlib.suppress(SystemExit):  # the document below says whether it worked
            run()
        said = json.loads(written.read_text(encoding="utf-8"), parse_float=Decimal)
    months = said["clients"][0]["spend"]["months"]
    return 0, _by_currency((each["cost"]["currency"], Decimal(str(each["cost"]["amount"]))) for each in months)


def _by_currency(amounts: Iterable[tuple[str, Decimal]]) -> Sums:
    sums: Sums = defaultdict(Decimal)
    for currency, amount in amounts:
        sums[currency] += amount
    return dict(sorted(sums.items()))


@dataclass(frozen=True)
class Took:
    """One run of one way in a process of its own, its start included."""

    seconds: float
    peak: float  # MiB
    rows: int
    said: str  # the money


def measured(path: Path, way: str) -> Took:
    """Run one way, and what the system says of its process."""
    begun = time.perf_counter()
    process = subprocess.Popen([sys.executable, __file__, str(path), "--way", way], stdout=subprocess.PIPE, text=True)
    assert process.stdout
    rows, _, said = process.stdout.read().strip().partition(" ")
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{way} {path}: ended in {os.waitstatus_to_exitcode(status)}")
    return Took(time.perf_counter() - begun, usage.ru_maxrss / 1024, int(rows), said)


def compared(path: Path, engine: str, turns: int, start: float) -> None:
    """Every way in turns; medians, their ratio, and what a million rows take beyond the start."""
    runs: dict[str, list[Took]] = {"plain": [], engine: []}
    for _ in range(turns):
        for way, taken in runs.items():
            taken.append(measured(path, way))
    seconds = {way: statistics.median(each.seconds for each in taken) for way, taken in runs.items()}
    rows, peak = runs["plain"][0].rows, max(each.peak for each in runs[engine])
    same = len({each.said for taken in runs.values() for each in taken}) == 1
    million = (seconds[engine] - start) / rows * 1_000_000
    print(
        f"| {rows:,} | {seconds['plain']:.2f} s | {seconds[engine]:.2f} s | {seconds[engine] / seconds['plain']:.2f}"
        f" | {million:.2f} s | {peak:.0f} MB | {'same' if same else 'OTHER'} |",
        flush=True,
    )


def main() -> None:
    """Every file of the command line, smallest first, as the lines of a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", type=Path, nargs="+")
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--engine", default="duckdb")
    parser.add_argument("--way", help="run this way once in this process")
    arguments = parser.parse_args()
    if arguments.way:
        rows, sums = plain(arguments.paths[0]) if arguments.way == "plain" else ours(arguments.paths[0], arguments.way)
        print(rows, *(f"{currency} {amount.normalize():f}" for currency, amount in sums.items()))
        return
    with tempfile.TemporaryDirectory() as folder:
        one = Path(folder) / "one.csv"
        write(one, 1)
        starts = [measured(one, arguments.engine).seconds for _ in range(max(arguments.turns, 3))]
    start = statistics.median(starts)
    print(f"a file of one row takes {start:.2f} s\n")
    print("| Rows | Plain SQL | `spend --from` | Times plain | A million more | Peak memory | Sums |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for path in sorted(arguments.paths, key=lambda each: each.stat().st_size):
        compared(path, arguments.engine, arguments.turns, start)


if __name__ == "__main__":
    main()
