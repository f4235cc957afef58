"""The deployment guide: what this client needs before, while and after AI is rolled out."""

from collections.abc import Iterator, Set

from msp_aigov.model.document import ClientReport, Document
from msp_aigov.model.pack.guide import WantedFilter
from msp_aigov.model.text import Text
from msp_aigov.reports.blocks import Block, Cell, Column, Heading, Lines, Note, Page, Small, Table
from msp_aigov.reports.options import Options
from msp_aigov.reports.pages import workloads
from msp_aigov.reports.pages.masthead import page_of
from msp_aigov.reports.pages.pack import beside, local, rollout, tables
from msp_aigov.reports.words.places import place_name
from msp_aigov.reports.words.plain import FILTER_STATES, FILTERS, TASKS, word

CLOUD = ("azure_region", "azure_data_zone", "azure_global")
PLACES = ("region", "data_zone", "global")
OPEN = "run_additional_eval"
OUTSIDE = "Not part of this guide: moderation of text, preparation of data, and joining it from other systems."
DIRECTIONS = ("prompt", "completion")
STEPS = (
    "One account for each purpose and region, in a resource group of its own: so cost and access can be told apart.",
    "People and programs sign in with Entra ID; API keys are switched off.",
    "Accounts are reached over a private endpoint; public network access is closed.",
    "Every deployment gets a content filter that meets the table below, before anybody gets access.",
    "A budget takes in all AI, warns of the forecast, and names a person who reads it.",
    "The quota is only as large as the workloads need: a budget warns, it does not stop.",
    "Logs of every account go to a workspace that is kept, and an alert there tells of refusals and of sudden use.",
)
IMAGES = "Every generated image goes through the image gate before anybody uses it."
ZONE = "Only SKUs whose name begins with DataZone are used where the zone is asked for."
REGION = (
    "Only the SKU Standard in an allowed region is used where one region is asked for: Global and DataZone leave it."
)


def page(document: Document, options: Options) -> Page:
    """The guide for the only client of the document."""
    (client,) = document.clients
    aside = (
        Text("Deployment guide. Prepared by {msp} for {client}.", msp=document.msp, client=client.name),
        Text(document.branding.confidentiality),
    )
    return page_of(document, Text.verbatim(client.name), aside, tuple(_blocks(document, client)))


def _blocks(document: Document, client: ClientReport) -> Iterator[Block]:
    stages = [stage for decision in client.workloads for stage in decision.stages]
    routes = {stage.route for stage in stages}
    # Where a stage is still open, the places it may end up in apply too.
    maybe = {place.placement for stage in stages if stage.route == OPEN for place in stage.candidates}
    device = "foundry_local" in routes or bool(client.guide.models) and "device" in maybe
    cloud = bool(routes & set(CLOUD) or maybe & set(PLACES))
    yield from tables.access(client)
    yield from workloads.chapter(client)
    if device:
        yield from local.requirements(client)
        yield from local.provisioning(client)
        yield from beside.portability(client)
    if cloud:
        yield from _cloud(client, routes)
    yield from beside.sovereign(client)
    if device:
        yield from _stages(client)
    yield from rollout.chapter(client, cloud, device)
    yield Note(Text(OUTSIDE))
    yield from tables.sources(document, client)


def _cloud(client: ClientReport, routes: Set[str]) -> Iterator[Block]:
    yield Heading(Text("What governs the cloud"))
    steps = [*STEPS]
    if any(stage.task == "image-generation" for each in client.workloads for stage in each.stages):
        steps.append(IMAGES)
    steps += [words for route, words in (("azure_data_zone", ZONE), ("azure_region", REGION)) if route in routes]
    yield from tables.numbered(Text("In this order"), steps)
    rows = [
        (
            Lines((Text.verbatim(stage.name), Small(Text.verbatim(each.name)))),
            place_name(place.id),
            place.monthly or Text("–"),
        )
        for each in client.workloads
        for stage in each.stages
        if stage.route in CLOUD
        for place in stage.candidates[:1]
    ]
    if rows:
        columns = (*tables.columns("Stage", "Model and SKU"), Column(Text("Cost a month"), "number"))
        yield Table(Text("What to deploy"), columns, tuple(rows))
    if client.guide.filters:
        columns = tables.columns("Filter", "In prompts", "In answers")
        words = Text("Filters of the profile {profile}. “Blocks from Low” is the strictest.", profile=client.profile)
        yield Table(words, columns, tuple(_filters(client)))


def _filters(client: ClientReport) -> Iterator[tuple[Cell, ...]]:
    names = dict.fromkeys(each.filter for each in client.guide.filters)
    for name in names:
        own: dict[str, WantedFilter] = {each.direction: each for each in client.guide.filters if each.filter == name}
        yield word(FILTERS, name), *(_wanted(own.get(direction)) for direction in DIRECTIONS)


def _wanted(each: WantedFilter | None) -> Text:
    if each is None:
        return Text("–")
    if each.state == "blocks" and each.threshold:
        return Text("blocks from {threshold}", threshold=each.threshold)
    return word(FILTER_STATES, each.state)


def _stages(client: ClientReport) -> Iterator[Block]:
    yield Heading(Text("What the device covers, and what is needed beside it"))
    rows: list[tuple[Cell, ...]] = []
    for decision in client.workloads:
        for stage in decision.stages:
            gates = [gate for each in stage.candidates if each.id == "device:foundry-local" for gate in each.gates]
            said = next((gate.reason for gate in gates if gate.name == "feasibility"), Text("–"))
            name = Lines((Text.verbatim(stage.name), Small(Text.verbatim(decision.name))))
            rows.append((name, word(TASKS, stage.task), said))
    columns = tables.columns("Stage", "Task", "Foundry Local on the device")
    yield Table(Text("Stage by stage"), columns, tuple(rows))
