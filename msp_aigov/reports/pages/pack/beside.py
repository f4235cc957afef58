"""What stands beside the two usual places: other runtimes with the same interface, and the sovereign stack."""

from collections.abc import Iterator

from msp_aigov.model.document import ClientReport
from msp_aigov.model.pack.guide import OtherRuntime
from msp_aigov.model.text import Day, Text
from msp_aigov.reports.blocks import Block, Cell, Code, Heading, Lines, Note, Paragraph, Small, Table
from msp_aigov.reports.pages.pack import tables
from msp_aigov.reports.words.plain import TASKS, joined, word

PLACES = {"device": "on the device", "premises": "on a server of yours"}
SWITCH = (
    "Let the program read address and model name from its settings, never from its code.",
    "Fetch the model anew in the new runtime's format; files are not interchangeable.",
    "Repeat the evaluation: the same model in another format answers differently.",
    "Change the two settings on the devices of one team, and keep the old runtime until the acceptance test is passed.",
)
DIFFERENCES = (
    "Chat and embeddings are called alike. Audio, tool calls, structured answers and the names of models differ: test "
    "those that you use. None of them asks who is calling: keep it on the device's own address, or put a gateway "
    "before it."
)
LAYERS = (
    (
        "Azure Local",
        "Azure's virtual machines and Kubernetes on your own hardware; can be run disconnected.",
        "No Azure OpenAI models. Foundry Local on it is in preview, by request; cards of AMD are not supported.",
    ),
    (
        "Microsoft 365 Local",
        "Exchange, SharePoint and Skype for Business servers on Azure Local, in your own building.",
        "No Copilot and no AI of its own: it keeps mail and documents, it does not summarise them.",
    ),
    (
        "Foundry Local",
        "Small language models, speech to text and embeddings on a device or on a cluster, without an account.",
        "No images, no voice output, no fine-tuning, no content filter. Models are fetched from a public catalogue.",
    ),
)
READ_ON = (
    "Layers as described in Microsoft's documents in July 2026. Ask your Microsoft contact what may be ordered today."
)


def portability(client: ClientReport) -> Iterator[Block]:
    """Which runtimes serve the same interface, which files they read, how to switch, what differs."""
    if not client.guide.runtimes:
        return
    yield Heading(Text("Other runtimes with the same interface"))
    yield Paragraph(
        Text("Foundry Local runs ONNX models and answers at /v1, as OpenAI does, at a port that its command tells.")
    )
    titles = tables.columns("Runtime", "For", "Model format", "Address", "To know")
    yield Table(Text("What could stand in for it"), titles, tuple(map(_runtime, client.guide.runtimes)))
    yield from tables.numbered(Text("To switch"), SWITCH)
    yield Paragraph(Text(DIFFERENCES))


def _runtime(each: OtherRuntime) -> tuple[Cell, ...]:
    return (
        Lines((Code(each.name), Small(Text(PLACES[each.placement])))),
        joined([word(TASKS, task) for task in each.tasks], ", "),
        Text.verbatim(each.formats),
        Text.verbatim(each.api),
        Lines((Text(each.note), Small(Text("read on {day}", day=Day(each.read_on))))),
    )


def sovereign(client: ClientReport) -> Iterator[Block]:
    """What each layer of the sovereign stack gives, and what it does not; only where it was asked for."""
    if not client.guide.sovereign:
        return
    yield Heading(Text("Without the public cloud"))
    words = "Three layers can be combined. Each gives something, and none gives everything that the public cloud does."
    yield Paragraph(Text(words))
    rows = tuple((Text.verbatim(name), Text(gives), Text(lacks)) for name, gives, lacks in LAYERS)
    yield Table(Text("The layers"), tables.columns("Layer", "What it gives", "What it does not"), rows)
    yield Note(Text(READ_ON))
