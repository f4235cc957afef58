"""Write a FOCUS export of any size: the same rows for the same size, every time."""

import argparse
from pathlib import Path

import duckdb

# One client: 20 subscriptions, 30 AI accounts of six meters each, 3,000 machines, 61 days, two currencies.
# Numbers mixed by multiplication: reproducible, spread, and no random generator in sight.
ROWS = """
select
    cast(cast(hash(i) % 1000000 as decimal(20, 0)) / 100000 as decimal(20, 8)) as BilledCost,
    cast(cast(hash(i) % 1000000 as decimal(20, 0)) / 100000 as decimal(20, 8)) as EffectiveCost,
    case when hash(i + 7) % 10 = 0 then 'USD' else 'EUR' end as BillingCurrency,
    strftime(timestamp '2026-09-01' + interval (hash(i + 1) % 61) day, '%Y-%m-%dT00:00:00Z') as ChargePeriodStart,
    'Usage' as ChargeCategory,
    '/subscriptions/00000000-0000-4000-8000-' || lpad((hash(i + 4) % 30 % 20)::varchar, 12, '0') as SubAccountId,
    case when hash(i + 3) % 4 = 0
        then '/subscriptions/00000000-0000-4000-8000-' || lpad((hash(i + 4) % 30 % 20)::varchar, 12, '0')
            || '/resourceGroups/rg-ai/providers/Microsoft.CognitiveServices/accounts/ai-' || (hash(i + 4) % 30)
        else '/subscriptions/00000000-0000-4000-8000-' || lpad((hash(i + 4) % 30 % 20)::varchar, 12, '0')
            || '/resourceGroups/rg-web/providers/Microsoft.Compute/virtualMachines/vm-' || (hash(i + 2) % 3000)
    end as ResourceId,
    case when hash(i + 3) % 4 = 0 then 'Azure OpenAI' else 'Virtual Machines' end as ServiceName,
    'Microsoft' as PublisherName,
    'Meter ' || (hash(i + 4) % 30 + hash(i + 5) % 6) as SkuMeter
from range({rows}) t(i)
"""


def write(path: Path, rows: int) -> None:
    """Write `rows` charges to a .csv, .csv.gz or .parquet file."""
    options = "format parquet" if path.suffix == ".parquet" else "format csv, header true"
    with duckdb.connect() as connection:
        connection.execute("set memory_limit = '1GB'")
        connection.execute("set preserve_insertion_order = false")
        connection.execute(f"copy ({ROWS.format(rows=rows)}) to '{path}' ({options})")


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path)
    parser.add_argument("--rows", type=int, default=20_000_000)
    arguments = parser.parse_args()
    write(arguments.path, arguments.rows)


if __name__ == "__main__":
    main()
