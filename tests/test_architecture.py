"""The house as tests: directions, registries, purity, sizes."""

import ast
import importlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

import msp_aigov

PACKAGE = Path(msp_aigov.__file__).parent
# From the ground up. A room imports rooms of lower floors, and itself; rooms of one floor never import each other.
FLOORS = [
    {"errors"},
    {"model"},
    {"rules", "config"},
    {"checks", "azure", "tables"},
    {"collect", "measure", "act", "assess", "judge", "record", "reports"},
    {"pipeline"},
    {"cli"},
    {"__main__"},
]
SIMULATOR_USERS = {"msp_aigov.cli.demo", "msp_aigov.cli.simulator"}


def modules() -> Iterator[tuple[str, Path]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


MODULES = dict(modules())
TREES = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in MODULES.items()}


def imports(name: str) -> set[str]:
    """The modules of ours that a module imports anywhere."""
    found: set[str] = set()
    for node in ast.walk(TREES[name]):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module}
    return {item for item in found if item in MODULES and item != "msp_aigov"}


def room(name: str) -> str:
    return name.split(".")[1] if "." in name else ""


def floor(place: str) -> int:
    return next(number for number, rooms in enumerate(FLOORS) if place in rooms)


@pytest.mark.parametrize("name", [name for name in MODULES if room(name) not in ("", "simulator")])
def test_imports_point_down(name: str) -> None:
    for other in imports(name):
        here, there = room(name), room(other)
        if there == "simulator":
            assert name in SIMULATOR_USERS
        elif here != there:
            assert floor(there) < floor(here), f"{name} imports {other}"


def test_the_simulator_knows_nothing_but_errors() -> None:
    used = {room(other) for name in MODULES if room(name) == "simulator" for other in imports(name)}
    assert used == {"simulator", "errors"}


def test_every_check_is_registered() -> None:
    from msp_aigov.checks.registry import REGISTRY

    files = {name for name in MODULES if name.startswith("msp_aigov.checks.") and name.count(".") >= 3}
    files -= {name for name in files if MODULES[name].stem == "__init__"}
    assert {check.judge.__module__ for check in REGISTRY} == files
    assert len({check.id for check in REGISTRY}) == len(REGISTRY)


def test_every_source_is_registered() -> None:
    from msp_aigov.collect.registry import SOURCES

    loaded = [importlib.import_module(name) for name in MODULES if name.startswith("msp_aigov.collect.")]
    assert set(SOURCES) == {
        module.SOURCE for module in loaded if hasattr(module, "SOURCE") and hasattr(module, "parse")
    }


def test_every_report_format_is_registered() -> None:
    from msp_aigov.reports.formats import FORMATS

    assert set(FORMATS) == _files("reports/formats")


def test_every_page_is_registered() -> None:
    from msp_aigov.reports.pages import PAGES

    offering = {name for name in MODULES if name.startswith("msp_aigov.reports.pages.") and _offers(name, "page")}
    assert {page.__module__ for page in PAGES.values()} >= offering


def test_every_inventory_reader_is_registered() -> None:
    from msp_aigov.collect.inventory.readers import REGISTRY

    offering = {name.rsplit(".", 1)[1] for name in MODULES if ".inventory.readers." in name and _offers(name, "read")}
    assert set(REGISTRY) == offering


def test_every_command_is_registered() -> None:
    from msp_aigov.cli.app import COMMANDS

    prefix = "msp_aigov.cli."
    holding = {name for name in MODULES if name.startswith(prefix) and name != prefix + "app" and _holds_app(name)}
    assert {prefix + module for module, _ in COMMANDS.values()} == holding


def test_every_simulated_api_is_registered() -> None:
    from msp_aigov.simulator.arm import APIS

    offering = {
        name for name in MODULES if ".simulator.arm." in name and hasattr(importlib.import_module(name), "ROUTES")
    }
    assert {api.__name__ for api in APIS} == offering


def _holds_app(name: str) -> bool:
    targets = [node.targets[0] for node in TREES[name].body if isinstance(node, ast.Assign)]
    return any(isinstance(target, ast.Name) and target.id == "app" for target in targets)


def _files(folder: str) -> set[str]:
    return {path.stem for path in (PACKAGE / folder).glob("*.py")} - {"__init__"}


def _offers(name: str, function: str) -> bool:
    return any(isinstance(node, ast.FunctionDef) and node.name == function for node in TREES[name].body)


# What touches the world, and the rooms (or modules) that may.
CLOCK = {"now", "utcnow", "today", "time", "monotonic", "perf_counter", "sleep"}
MAY = {
    "clock": ("pipeline", "simulator", "measure.synth.clocked", "measure.live", "azure.credential", "azure.units"),
    "environment": (
        "azure.at_hand",
        "azure.cloud",
        "azure.credential",
        "cli",
        "simulator",
        "measure.parent",
        "measure.probe.command",
    ),
    "files": (
        "config",
        "rules",
        "record",
        "collect.inventory",
        "collect.saved",
        "collect.export",
        "act.budgets.journal",
        "cli",
        "simulator",
        "reports.templating",
        "reports.words.catalogue",
        "measure.probe.linux",
    ),
    "sockets": ("azure", "simulator", "act.deliver", "measure.live", "measure.probe"),
}
FILE_METHODS = {"read_text", "read_bytes", "write_text", "write_bytes", "mkdir", "unlink", "rename", "iterdir", "glob"}
NETWORK = {"socket", "ssl", "http", "requests", "urllib3", "socketserver"}


def world_touched(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            if node.value.id in ("datetime", "date", "time") and node.attr in CLOCK:
                yield "clock"
            if node.value.id == "os" and node.attr in ("environ", "getenv"):
                yield "environment"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in FILE_METHODS:
            yield "files"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "open":
            yield "files"
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        if any(item.split(".")[0] in NETWORK for item in names):
            yield "sockets"


@pytest.mark.parametrize("name", [name for name in MODULES if name != "msp_aigov"])
def test_only_named_rooms_touch_the_world(name: str) -> None:
    here = name.removeprefix("msp_aigov.")
    for kind in set(world_touched(TREES[name])):
        assert any(here == place or here.startswith(place + ".") for place in MAY[kind]), f"{name} touches {kind}"


ENGINES = {"duckdb", "narwhals", "pyspark"}


@pytest.mark.parametrize("name", [name for name in MODULES if room(name) != "tables"])
def test_only_tables_names_the_engines(name: str) -> None:
    named = {
        item.split(".")[0]
        for node in ast.walk(TREES[name])
        for item in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert not named & ENGINES, f"{name} imports {named & ENGINES}"


def test_no_folder_holds_more_than_fifteen_modules() -> None:
    crowded = {folder: len(list(folder.glob("*.py"))) for folder in PACKAGE.rglob("*") if folder.is_dir()}
    assert not {str(folder): count for folder, count in crowded.items() if count > 15}


def test_no_module_is_imported_by_more_than_a_fifth_of_the_others() -> None:
    users = Counter(other for name in MODULES for other in imports(name))
    popular = {name: count for name, count in users.items() if count > len(MODULES) / 5}
    assert {room(name) for name in popular} <= {"errors", "model"}, popular


@pytest.mark.parametrize("name", list(MODULES))
def test_modules_and_functions_stay_small(name: str) -> None:
    lines = MODULES[name].read_text(encoding="utf-8").count("\n")
    assert lines <= 250, f"{name}: {lines} lines"
    for node in ast.walk(TREES[name]):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= 40, f"{name}.{node.name}: {length} lines"


def test_there_is_one_broad_except() -> None:
    broad = [
        name
        for name, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler) and getattr(node.type, "id", "") in ("", "Exception", "BaseException")
        if not isinstance(node.type, ast.Tuple | ast.Attribute)
    ]
    assert broad == ["msp_aigov.errors"]
