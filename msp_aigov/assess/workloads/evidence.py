"""The last gate: whether somebody tried this very model on this task, and how it went."""

from collections.abc import Iterator
from datetime import timedelta

from msp_aigov.assess.workloads.places import FOUNDRY_LOCAL, Place
from msp_aigov.assess.workloads.question import Question
from msp_aigov.assess.workloads.ruling import Ruling, gate_of
from msp_aigov.model.text import Day, Text
from msp_aigov.model.workload import Gate, ModelEvidence

FRESH = timedelta(days=180)


def gate(question: Question, place: Place) -> Gate:
    """Pass only on an evaluation that was passed, is fresh, and was of the version that runs."""
    said = [ruling for model in place.models for ruling in _evaluated(question, place, model)]
    said += [] if place.local else _lifecycle(question, place)
    if not place.models:
        said.append(("unknown", Text("no model is named, so none could be evaluated")))
    sources = tuple(each.source for each in map(question.evidence, place.models) if each and each.source)
    return gate_of("evidence", said, Text("an evaluation on this task was passed"), sources)


def _evaluated(question: Question, place: Place, model: str) -> Iterator[Ruling]:
    known = question.evidence(model)
    if known is None or known.evaluation is None:
        yield "unknown", Text("nobody evaluated {model} on this task", model=model)
    elif known.evaluation == "failed":
        yield "fail", Text("{model} failed the evaluation on this task", model=model)
    elif known.evaluated_on is None:
        yield "unknown", Text("nobody said when {model} was evaluated", model=model)
    elif not known.evaluated_on <= question.today <= known.evaluated_on + FRESH:
        day = Day(known.evaluated_on)
        yield "unknown", Text("the evaluation of {model} is of {day}: too old", model=model, day=day)
    else:
        yield from _same_version(question, place, known)


def _same_version(question: Question, place: Place, known: ModelEvidence) -> Iterator[Ruling]:
    running = _running(question, place, known.model)
    if known.version is None:
        yield "unknown", Text("nobody said which version of {model} was evaluated", model=known.model)
    elif running is not None and known.version not in running:
        words = "{model} was evaluated as version {old}, and {new} runs"
        new = Text.verbatim(", ".join(sorted(running)) or "(not stated)")
        yield "unknown", Text(words, model=known.model, old=known.version, new=new)


def _running(question: Question, place: Place, model: str) -> set[str] | None:
    """The versions that may answer: the deployed one, or the catalogue's variants; None where nothing runs yet."""
    if place.deployed is not None:
        version = place.deployed.deployment.model_version
        return {version} if version else set()
    if place.runtime == FOUNDRY_LOCAL:
        return {row.variant for row in question.rules.local_models if row.alias == model}
    return None


def _lifecycle(question: Question, place: Place) -> Iterator[Ruling]:
    for row in question.rules.model_limits:
        if row.lifecycle == "preview" and row.model.lower() == place.models[0].lower():
            yield "conditional", Text("{model} is a preview: no service level, and it may change", model=row.model)
