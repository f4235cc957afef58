"""Verdicts of many devices against what the engine needs to read and write the same file, and against pandas.

python bench/devices.py 5000000            # generates the file once, into the folder named by --folder
"""

import argparse
import random
import resource
import subprocess
import sys
import time
from pathlib import Path

PROFILES = 10
CPUS = (
    "Intel Core i5-9500",
    "12th Gen Intel(R) Core(TM) i7-1255U",
    "Intel(R) Core(TM) Ultra 7 155H",
    "AMD Ryzen 5 5600",
)
GPUS = ("Intel UHD Graphics 630", "NVIDIA GeForce RTX 4060", "AMD Radeon(TM) Graphics", "NVIDIA T400 4GB")
HEADER = "device,serial,manufacturer,cpu,ram_installed_gb,ram_gb,os,os_build,arch,disk_free_gb,gpu,last_seen\n"


def main() -> None:
    """Run each contestant in a process of its own, so that its memory is its own."""
    wanted = argparse.ArgumentParser()
    wanted.add_argument("rows", type=int)
    wanted.add_argument("--folder", type=Path, default=Path("/tmp"))
    wanted.add_argument("--only", choices=sorted(CONTESTANTS))
    chosen = wanted.parse_args()
    path = chosen.folder / f"devices-{chosen.rows}.csv"
    if not path.exists():
        generate(path, chosen.rows)
    if chosen.only:
        start = time.perf_counter()
        CONTESTANTS[chosen.only](path)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        spent = resource.getrusage(resource.RUSAGE_SELF)
        busy = spent.ru_utime + spent.ru_stime
        print(f"{chosen.only:<12} {time.perf_counter() - start:8.2f} s {busy:8.2f} s of processor {peak:8} MB")
        return
    for name in CONTESTANTS:
        line = [sys.executable, __file__, str(chosen.rows), "--folder", str(chosen.folder), "--only", name]
        subprocess.run(line, check=False)


def generate(path: Path, rows: int) -> None:
    """A fleet with 768 different machines, free disk aside."""
    chance = random.Random(7)
    with path.open("w") as stream:
        stream.write(HEADER)
        for number in range(rows):
            memory = chance.choice((4, 8, 16, 32))
            stream.write(
                f"PC-{number},S{number},Dell,{chance.choice(CPUS)},{memory},{memory - 0.3:.1f},Windows 11 Pro,"
                f"10.0.{chance.choice((19045, 22631, 26100))},x64,{chance.uniform(1, 500):.1f},{chance.choice(GPUS)},"
                f"2026-10-{1 + number % 28:02d}\n"
            )


def ours(path: Path) -> None:
    """`msp-aigov endpoints verdicts` with ten workloads."""
    from msp_aigov.model.workload import Stage, Workload
    from msp_aigov.pipeline.verdict_table import write_verdicts
    from msp_aigov.rules.load import load_rules

    rules = load_rules()
    models = list(dict.fromkeys(model.alias for model in rules.local_models))[:PROFILES]
    workloads = [Workload(name, stages=(Stage(name, "chat", local_models=(name,)),)) for name in models]
    judged = write_verdicts(path, path.with_suffix(".verdicts.parquet"), workloads, rules, "duckdb", lambda share: None)
    print(judged)


def engine_alone(path: Path) -> None:
    """Read the same CSV and write the same amount of Parquet, with no rule between."""
    import duckdb

    columns = ", ".join(f"1::tinyint as w{number}" for number in range(PROFILES + 1))
    connection = duckdb.connect()
    connection.execute("set memory_limit = '1GB'")
    connection.execute("set preserve_insertion_order = false")
    source = f"read_csv('{path}', all_varchar = true, header = true)"
    select = f"select *, {columns} from {source}"
    connection.execute(f"copy ({select}) to '{path.with_suffix('.plain.parquet')}' (format parquet)")


def in_pandas(path: Path) -> None:
    """The file in pandas, one rule over memory, disk and build for each profile, to Parquet."""
    import pandas

    frame = pandas.read_csv(path)
    memory, disk = frame["ram_gb"].astype(float), frame["disk_free_gb"].astype(float)
    build = frame["os_build"].str.split(".").str[2].astype(int)
    codes = {"device": frame["device"], "serial": frame["serial"]}
    for number in range(PROFILES + 1):
        ready = (memory > 4 + number) & (disk > 3 + number) & (build >= 10240)
        codes[f"w{number}"] = ready.map({True: 0, False: 2})
    pandas.DataFrame(codes).to_parquet(path.with_suffix(".pandas.parquet"))


CONTESTANTS = {"ours": ours, "engine alone": engine_alone, "pandas": in_pandas}

if __name__ == "__main__":
    main()
