"""The first gate: what a stage is used for, the filters in front of it, and who looks at what it makes."""

from collections.abc import Iterator, Mapping

from msp_aigov.assess.workloads.places import Place
from msp_aigov.assess.workloads.question import Question
from msp_aigov.assess.workloads.ruling import Ruling, gate_of
from msp_aigov.model.text import Text
from msp_aigov.model.workload import Gate, GateResult

GENERATED = ("text", "image")
# What the comparison of a filter with the profile means here.
FILTER_RULINGS: Mapping[str, tuple[GateResult, str]] = {
    "weaker": ("fail", "the filter of {name} is weaker than the profile {profile}: {filters}"),
    "unknown": ("unknown", "the filter of {name} could not be held against the profile {profile}: {filters}"),
    "accepted": ("conditional", "the filter of {name} is weaker than {profile}, and that was accepted: {filters}"),
}


def gate(question: Question, place: Place) -> Gate:
    """Pass only where every use is lawful, every document exists and every filter meets the profile."""
    said = [*_uses(question), *_subjects(question)]
    said += _own_filter(question) if place.local else [*_filters(place), *_image_gate(question)]
    return gate_of("safety", said, Text("nothing about its use or its filters speaks against it"), place.evidence)


def _uses(question: Question) -> Iterator[Ruling]:
    uses = question.workload.uses
    if uses is None:
        yield "unknown", Text("nobody said what {workload} is used for", workload=question.workload.name)
    known = {rule.use: rule for rule in question.rules.uses}
    for use in uses or ():
        rule = known.get(use)
        if rule is None:
            yield "unknown", Text("the use {use} is in no dated table; a person has to judge it", use=use)
        elif rule.kind == "prohibited":
            yield "fail", Text("{use} is prohibited wherever it runs: {basis}", use=use, basis=rule.basis)
        elif rule.needs and rule.needs not in question.workload.holds:
            words = Text("{use} needs a {paper}: {basis}", use=use, paper=rule.needs, basis=rule.basis)
            absent = rule.needs in question.workload.lacks
            yield ("fail" if absent and rule.without == "fail" else "unknown"), words


def _subjects(question: Question) -> Iterator[Ruling]:
    workload, stage = question.workload, question.stage
    if stage.subjects is None and question.data_class != "public":
        yield "unknown", Text("nobody said whom the data of {stage} is about", stage=stage.name)
    if "biometric_id" in (stage.subjects or ()) and "dpia" not in workload.holds:
        yield "unknown", Text("data that identifies a body needs an impact assessment before anything else")


def _own_filter(question: Question) -> Iterator[Ruling]:
    """No filter of Azure's stands before a model on the device: for children or the public the app needs one."""
    if question.task is not None and question.task.generates not in GENERATED:
        return
    stage, audience = question.stage, question.workload.audience
    if audience is None:
        yield "unknown", Text("nobody said who will read what {stage} writes", stage=stage.name)
    elif audience in ("public", "minors") and not stage.app_filter:
        words = "nothing filters what the model on the device says, and {audience} will read it"
        yield ("unknown" if stage.app_filter is None else "fail"), Text(words, audience=audience)


def _filters(place: Place) -> Iterator[Ruling]:
    if place.deployed is None:
        if place.processing is not None:
            yield "conditional", Text("deploy it with a content filter that meets the profile")
        return
    profile = place.deployed.profile
    for match, (result, words) in FILTER_RULINGS.items():
        names = dict.fromkeys(each.filter for each in place.deployed.filters if each.match == match)
        if names:
            listed = Text.verbatim(", ".join(names))
            yield result, Text(words, name=place.deployed.deployment.name, profile=profile, filters=listed)
    if not place.deployed.filters:
        yield "unknown", Text("nothing is known of the filter of {name}", name=place.deployed.deployment.name)


def _image_gate(question: Question) -> Iterator[Ruling]:
    stage = question.stage
    if question.task is None or question.task.generates != "image" or stage.image_gate:
        return
    if stage.image_gate is None:
        yield "unknown", Text("nobody said whether the images of {stage} are looked at before use", stage=stage.name)
    elif question.workload.audience == "internal":
        yield "conditional", Text("put a gate in place that looks at every image before use")
    else:
        yield "fail", Text("images are used outside without a gate that looks at them")
