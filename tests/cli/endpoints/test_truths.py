"""What holds for every inventory: order changes nothing, one more fact undoes no decision, no placeholder fails."""

import csv
import io

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from msp_aigov.assess.endpoints import assess
from msp_aigov.model.client import Client
from msp_aigov.model.workload import Stage, Workload
from msp_aigov.rules.load import load_rules
from tests.collect.inventory.reading import sightings

RULES = load_rules()
MODELS = {
    "mini": ("phi-4-mini",),
    "small": ("qwen2.5-0.5b",),
    "two": ("whisper-small", "phi-4-mini"),
    "big": ("gpt-oss-20b",),
}
CLIENT = Client(
    "birch",
    "Birch",
    workloads=tuple(Workload(n, stages=(Stage("s", "chat", local_models=m),)) for n, m in MODELS.items()),
)
# Facts that agree with each other, whichever of them an export happens to have; memory in GB, installed and seen.
TRUE = {
    "os": ["Windows 11 Pro", "Windows"],
    "os_build": ["10.0.26100.1", "22631"],
    "arch": ["x64"],
    "cpu": ["i5-9500", "AMD Ryzen 5 5625U", "Intel(R) Core(TM) Ultra 7 258V"],
    "memory": [
        ("8", "7.7"),
        ("16", "15.7"),
        ("16", "12.69"),
        ("4", "3.9"),
        ("8", "3.9"),
        ("32", "27.6"),
        ("24", "23.6"),
    ],
    "disk_free_gb": ["2", "6", "40", "900"],
    "gpu": [
        "NVIDIA GeForce RTX 4080",
        "Intel(R) UHD Graphics 620",
        "NVIDIA GeForce RTX 3050 Laptop GPU",
        "NVIDIA RTX 9999",
        "GRID T4-2Q",
    ],
    "vram_mb": ["2048", "8192", "16384"],
    "manufacturer": ["Dell Inc."],
    "model": ["Latitude 5440"],
    "is_vm": ["false"],
}
# Caps and what only fills a place, as exports have them.
FALSE = {
    "os": ["Default string", "0", "Unknown", ""],
    "os_build": ["0", "-1", "10.0", "10.0.0.0", "Default string"],
    "arch": ["Unknown", "0", "Default string"],
    "cpu": ["Default string", "0", "To Be Filled By O.E.M."],
    "installed_ram_gb": ["0", "-1", "0.0", "Unknown"],
    "ram_gb": ["0", "-1", "N/A"],
    "disk_free_gb": ["0", "-1", "0.0", "Unknown"],
    "gpu": ["Default string", "Unknown", "Microsoft Basic Display Adapter"],
    "vram_mb": ["4095", "4096", "4294", "0", "-1", "-1048576", "4293918720 B", "4.0 GB", "4.3 GB"],
    "model": ["System Product Name"],
    "is_vm": ["Unknown"],
}
FAILING = {"ready_after", "replace", "not_suitable"}


def told(values):
    row = {"name": "PC-1", "serial": "S1", "last_seen": "2026-11-01", **values}
    if "memory" in row:
        row["installed_ram_gb"], row["ram_gb"] = row.pop("memory")
    return row


TRUTHS = st.fixed_dictionaries({}, optional={name: st.sampled_from(values) for name, values in TRUE.items()}).map(told)
LIES = st.fixed_dictionaries({}, optional={name: st.sampled_from(values) for name, values in FALSE.items()})


def assessed(folder, *tables):
    """The devices of tables of rows, each table one file."""
    found = []
    for number, rows in enumerate(tables):
        text = io.StringIO()
        heads = list(dict.fromkeys(name for row in rows for name in row))
        writer = csv.DictWriter(text, heads)
        writer.writeheader()
        writer.writerows(rows)
        (folder / f"{number}.csv").write_text(text.getvalue())
        found += sightings(folder / f"{number}.csv")
    return assess(CLIENT, found, RULES)


def verdicts(folder, *tables):
    (device,) = assessed(folder, *tables).devices
    facts = {name: getattr(device.device.facts, name) for name in ("ram_visible_bytes", "ram_installed_bytes")}
    doubted = any(seen.state == "contradicted" for seen in facts.values())
    return {each.workload: each for each in (device.minimum, *device.verdicts)}, doubted


SETTINGS = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@SETTINGS
@given(TRUTHS, st.data())
def test_one_more_column_never_makes_a_decided_verdict_unknown(tmp_path, row, data):
    names = [name for name in row if name not in ("name", "serial", "last_seen")]
    assume(len(names) > 1)
    gone = data.draw(st.sampled_from(names))
    less, _ = verdicts(tmp_path, [{name: value for name, value in row.items() if name != gone}])
    beside = data.draw(st.booleans())
    rest = [{name: value for name, value in row.items() if name != gone}]
    tables = (
        [rest, [{"name": "PC-1", "serial": "S1", "last_seen": "2026-11-01", gone: row[gone]}]] if beside else [[row]]
    )
    more, doubted = verdicts(tmp_path, *tables)
    for name, before in less.items():
        assert before.verdict == "unknown" or more[name].verdict != "unknown" or doubted, (gone, name)


@SETTINGS
@given(TRUTHS, LIES)
def test_no_placeholder_and_no_cap_ever_fails_a_device(tmp_path, row, lies):
    assume(lies)
    without, _ = verdicts(tmp_path, [{name: value for name, value in row.items() if name not in lies}])
    filled, _ = verdicts(tmp_path, [{**row, **lies}])
    for name, after in filled.items():
        before = without[name].verdict
        assert after.verdict not in FAILING or after.verdict == before, (name, lies)
        assert before == "unknown" or after.verdict != "unknown", (name, lies)


@SETTINGS
@given(st.lists(TRUTHS, min_size=2, max_size=5), st.randoms(use_true_random=False))
def test_columns_rows_and_files_in_any_order_give_the_same_answer(tmp_path, rows, random):
    rows = [{**row, "name": f"PC-{number % 3}", "serial": f"S{number % 3}"} for number, row in enumerate(rows)]
    heads = list(dict.fromkeys(name for row in rows for name in row))
    mixed = random.sample(heads, len(heads))
    other = [{name: row[name] for name in mixed if name in row} for row in random.sample(rows, len(rows))]

    def bare(endpoints):
        return [
            (
                one.device.id,
                [(each.workload, each.verdict, each.fields, each.steps) for each in (one.minimum, *one.verdicts)],
            )
            for one in endpoints.devices
        ]

    assert bare(assessed(tmp_path, rows)) == bare(assessed(tmp_path, other))
    assert bare(assessed(tmp_path, rows[:1], rows[1:])) == bare(assessed(tmp_path, rows[1:], rows[:1]))
