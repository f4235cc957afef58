"""How Foundry Local gets onto devices, and what is known to be different from what is written about it."""

from collections.abc import Iterator

from msp_aigov.model.document import ClientReport
from msp_aigov.model.pack.guide import LocalChoice
from msp_aigov.model.text import Text
from msp_aigov.reports.blocks import Block, Cell, Code, Column, Heading, Lines, Note, Paragraph, Small, Table
from msp_aigov.reports.pages.pack import renewal, tables

COMMANDS = (
    ("List models", "foundry model list", "foundry model list"),
    ("Read about a model", "foundry model info MODEL --license", "foundry model info MODEL"),
    ("Fetch a model", "foundry model download MODEL", "foundry model download MODEL"),
    ("Start the service", "foundry service start", "foundry server start --port 5273"),
    ("See its state and address", "foundry service status", "foundry server status"),
    ("See where models lie", "foundry cache location", "foundry cache location"),
)
HOSTS = (
    ("api.catalog.azureml.ms", "the catalogue of models; programs up to 1.2 ask ai.azure.com instead"),
    ("*.api.azureml.ms", "where a model's files lie"),
    ("*.blob.core.windows.net", "the files themselves"),
    ("*.azurefd.net", "execution providers for CUDA and WebGPU"),
    ("Windows Update", "execution providers of the processor's maker"),
    ("mobile.events.data.microsoft.com", "telemetry; not needed for any work"),
)
MINIMUM = (
    "The last published minimum was 8 GB of memory and 3 GB of free disk, 16 GB and 15 GB recommended (page of "
    "6 January 2026, since withdrawn). What counts is the memory that the model in use needs."
)
SYSTEMS = (
    "Windows 10 (x64) and 11 (x64 and ARM), Windows Server 2025, macOS on Apple silicon, Linux with glibc 2.28 or "
    "newer (2.34 on ARM). The AI processors of laptops need Windows 11 24H2, build 26100 or newer."
)
DRIVERS = (
    "The providers that use an AI processor come through Windows Update, and only by it: approve them in WSUS, and do "
    "not pause updates before the first start. Without them the program falls back to the processor and says nothing: "
    "look at the end of the model's name to see which variant runs.",
    "For NVIDIA cards install CUDA 12 and cuDNN 9 yourself: since version 2.2.1 of 23 October 2026 they are no longer "
    "in the package.",
    "A proxy that opens encrypted traffic breaks the download of models: exempt the names in the table below.",
)
FETCHED = {
    "cpu": "{size} for the processor",
    "gpu": "{size} for the graphics card",
    "npu": "{size} for the AI processor",
}


def requirements(client: ClientReport) -> Iterator[Block]:
    """What each workload asks of a device, with the client's own numbers."""
    yield Heading(Text("What the devices must be able to do"))
    yield from (Note(words, "warn") for words in client.endpoints.old)
    if client.endpoints.fits:
        yield _counted(client)
    if client.endpoints.procurement:
        yield renewal.needed(client, "What each workload asks of a device")
    yield Paragraph(Text(MINIMUM))
    yield Paragraph(Text(SYSTEMS))
    if client.guide.models:
        titles = tables.columns("Model", "For", "To fetch", "Licence")
        yield Table(Text("Models, downloads and licences"), titles, tuple(map(_model, client.guide.models)))
        yield Note(Text("A licence may change with the version: read it before the model is handed out."))


def _counted(client: ClientReport) -> Table:
    titles = ("Ready", "After a change", "Replace", "Not suitable", "Unknown")
    columns = (Column(Text("Workload")), *(Column(Text(title), "number") for title in titles))
    rows: list[tuple[Cell, ...]] = []
    for fit in client.endpoints.fits:
        name = Text.verbatim(fit.workload) if fit.workload else Text("Published minimum")
        models = Small(Text.verbatim(", ".join(fit.models)))
        counts = (fit.ready, fit.ready_after, fit.replace, fit.not_suitable, fit.unknown)
        rows.append((Lines((name, models)) if fit.models else name, *counts))
    return Table(Text("Your devices, counted"), columns, tuple(rows))


def _model(each: LocalChoice) -> tuple[Cell, ...]:
    words = [Text(FETCHED[one.processor], size=one.size) for one in each.downloads]
    licence = Text.verbatim(each.licence) if each.licence else Text("not stated: ask before it is used")
    return (
        Code(each.model),
        Text.verbatim(", ".join(each.workloads)),
        Lines(tuple(words)) if words else Text("not in the catalogue we read"),
        Lines((licence, Small(Text(each.note)))) if each.note else licence,
    )


def provisioning(client: ClientReport) -> Iterator[Block]:
    """Install, fetch, copy where there is no network, open the firewall, keep it safe."""
    yield Heading(Text("Foundry Local on the devices"))
    words = "Two generations of its command line are in use, up to 0.8 and from 0.10 on: foundry --version tells which."
    yield Paragraph(Text(words))
    yield _coded(Text("The two command lines"), ("To do", "Up to 0.8", "From 0.10 on"), COMMANDS)
    words = (
        "Programs use the package foundry-local-sdk, version 2.2 or later: it needs neither command line nor service."
    )
    yield Paragraph(Text(words))
    yield from tables.numbered(Text("Updates, drivers, proxies"), DRIVERS)
    hosts = tuple((Code(name), Text(use)) for name, use in HOSTS)
    yield Table(Text("What the firewall and the proxy must let through"), tables.columns("Name", "For"), hosts)
    steps = (
        "Fetch the model on one device that has a network.",
        "Copy the model's folder from there into the same place of the cache, by hand or by your software delivery.",
        "Copy foundry.modelinfo.json of that cache too: without it the copied model is not found.",
        "Switch the network off, start the model, ask one question. The first start waits about four seconds for the "
        "catalogue; that is no fault.",
    )
    yield from tables.numbered(Text("Devices without a network"), steps)
    yield Paragraph(Text("Encrypt the disk: models, recordings and what people typed lie on it."))
    yield Note(
        Text(
            "Telemetry, measured with version 2.2.1 on 20 November 2026: it is on by default, and the documented "
            "switch leaves one report. To be sure, close the telemetry address at the firewall: everything still works."
        )
    )
    yield Paragraph(
        Text(
            "The package is under the MIT licence, the command line under Microsoft's, the providers under those of "
            "their makers, and every model under its own."
        )
    )


def _coded(caption: Text, titles: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> Table:
    columns = tuple(Column(Text(title)) for title in titles)
    shown: list[tuple[Cell, ...]] = []
    for first, *rest in rows:
        cells = (Code(each) if each.startswith("foundry ") else Text(each) for each in rest)
        shown.append((Text(first), *cells))
    return Table(caption, columns, tuple(shown))
