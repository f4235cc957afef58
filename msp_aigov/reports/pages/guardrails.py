"""What each deployment's content filter blocks, against what the client's profile wants."""

from collections.abc import Iterator
from itertools import groupby

from msp_aigov.model.document import ClientReport
from msp_aigov.model.guardrails import DeploymentGuardrail, EffectiveFilter, Processing
from msp_aigov.model.text import Text
from msp_aigov.reports.blocks import (
    Block,
    Cell,
    Code,
    Column,
    Heading,
    Lines,
    Note,
    Paragraph,
    Small,
    State,
    Table,
    graded,
)
from msp_aigov.reports.pages.filters.protection import protection
from msp_aigov.reports.words.plain import FILTER_STATES, FILTERS, MATCHES, PROCESSING, joined, word

# The graver match speaks for both directions of a filter.
GRAVITY = ("weaker", "unknown", "accepted", "meets", "not_wanted")
DIRECTIONS = ("prompt", "completion")


def chapter(client: ClientReport) -> Iterator[Block]:
    """All deployments at a glance, then filter by filter."""
    yield Heading(Text("What the filters block"))
    deployments = client.guardrails.deployments
    if not deployments:
        unknown = any(light.name == "safety" and light.state == "unknown" for light in client.lights)
        yield Paragraph(Text(NOT_READ if unknown else "There is no model deployment."))
        if unknown and (why := unread(client)):
            yield Note(Text.verbatim(why))
        return
    columns = tuple(Column(Text(title)) for title in ("Deployment", "Model", "Data is processed in"))
    yield Table(
        Text("Every deployment"),
        (*columns, Column(Text("Filters against the profile"), "state")),
        tuple(_deployment(each) for each in deployments),
    )
    for each in deployments:
        yield _matrix(each)
        yield from _unknown(each)
    yield from protection(client.guardrails)


LEADING = ("azure.subscriptions", "azure.accounts", "azure.deployments")  # without which there is no deployment


def unread(client: ClientReport) -> str:
    """Why a client's deployments were not read: what stopped it, else the first gap that leads to them."""
    gaps = (cell.reason for cell in client.coverage if cell.source in LEADING and cell.state != "read")
    return client.stopped or next(gaps, "")


NOT_READ = "We could not read the model deployments. The last chapter says why."


def _deployment(guardrail: DeploymentGuardrail) -> tuple[Cell, ...]:
    deployment = guardrail.deployment
    return (
        Lines((Code(deployment.name), Small(Text("in {account}", account=guardrail.account_name)))),
        Text.verbatim(" ".join(part for part in (deployment.model, deployment.model_version) if part)),
        _processing(guardrail.processing),
        _overall(guardrail),
    )


def _processing(processing: Processing) -> Cell:
    where = word(PROCESSING, processing.kind)
    zone = processing.zone.upper() if processing.kind == "data_zone" else processing.zone
    place = Text("{where}: {zone}", where=where, zone=zone) if zone and processing.kind != "global" else where
    if processing.allowed:
        return place
    kind = State("none", Text("unknown")) if processing.allowed is None else State("bad", Text("not allowed"))
    return Lines((place, kind, Small(processing.reason)))


def _overall(guardrail: DeploymentGuardrail) -> Cell:
    matches = [each.match for each in guardrail.filters]
    if guardrail.outside:
        return Lines((State("none", Text("Outside the filters")), Small(guardrail.outside)))
    if "weaker" in matches:
        return State("warn", Text("{count} weaker", count=matches.count("weaker")))
    if "unknown" in matches or not matches:
        return State("none", Text("Unknown"))
    return graded(MATCHES, "accepted" if "accepted" in matches else "meets")


def _matrix(guardrail: DeploymentGuardrail) -> Table:
    caption = Text(
        "{deployment} in {account}: policy {policy}, profile {profile}. “Blocks from Low” is the strictest.",
        deployment=guardrail.deployment.name,
        account=guardrail.account_name,
        policy=guardrail.policy,
        profile=guardrail.profile,
    )
    others = any(each.direction not in DIRECTIONS for each in guardrail.filters)
    titles = ("Filter", "In prompts", "In answers", *(("Elsewhere",) if others else ()), "Profile wants")
    columns = (*(Column(Text(title)) for title in titles), Column(Text("Result"), "state"))
    ordered = groupby(sorted(guardrail.filters, key=lambda each: each.filter), key=lambda each: each.filter)
    return Table(caption, columns, tuple(_filter(name, list(both), others) for name, both in ordered), folded=True)


def _unknown(guardrail: DeploymentGuardrail) -> Iterator[Block]:
    """Why cells are unknown and what would settle them, each reason once."""
    cells = [each for each in guardrail.filters if each.state == "unknown" and each.wanted]
    for why in dict.fromkeys(each.evidence for each in cells):
        first, *rest = dict.fromkeys(each.filter for each in cells if each.evidence == why)
        named = word(FILTERS, first)
        for name in rest:
            named = Text("{before}, {next}", before=named, next=word(FILTERS, name))
        about = {"filters": named, "why": Text.verbatim(why)}
        yield Note(Text("Unknown at {deployment}: {filters}. {why}", deployment=guardrail.deployment.name, **about))


def _filter(name: str, both: list[EffectiveFilter], others: bool) -> tuple[Cell, ...]:
    worst = min(both, key=lambda each: GRAVITY.index(each.match))
    wanted = dict.fromkeys(each.wanted for each in both if each.wanted)
    return (
        word(FILTERS, name),
        *(_set_to(both, direction) for direction in DIRECTIONS),
        *((_elsewhere(both),) if others else ()),
        joined(map(_wanted, wanted), ", ") if wanted else Text("nothing"),
        graded(MATCHES, worst.match),
    )


def _wanted(words: str) -> Text:
    """What a profile wants, `blocks Medium` or `annotates`, in plain words."""
    state, _, threshold = words.partition(" ")
    return Text("blocks from {threshold}", threshold=threshold) if threshold else word(FILTER_STATES, state)


def _set_to(both: list[EffectiveFilter], direction: str) -> Cell:
    here = [each for each in both if each.direction == direction]
    if not here:
        return Text("–")
    said = word(FILTER_STATES, here[0].state)
    if here[0].state == "blocks" and here[0].threshold:
        said = Text("blocks from {threshold}", threshold=here[0].threshold)
    return Lines((said, Small(Text("inferred")))) if here[0].certainty == "inferred" else said


def _elsewhere(cells: list[EffectiveFilter]) -> Cell:
    here = [f"{each.direction}: {each.state}" for each in cells if each.direction not in DIRECTIONS]
    return Text.verbatim(", ".join(here)) if here else Text("–")
