"""Verdicts of many devices against what the engine needs to read and write the same file, and against pandas.

python bench/devices.py 5000000            # generates the file once, into the folder named by --folder
"""

import argparse
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PROFILES = 10
CPUS = (
    "Intel Core i5-9500",
    "12th Gen Intel(R) Core(TM) i7-1255U",
    "Intel(R) Core(TM) Ultra 7 155H",
    "AMD Ryzen 5 5600",
)
GPUS = ("Intel UHD Graphics 630", "NVIDIA GeForce RTX 4060", "AMD Radeon(TM) Graphics", "NVIDIA T400 4GB")
HEADER = "device,serial,manufacturer,model,cpu,ram_installed_gb,ram_gb,os,os_build,arch,disk_free_gb,gpu,last_seen\n"
BUILDS = tuple(f"10.0.{build}.{part}" for build in (19045, 22631, 26100, 26200) for part in range(3000, 8000, 500))
EDITIONS = ("Windows 11 Pro", "Windows 11 Enterprise", "Windows 11 Business", "Windows 10 Pro")


def main() -> None:
    """Run each contestant in a process of its own, so that its memory is its own."""
    wanted = argparse.ArgumentParser()
    wanted.add_argument("rows", type=int)
    wanted.add_argument("--folder", type=Path, default=Path("/tmp"))
    wanted.add_argument("--only", choices=sorted(CONTESTANTS))
    wanted.add_argument(
        "--models", type=int, default=0, help="a fleet of so many models instead of one of 192 machines"
    )
    chosen = wanted.parse_args()
    path = chosen.folder / (f"devices-{chosen.rows}" + (f"-{chosen.models}.csv" if chosen.models else ".csv"))
    if not path.exists():
        with path.open("w") as stream:
            lines = many(chosen.rows, chosen.models) if chosen.models else few(chosen.rows)
            stream.writelines([HEADER])
            stream.writelines(lines)
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
        subprocess.run([*line, "--models", str(chosen.models)], check=False)


def few(rows: int) -> Iterator[str]:
    """A fleet with 192 different machines, free disk aside."""
    chance = random.Random(7)
    for number in range(rows):
        memory = chance.choice((4, 8, 16, 32))
        yield (
            f"PC-{number},S{number},Dell,Tower,{chance.choice(CPUS)},{memory},{memory - 0.3:.1f},Windows 11 Pro,"
            f"10.0.{chance.choice((19045, 22631, 26100))},x64,{chance.uniform(1, 500):.1f},{chance.choice(GPUS)},"
            f"2026-10-{1 + number % 28:02d}\n"
        )


def many(rows: int, models: int) -> Iterator[str]:
    """A fleet of so many models: each of two processors, one adapter or two, three sizes of memory, 40 builds."""
    chance = random.Random(7)
    makers = ("Dell Inc.", "HP", "LENOVO", "Acer", "Microsoft Corporation")
    cpus = [f"{name} #{number}" for name in CPUS for number in range(100)]
    made = [
        (chance.choice(makers), f"Model {number}", chance.sample(cpus, 2), chance.sample(GPUS, chance.choice((1, 2))))
        for number in range(models)
    ]
    for number in range(rows):
        maker, model, processors, adapters = chance.choice(made)
        memory = chance.choice((8, 16, 32))
        yield (
            f"PC-{number},S{number},{maker},{model},{chance.choice(processors)},{memory},{memory - 0.3:.1f},"
            f"{chance.choice(EDITIONS)},{chance.choice(BUILDS)},x64,{chance.uniform(1, 500):.1f},"
            f"{chance.choice(adapters)},2026-10-{1 + number % 28:02d}\n"
        )


def question() -> tuple[Any, Any, Any]:
    """Ten workloads of one model each, the limits and what the workloads demand."""
    from msp_aigov.assess.endpoints.demand import demands
    from msp_aigov.assess.endpoints.limits import limits
    from msp_aigov.model.workload import Stage, Workload
    from msp_aigov.rules.load import load_rules

    rules = load_rules()
    models = list(dict.fromkeys(model.alias for model in rules.local_models))[:PROFILES]
    workloads = [Workload(name, stages=(Stage(name, "chat", local_models=(name,)),)) for name in models]
    return workloads, limits(rules), demands(workloads, rules, limits(rules))


def ours(path: Path) -> None:
    """`msp-aigov endpoints verdicts` with ten workloads."""
    from msp_aigov.pipeline.verdicts.table import write_verdicts
    from msp_aigov.rules.load import load_rules

    out = path.with_suffix(".verdicts.parquet")
    print(write_verdicts(path, out, question()[0], load_rules(), "duckdb", lambda share: None))


def engine_alone(path: Path) -> None:
    """Read the same CSV and write all of it with as many codes, with no rule between: more Parquet than ours."""
    import duckdb

    columns = ", ".join(f"1::tinyint as w{number}" for number in range(PROFILES + 1))
    connection = duckdb.connect()
    connection.execute("set memory_limit = '1GB'")
    connection.execute("set preserve_insertion_order = false")
    source = f"read_csv('{path}', all_varchar = true, header = true)"
    select = f"select *, {columns} from {source}"
    connection.execute(f"copy ({select}) to '{path.with_suffix('.plain.parquet')}' (format parquet)")


def in_pandas(path: Path) -> None:
    """The same questions in pandas, a whole column at a time: text made numbers, adapters told apart, a code each.

    It knows only what this file needs: no units, no placeholders but 0 and -1, no drivers, no remedies.
    """
    import numpy
    import pandas

    _, bounds, wanted = question()
    frame = pandas.read_csv(path)
    gib = 2**30
    installed, visible, disk = (
        pandas.to_numeric(frame[name], errors="coerce").where(lambda column: column > 0) * gib
        for name in ("ram_installed_gb", "ram_gb", "disk_free_gb")
    )
    build = pandas.to_numeric(frame["os_build"].str.extract(r"^10\.0\.(\d{5})")[0], errors="coerce")
    windows = frame["os"].str.contains("windows", case=False) & ~frame["os"].str.contains("server", case=False)
    fits = windows & (build >= bounds.windows_min_build) & frame["arch"].isin(["x64", "arm64"])
    nvidia = frame["gpu"].str.contains("nvidia|geforce|quadro|rtx|gtx", case=False)
    discrete = nvidia | frame["gpu"].str.contains(r"radeon\S* (?:rx|pro)", case=False)
    card = frame["gpu"].map({"NVIDIA GeForce RTX 4060": 8 * gib, "NVIDIA T400 4GB": 4 * gib}).where(discrete, 0)
    codes = {"device": frame["device"], "serial": frame["serial"]}
    enough = fits & (installed >= bounds.ram_min_bytes) & (disk >= bounds.disk_min_bytes)
    unknown = installed.isna() | disk.isna() | build.isna()
    codes["minimum"] = numpy.select([unknown, enough], [4, 0], 3).astype("int8")
    for number, demand in enumerate(wanted, 1):
        least = {kind: need.memory if need else float("inf") for kind, need in demand.needs.items()}
        files = max((need.files for need in demand.needs.values() if need), default=0) + bounds.disk_min_bytes
        room = (visible >= least["cpu"]) | (nvidia & (card >= least["nvidia"])) | (discrete & (card >= least["gpu"]))
        steps = [unknown, fits & room & (disk >= files), ~fits, installed < bounds.ram_min_bytes]
        codes[f"w{number}"] = numpy.select(steps, [4, 0, 3, 2], 1).astype("int8")
    pandas.DataFrame(codes).to_parquet(path.with_suffix(".pandas.parquet"))


CONTESTANTS = {"ours": ours, "engine alone": engine_alone, "pandas": in_pandas}

if __name__ == "__main__":
    main()
