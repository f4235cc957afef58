"""How long `spend --from` takes on generated FOCUS files, against the same question in plain DuckDB SQL.

python bench/generate_focus.py /tmp/focus.csv --rows 20000000
python bench/export_20m.py /tmp/focus.csv
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path

import duckdb

AI = ("azure openai", "foundry models", "cognitive services", "foundry tools")
PLAIN = """
select ai, day, subscription, resource, service, publisher, currency, sum(cost), count(*), count(*) - count(cost)
from (
    select ai, day, subscription, currency, cost, case when ai then resource else '' end as resource,
        case when ai then service else '' end as service, case when ai then publisher else '' end as publisher
    from (
        select cast(ChargePeriodStart as date) as day, SubAccountId as subscription, ResourceId as resource,
            ServiceName as service, PublisherName as publisher, BillingCurrency as currency,
            cast(BilledCost as decimal(38, 18)) as cost,
            contains(lower(ResourceId), '/providers/microsoft.cognitiveservices/accounts/')
                or lower(ServiceName) in {services} as ai
        from {source}
    )
) group by all
"""


def plain(path: Path) -> list[tuple[object, ...]]:
    """The same question, as somebody would write it in SQL."""
    typed = "header = true, types = {'BilledCost': 'decimal(38, 18)'}"
    source = f"read_parquet('{path}')" if path.suffix == ".parquet" else f"read_csv('{path}', {typed})"
    with duckdb.connect() as connection:
        connection.execute("set memory_limit = '1GB'")
        connection.execute("set preserve_insertion_order = false")
        return connection.execute(PLAIN.format(source=source, services=AI)).fetchall()


def ours(path: Path, engine_name: str) -> list[list[object]]:
    """What the program does between the file and its sums."""
    from msp_aigov.collect.export.costs import read
    from msp_aigov.tables.engines import opened

    engine = opened(engine_name)
    try:
        rows: list[list[object]] = json.loads(read([path], AI, engine, lambda share: None).rows, parse_float=Decimal)
        return rows
    finally:
        engine.close()


def one(way: str, path: Path) -> None:
    """Time one way in this process and print wall seconds, peak MiB and a checksum of the money."""
    begun = time.perf_counter()
    amounts = [row[7] for row in plain(path)] if way == "plain" else [row[6] for row in ours(path, way)]
    total = sum((Decimal(str(amount)) for amount in amounts), Decimal(0))
    took = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{took:.2f} {peak:.0f} {len(amounts)} {total.normalize():f}")


def main() -> None:
    """Run every way in a process of its own, in turns, and print the ratio of the medians."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", type=Path)
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--engine", default="duckdb")
    parser.add_argument("--way")
    arguments = parser.parse_args()
    if arguments.way:
        one(arguments.way, arguments.path)
        return
    took: dict[str, list[float]] = {"plain": [], arguments.engine: []}
    for _ in range(arguments.turns):
        for way, times in took.items():
            command = [sys.executable, __file__, str(arguments.path), "--way", way]
            said = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
            times.append(float(said.split()[0]))
            seconds, peak, groups, total = said.split()
            print(f"{way:<8} {seconds:>8} s  {peak:>6} MiB  {groups:>8} groups  sum {total}", flush=True)
    medians = {way: sorted(times)[len(times) // 2] for way, times in took.items()}
    print(f"ratio of medians: {medians[arguments.engine] / medians['plain']:.2f}")


if __name__ == "__main__":
    main()
