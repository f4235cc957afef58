"""The page of a probe."""

from collections.abc import Iterator

from msp_aigov.model.bench.probed import Probe
from msp_aigov.model.text import Day, Text
from msp_aigov.reports.blocks import Block, Cell, Code, Column, Page, Table
from msp_aigov.reports.measured.figures import told

COLOUR = "#0b5cad"


def page(probe: Probe) -> Page:
    """What the device said."""
    return Page(
        Text("This device: {name}", name=Text.verbatim(probe.host_name.value or "unknown")),
        Text(""),
        Text.verbatim(probe.tool),
        (Text("{day}", day=Day(probe.read_at.date())),),
        tuple(_blocks(probe)),
        Text(""),
        COLOUR,
    )


def _blocks(probe: Probe) -> Iterator[Block]:
    yield _table(Text("System and processor"), ("What", "Value"), tuple(_system(probe)))
    gpus = [(Code(gpu.name), told(gpu.memory_bytes, True), told(gpu.driver)) for gpu in probe.gpus]
    none = () if gpus else ((_adapters_unknown(probe), Text(""), Text("")),)
    yield _table(Text("Display adapters"), ("Name", "Own memory", "Driver"), (*gpus, *none))
    disks = tuple((Code(disk.name), told(disk.kind), told(disk.size_bytes, True)) for disk in probe.disks)
    yield _table(Text("Disks"), ("Name", "Kind", "Size"), disks)
    found = tuple(
        (Code(each.name), told(each.version), told(each.endpoint), len(each.models)) for each in probe.runtimes
    )
    none_found = ((Text("none found"), Text(""), Text(""), Text("")),)
    titles = ("Name", "Version", "Endpoint", "Models")
    yield _table(Text("Programs that run models"), titles, found or none_found)


def _adapters_unknown(probe: Probe) -> Text:
    return Text("none") if probe.gpus_listed else Text("unknown")


def _system(probe: Probe) -> Iterator[tuple[Cell, ...]]:
    yield Text("Maker"), told(probe.manufacturer)
    yield Text("Model"), told(probe.product)
    yield Text("System"), Text("{name}, build {build}", name=told(probe.os_name), build=told(probe.os_build))
    yield Text("Virtual machine"), told(probe.virtual)
    yield Text("Processor"), Text("{name}, {arch}", name=told(probe.cpu_name), arch=told(probe.arch))
    yield Text("Cores, threads"), Text("{cores}, {threads}", cores=told(probe.cores), threads=told(probe.threads))
    features = [name for name in probe.cpu_features.value or () if name.startswith(("avx", "amx", "neon", "asimd"))]
    yield Text("Instruction sets"), Text.verbatim(", ".join(features) or "unknown")
    yield Text("Last cache"), told(probe.cache_bytes, True)
    yield Text("Memory"), told(probe.ram_bytes, True)
    yield Text("Memory free"), told(probe.ram_free_bytes, True)
    yield Text("Disk free"), told(probe.disk_free_bytes, True)
    yield Text("On mains"), told(probe.power.mains)
    yield Text("Power plan"), told(probe.power.plan)
    yield Text("NVIDIA"), Text.verbatim(probe.nvidia)
    yield Text("NPU"), told(probe.npu)
    offered = ", ".join(probe.providers.value) if probe.providers.value else ""
    yield Text("Execution providers"), Text.verbatim(offered or f"unknown: {probe.providers.source}")


def _table(caption: Text, titles: tuple[str, ...], rows: tuple[tuple[Cell, ...], ...]) -> Table:
    return Table(caption, tuple(Column(Text(title)) for title in titles), rows)
