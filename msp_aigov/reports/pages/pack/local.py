"""How Foundry Local gets onto devices, and what is known to be different from what is written about it."""

from collections.abc import Iterator

from msp_aigov.model.document import ClientReport
from msp_aigov.model.text import Text
from msp_aigov.reports.blocks import Block, Cell, Code, Column, Heading, Lines, Note, Paragraph, Small, Table
from msp_aigov.reports.pages.pack import tables

COMMANDS = (
    ("List models", "foundry model list", "foundry model list"),
    ("Fetch a model", "foundry model download MODEL", "foundry model download MODEL"),
    ("Start the service", "foundry service start", "foundry server start --port 5273"),
    ("See its state and address", "foundry service status", "foundry server status"),
    ("See where models lie", "foundry cache location", "foundry cache location"),
)
HOSTS = (
    ("api.catalog.azureml.ms", "the catalogue of models"),
    ("*.api.azureml.ms", "where a model's files lie"),
    ("*.blob.core.windows.net", "the files themselves"),
    ("*.azurefd.net", "execution providers for CUDA and WebGPU"),
    ("Windows Update", "execution providers of the processor's maker; WSUS and paused updates hold them back"),
    ("mobile.events.data.microsoft.com", "telemetry; not needed for any work"),
)
MINIMUM = (
    "The last published minimum was 8 GB of memory and 3 GB of free disk, 16 GB and 15 GB recommended (page of "
    "6 January 2026, since withdrawn). What counts is the memory that the model in use needs."
)
RUNTIMES = (
    ("Foundry Local", "ONNX", "/v1, a free port; the command tells which"),
    ("Ollama", "GGUF", "/v1, port 11434"),
    ("llama.cpp", "GGUF", "/v1, port 8080"),
    ("vLLM", "safetensors", "/v1, port 8000, on a Linux server with a GPU"),
)


def requirements(client: ClientReport) -> Iterator[Block]:
    """What each workload asks of a device, with the client's own numbers."""
    if not client.endpoints.fits:
        return
    yield Heading(Text("What the devices must be able to do"))
    titles = ("Ready", "After a change", "Replace", "Not suitable", "Unknown")
    columns = (Column(Text("Workload")), *(Column(Text(title), "number") for title in titles))
    rows: list[tuple[Cell, ...]] = []
    for fit in client.endpoints.fits:
        name = Text.verbatim(fit.workload) if fit.workload else Text("Published minimum")
        models = Small(Text.verbatim(", ".join(fit.models)))
        counts = (fit.ready, fit.ready_after, fit.replace, fit.not_suitable, fit.unknown)
        rows.append((Lines((name, models)) if fit.models else name, *counts))
    yield Table(Text("Your devices, counted"), columns, tuple(rows))
    yield Paragraph(Text(MINIMUM))


def provisioning(client: ClientReport) -> Iterator[Block]:
    """Install, fetch, copy where there is no network, open the firewall, keep it safe."""
    yield Heading(Text("Foundry Local on the devices"))
    words = "Two generations of its command line are in use, up to 0.8 and from 0.10 on: foundry --version tells which."
    yield Paragraph(Text(words))
    yield _coded(Text("The two command lines"), ("To do", "Up to 0.8", "From 0.10 on"), COMMANDS)
    yield Paragraph(Text("Programs use the package foundry-local-sdk, version 2.2 or later, which needs no service."))
    steps = [
        "Copy the model's folder from a device that has it into the same place of the cache.",
        "Copy foundry.modelinfo.json of that cache too: without it the copied model is not found.",
        "Switch the network off, start the model, ask one question.",
    ]
    yield from tables.numbered(Text("Devices without a network"), steps)
    yield _coded(Text("What the firewall and the proxy must let through"), ("Name", "For"), HOSTS)
    yield Paragraph(Text("Encrypt the disk: models, recordings and what people typed lie on it."))
    yield Note(
        Text(
            "Measured with version 2.2.1 on 20 November 2026: it reports telemetry by default, and the documented "
            "switch leaves one report. To be sure, close the telemetry address at the firewall."
        )
    )
    yield Paragraph(Text("Every model has a licence of its own. Show it with foundry model info MODEL --license."))
    yield _coded(Text("Other runtimes with the same interface"), ("Runtime", "Model format", "Address"), RUNTIMES)
    words = (
        "To switch, change the address and the model's name. Formats differ: fetch the model anew, evaluate it anew."
    )
    yield Note(Text(words))


def _coded(caption: Text, titles: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> Table:
    columns = tuple(Column(Text(title)) for title in titles)
    shown: list[tuple[Cell, ...]] = []
    for first, *rest in rows:
        cells = (Code(each) if " " in each and each.startswith("foundry") else Text(each) for each in rest)
        shown.append((Text(first), *cells))
    return Table(caption, columns, tuple(shown))
