"""The second gate: whether the data may be where the candidate processes it."""

from collections.abc import Iterator

from msp_aigov.assess.workloads.gates.ruling import Ruling, gate_of
from msp_aigov.assess.workloads.places import Place
from msp_aigov.assess.workloads.question import SENSITIVE, Question
from msp_aigov.model.text import Text
from msp_aigov.model.workload import Gate

BOUNDARIES = {"eu": "the EU", "eu_members_only": "the member states of the EU", "us": "the US"}


def gate(question: Question, place: Place) -> Gate:
    """Pass only inside the boundary that was declared, and with nothing that sends data beyond it."""
    said = [*_class(question), *_egress(question)]
    said += _local(question, place) if place.local else _cloud(question, place)
    if place.local:
        return gate_of("region", said, Text("the data stays with the client"), place.evidence)
    reason = place.processing.reason if place.processing else place.said
    return gate_of("region", said, reason, place.evidence)


def _local(question: Question, place: Place) -> Iterator[Ruling]:
    if place.placement == "premises" and question.residency == "device":
        yield "fail", _must_stay(question)
    if place.placement == "premises" and question.residency is None:
        yield "unknown", _nobody_said_where(question)


def _cloud(question: Question, place: Place) -> Iterator[Ruling]:
    if question.residency == "device":
        yield "fail", _must_stay(question)
    elif question.residency is None:
        yield "unknown", _nobody_said_where(question)
    elif question.residency == "gov":
        yield "unknown", Text("what a government cloud offers has to be looked up there")
    elif place.processing is None:
        yield "unknown", place.said
    elif place.processing.allowed is None:
        yield "unknown", place.processing.reason
    elif not place.processing.allowed:
        words = "{where}, and the data of {stage} must stay in {boundary}"
        named = BOUNDARIES.get(question.residency)
        boundary = Text(named) if named else Text.verbatim(question.residency)
        yield "fail", Text(words, where=place.processing.reason, stage=question.stage.name, boundary=boundary)
    elif question.wider and question.sensitive:
        words = "{stage} lets sensitive data further than this client's data may go in general: have that confirmed"
        yield "conditional", Text(words, stage=question.stage.name)


def _must_stay(question: Question) -> Text:
    if question.held_by is None:
        return Text("the data must not leave the device")
    words = "what {stage} hands on must not leave the device until a person reviews it and lowers its class"
    return Text(words, stage=question.held_by)


def _nobody_said_where(question: Question) -> Text:
    return Text("nobody said where the data of {stage} may go", stage=question.stage.name)


def _class(question: Question) -> Iterator[Ruling]:
    if question.data_class is None:
        yield "unknown", Text("nobody said what class of data {stage} works on", stage=question.stage.name)


def _egress(question: Question) -> Iterator[Ruling]:
    """Features such as web grounding send the prompt beyond every boundary, wherever the model itself runs."""
    features = question.stage.egress_features
    free = question.data_class == "public" and question.residency == "any"
    if free or features == () or question.stage.connectivity == "offline":  # without a network nothing is sent on
        return
    if features is None:
        words = "nobody said whether {stage} sends data on, to a web search say"
        yield "unknown", Text(words, stage=question.stage.name)
        return
    sent = Text("{features} sends what is asked to another service", features=", ".join(features))
    bound = question.residency != "any" or question.data_class in (*SENSITIVE, None) or question.special
    yield ("fail" if bound else "conditional"), sent
