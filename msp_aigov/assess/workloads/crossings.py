"""Every boundary that data goes over, and the class of what goes over it."""

from collections.abc import Iterator, Sequence

from msp_aigov.assess.workloads.choose import UNPLACED, Choice
from msp_aigov.assess.workloads.question import CLASSES, carried, takes
from msp_aigov.model.placing import Crossing
from msp_aigov.model.text import Text
from msp_aigov.model.workload import DataClass

UNKNOWN = "unclassified"
CLIENT = "the client"


def crossings(choices: Sequence[Choice]) -> Iterator[Crossing]:
    """From the client into the cloud, between stages in different places, and on to other services."""
    made: dict[str, Choice] = {}
    before: str | None = None
    for choice in choices:
        stage = choice.question.stage
        sources = [made[name] for name in takes(stage, before) if name in made]
        if choice.decision.route not in UNPLACED:
            yield from _into(choice, sources)
            yield from _onward(choice)
        made[stage.name] = choice
        before = stage.name


def _into(choice: Choice, sources: Sequence[Choice]) -> Iterator[Crossing]:
    """What the stage adds of its own comes from the client; what it takes comes from where it was made."""
    own, name = choice.question.stage.data_class, choice.question.stage.name
    brought = [carried(source.question)[0] for source in sources]
    if _abroad(choice) and (not sources or _above(own, brought)):
        words = Text("{data} data leaves the client for {after}", data=Text(own or UNKNOWN), after=name)
        yield Crossing(own or UNKNOWN, CLIENT, name, words)
    for source, data in zip(sources, brought, strict=True):
        if source.decision.route not in UNPLACED and _where(source) != _where(choice):
            before = source.question.stage.name
            gone = data or UNKNOWN
            words = Text("{data} data goes from {before} to {after}", data=Text(gone), before=before, after=name)
            yield Crossing(gone, before, name, words)


def _above(own: DataClass | None, brought: Sequence[DataClass | None]) -> bool:
    """Whether a stage works on more than what it was handed: then it has something from elsewhere."""
    if own is None or None in brought:
        return own is None
    return all(CLASSES.index(own) > CLASSES.index(each) for each in brought if each)


def _onward(choice: Choice) -> Iterator[Crossing]:
    question = choice.question
    for feature in question.stage.egress_features or ():
        if question.stage.connectivity == "offline":
            return
        data, before = question.data_class or UNKNOWN, question.stage.name
        words = Text("{data} data goes on from {before} to {after}", data=Text(data), before=before, after=feature)
        yield Crossing(data, before, feature, words)


def _abroad(choice: Choice) -> bool:
    return not choice.options[0].place.local


def _where(choice: Choice) -> tuple[str, str]:
    """The place of processing: two regions are two places, two devices of one client are one."""
    place = choice.options[0].place
    return place.placement, place.processing.zone if place.processing else ""
