"""The deployment guide: what this client needs before, while and after AI is rolled out."""

from collections.abc import Iterator, Set

from msp_aigov.model.document import ClientReport, Document
from msp_aigov.model.text import Text
from msp_aigov.reports.blocks import Block, Cell, Column, Heading, Lines, Note, Page, Paragraph, Small, Table
from msp_aigov.reports.options import Options
from msp_aigov.reports.pages import workloads
from msp_aigov.reports.pages.masthead import page_of
from msp_aigov.reports.pages.pack import local, tables
from msp_aigov.reports.words.plain import TASKS, word

CLOUD = ("azure_region", "azure_data_zone", "azure_global", "hybrid")
OUTSIDE = "Not part of this guide: moderation of text, preparation of data, and joining it from other systems."


def page(document: Document, options: Options) -> Page:
    """The guide for the only client of the document."""
    (client,) = document.clients
    aside = (
        Text("Deployment guide. Prepared by {msp} for {client}.", msp=document.msp, client=client.name),
        Text.verbatim(document.branding.confidentiality),
    )
    return page_of(document, Text.verbatim(client.name), aside, tuple(_blocks(document, client)))


def _blocks(document: Document, client: ClientReport) -> Iterator[Block]:
    routes = {stage.route for decision in client.workloads for stage in decision.stages}
    yield from tables.access(client)
    yield from workloads.chapter(client)
    if "foundry_local" in routes:
        yield from local.requirements(client)
        yield from local.provisioning(client)
    if routes & set(CLOUD):
        yield from _cloud(client, routes)
    if client.workloads:
        yield from _stages(client)
    yield from _rollout(client)
    yield Note(Text(OUTSIDE))
    yield from tables.sources(document, client)


def _cloud(client: ClientReport, routes: Set[str]) -> Iterator[Block]:
    yield Heading(Text("What governs the cloud"))
    if client.profile:
        words = "Every deployment gets a filter that meets the profile {profile}."
        yield Paragraph(Text(words, profile=client.profile))
    steps = [
        "People and programs sign in with Entra ID; API keys are switched off.",
        "Accounts are reached over a private endpoint; public network access is closed.",
        "A budget takes in all AI, warns of the forecast, and names a person who reads it.",
        "The quota is only as large as the workloads need: a budget warns, it does not stop.",
        "Logs of every account go to a workspace that is kept.",
    ]
    if any(stage.task == "image-generation" for each in client.workloads for stage in each.stages):
        steps.append("Every generated image goes through the image gate before anybody uses it.")
    if "azure_data_zone" in routes:
        steps.append("Only SKUs whose name begins with DataZone are used where the zone is asked for.")
    yield from tables.numbered(Text("In this order"), steps)


def _stages(client: ClientReport) -> Iterator[Block]:
    yield Heading(Text("What the device covers, and what is needed beside it"))
    rows: list[tuple[Cell, ...]] = []
    for decision in client.workloads:
        for stage in decision.stages:
            gates = [gate for each in stage.candidates if each.id == "device:foundry-local" for gate in each.gates]
            said = next((gate.reason for gate in gates if gate.name == "feasibility"), Text("–"))
            name = Lines((Text.verbatim(stage.name), Small(Text.verbatim(decision.name))))
            rows.append((name, word(TASKS, stage.task), said))
    columns = tuple(Column(Text(title)) for title in ("Stage", "Task", "Foundry Local on the device"))
    yield Table(Text("Stage by stage"), columns, tuple(rows))


def _rollout(client: ClientReport) -> Iterator[Block]:
    yield Heading(Text("Roll-out"))
    steps = [
        "Wave 1: five people who said yes, for two weeks. They write down what goes wrong.",
        "Wave 2: one team, once the acceptance test is passed.",
        "Wave 3: everybody whose device or account is ready.",
    ]
    yield from tables.numbered(Text("Waves"), steps)
    words = "Way back: withdraw the role or the application; models and accounts stay, and nothing is lost."
    yield Paragraph(Text(words))
    yield Paragraph(Text("Acceptance test: ten real cases for each workload, judged by those who will use it."))
    yield from tables.actions(client)
