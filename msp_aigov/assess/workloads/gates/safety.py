"""The first gate: what a stage is used for, the filters in front of it, and who looks at what it makes."""

import difflib
from collections import Counter
from collections.abc import Iterator, Mapping

from msp_aigov.assess.guardrails.matrix import wanted_of
from msp_aigov.assess.guardrails.profile import profile_named
from msp_aigov.assess.guardrails.wanted import compared
from msp_aigov.assess.workloads.gates.ruling import Ruling, gate_of
from msp_aigov.assess.workloads.places import Place
from msp_aigov.assess.workloads.question import Question
from msp_aigov.model.guardrails import DeploymentGuardrail, EffectiveFilter, plain
from msp_aigov.model.rules import UseRule
from msp_aigov.model.text import Text
from msp_aigov.model.workload import Gate, GateResult

GENERATED = ("text", "image")
CHILDREN = "education"  # the profile for whatever children read, whatever else the client's is
# What the comparison of a filter with the profile means here.
FILTER_RULINGS: Mapping[str, tuple[GateResult, str]] = {
    "weaker": ("fail", "the filter of {name} is weaker than the profile {profile}: {filters}"),
    "unknown": ("unknown", "the filter of {name} could not be held against the profile {profile}: {filters}"),
    "accepted": ("conditional", "the filter of {name} is weaker than {profile}, and that was accepted: {filters}"),
}


def gate(question: Question, place: Place) -> Gate:
    """Pass only where every use is lawful, every document exists and every filter meets the profile."""
    said = [*_uses(question), *_subjects(question, place), *_readers(question, place)]
    if not place.local:
        said += [*_filters(question, place), *_image_gate(question)]
    otherwise = Text("nothing about its use or its filters speaks against it")
    return gate_of("safety", said, otherwise, (*place.evidence, *_seen(place)))


def _seen(place: Place) -> Iterator[str]:
    """Which policy was compared, and how its filters stood."""
    if place.deployed is None or not place.deployed.filters:
        return
    counts = Counter(cell.match for cell in place.deployed.filters)
    stood = ", ".join(f"{count} {match}" for match, count in sorted(counts.items()))
    yield f"policy {place.deployed.policy} against {place.deployed.profile}: {stood}"


def _uses(question: Question) -> Iterator[Ruling]:
    uses = question.workload.uses
    if uses is None:
        yield "unknown", Text("nobody said what {workload} is used for", workload=question.workload.name)
    known = {rule.use: rule for rule in question.rules.uses}
    for use in uses or ():
        rule = known.get(use_named(use))
        if rule is None:
            yield "unknown", _unheard_of(use, known)
        elif rule.kind == "prohibited":
            yield "fail", Text("{use} is prohibited wherever it runs: {basis}", use=rule.use, basis=rule.basis)
        else:
            yield from _papers(question, rule)
            yield from _oversight(question, rule)


def use_named(use: str) -> str:
    """A use as the table writes it: people write blanks, underscores and capitals."""
    return "-".join(use.lower().replace("_", " ").replace("-", " ").split())


def _unheard_of(use: str, known: Mapping[str, UseRule]) -> Text:
    near = difflib.get_close_matches(use_named(use), known, n=1, cutoff=0.6)
    if near:
        words = "the use {use} is in no dated table; a person has to judge it, or it means {near}"
        return Text(words, use=use, near=near[0])
    return Text("the use {use} is in no dated table; a person has to judge it", use=use)


def _papers(question: Question, rule: UseRule) -> Iterator[Ruling]:
    workload = question.workload
    if rule.needs and (rule.needs not in workload.holds or rule.needs in workload.lacks):
        words = Text("{use} needs a {paper}: {basis}", use=rule.use, paper=rule.needs, basis=rule.basis)
        absent = rule.needs in workload.lacks and rule.needs not in workload.holds
        yield ("fail" if absent and rule.without == "fail" else "unknown"), words


def _oversight(question: Question, rule: UseRule) -> Iterator[Ruling]:
    """Where people's lives are decided on, a person has to have the last word."""
    if rule.oversight == "no":
        return
    reviews = [stage.human_review for stage in question.workload.stages]
    if any(reviews):
        return
    if None in reviews:
        yield "unknown", Text("nobody said whether a person decides in the end: {use} needs one", use=rule.use)
    else:
        yield "fail", Text("nobody decides in the end, and {use} needs a person who does", use=rule.use)


def _subjects(question: Question, place: Place) -> Iterator[Ruling]:
    workload, stage, subjects = question.workload, question.stage, question.subjects or frozenset()
    if question.subjects is None and question.data_class != "public":
        yield "unknown", Text("nobody said whom the data of {stage} is about", stage=stage.name)
    if question.data_class == "public" and question.special:
        words = "{stage} is called public and is about {subjects}: one of the two is wrong"
        yield "unknown", Text(words, stage=stage.name, subjects=", ".join(sorted(subjects)))
    assessed = "dpia" in workload.holds and "dpia" not in workload.lacks
    if "biometric_id" in subjects and not assessed:
        yield "unknown", Text("data that identifies a body needs an impact assessment before anything else")
    elif "health" in subjects and not place.local and not assessed:
        yield "unknown", Text("health data needs an impact assessment before it goes to a cloud")


def _readers(question: Question, place: Place) -> Iterator[Ruling]:
    """No filter of Azure's stands before a model on the device: for children or the public the app needs one."""
    if question.task is not None and question.task.generates not in GENERATED:
        return
    stage, audience = question.stage, question.workload.audience
    if audience is None:
        yield "unknown", Text("nobody said who will read what {stage} writes", stage=stage.name)
    elif place.local and audience in ("public", "minors") and not stage.app_filter:
        words = "nothing filters what the model on the device says, and {audience} will read it"
        yield ("unknown" if stage.app_filter is None else "fail"), Text(words, audience=audience)


def _filters(question: Question, place: Place) -> Iterator[Ruling]:
    if place.deployed is None:
        if place.processing is not None:
            yield "conditional", Text("deploy it with a content filter that meets the profile")
        return
    if place.deployed.outside:  # what only listens says nothing that could be filtered
        if question.task is None or question.task.generates != "nothing":
            yield "conditional", place.deployed.outside
        return
    profile, cells = _held_against(question, place.deployed)
    for match, (result, words) in FILTER_RULINGS.items():
        names = dict.fromkeys(each.filter for each in cells if each.match == match)
        if names:
            listed = Text.verbatim(", ".join(names))
            yield result, Text(words, name=place.deployed.deployment.name, profile=profile, filters=listed)
    if not cells:
        yield "unknown", Text("nothing is known of the filter of {name}", name=place.deployed.deployment.name)


def _held_against(question: Question, deployed: DeploymentGuardrail) -> tuple[str, tuple[EffectiveFilter, ...]]:
    """The deployment's filters against the client's profile, and against the one for children where they read it."""
    children = question.workload.audience == "minors" and not deployed.profile.startswith(CHILDREN)
    if not children or not deployed.filters:
        return deployed.profile, deployed.filters
    image = question.task is not None and question.task.generates == "image"
    wanted = wanted_of(profile_named(CHILDREN, question.rules), image)
    cells = {(plain(cell.filter), cell.direction): cell for cell in deployed.filters}
    held = tuple(compared(cells[key], rule) for key, rule in sorted(wanted.items()) if key in cells)
    unseen = tuple(
        EffectiveFilter(rule.filter, rule.direction, "unknown", None, "default", "", match="unknown")
        for key, rule in sorted(wanted.items())
        if key not in cells
    )
    return CHILDREN, (*held, *unseen)


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
