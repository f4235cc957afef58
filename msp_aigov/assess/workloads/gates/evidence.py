"""The last gate: whether somebody tried this very model on this task, and how it went."""

from collections.abc import Iterator
from datetime import timedelta

from msp_aigov.assess.workloads.gates.ruling import Ruling, gate_of
from msp_aigov.assess.workloads.places import FOUNDRY_LOCAL, Place
from msp_aigov.assess.workloads.question import Question
from msp_aigov.model.text import Day, Text
from msp_aigov.model.workload import Gate, ModelEvidence

FRESH = timedelta(days=180)


def gate(question: Question, place: Place) -> Gate:
    """Pass only on an evaluation that was passed, is fresh, and was of the version that runs as it runs."""
    if not place.needs_model:
        return gate_of("evidence", (), Text("no model works here that would have to be evaluated"), place.evidence)
    said = [ruling for model in place.models for ruling in _evaluated(question, place, model)]
    said += _lifecycle(question, place)
    if not place.models:
        said.append(("unknown", Text("no model is named, so none could be evaluated")))
    known = (question.evidence(model, running(question, place, model)) for model in place.models)
    sources = tuple(each.source for each in known if each and each.source)
    return gate_of("evidence", said, Text("an evaluation on this task was passed"), sources)


def _evaluated(question: Question, place: Place, model: str) -> Iterator[Ruling]:
    versions = running(question, place, model)
    known = question.evidence(model, versions)
    if known is None or known.evaluation is None:
        yield "unknown", Text("nobody evaluated {model} on this task", model=model)
    elif known.evaluation == "failed":
        yield "fail", Text("{model} failed the evaluation on this task", model=model)
    elif known.evaluated_on is None:
        yield "unknown", Text("nobody said when {model} was evaluated", model=model)
    elif not known.evaluated_on <= question.today <= known.evaluated_on + FRESH:
        yield "unknown", _not_of_now(question, known)
    else:
        yield from _good_enough(question, known)
        yield from _same_version(versions, known)
        yield from _same_settings(question, known)


def _not_of_now(question: Question, known: ModelEvidence) -> Text:
    assert known.evaluated_on is not None
    day = Day(known.evaluated_on)
    if known.evaluated_on > question.today:
        return Text("the evaluation of {model} is dated {day}, which is still to come", model=known.model, day=day)
    return Text("the evaluation of {model} is of {day}: too old", model=known.model, day=day)


def _good_enough(question: Question, known: ModelEvidence) -> Iterator[Ruling]:
    """A score counts against what the stage asks for; without the one or the other only the verdict does."""
    asked, reached = question.stage.min_score, known.score
    if asked is not None and reached is None:
        words = "{stage} asks for a score of {asked}, and nobody said what {model} reached"
        yield "unknown", Text(words, stage=question.stage.name, asked=asked, model=known.model)
    elif asked is None and reached is not None:
        words = "{model} reached a score of {reached}, and nobody said what is good enough"
        yield "unknown", Text(words, model=known.model, reached=reached)
    elif asked is not None and reached is not None and reached < asked:
        words = "{model} reached a score of {reached}, and {asked} is asked for"
        yield "fail", Text(words, model=known.model, reached=reached, asked=asked)


def _same_version(versions: frozenset[str] | None, known: ModelEvidence) -> Iterator[Ruling]:
    if known.version is None:
        yield "unknown", Text("nobody said which version of {model} was evaluated", model=known.model)
    elif versions is not None and known.version not in versions:
        words = "{model} was evaluated as version {old}, and {new} runs"
        new = Text.verbatim(", ".join(sorted(versions)) or "(not stated)")
        yield "unknown", Text(words, model=known.model, old=known.version, new=new)


def _same_settings(question: Question, known: ModelEvidence) -> Iterator[Ruling]:
    used = question.stage.settings
    if used is None or known.settings is None:
        yield "unknown", Text("nobody said with which settings {model} runs or was evaluated", model=known.model)
    elif _plain(used) != _plain(known.settings):
        words = "{model} was evaluated with {old}, and runs with {new}"
        yield "unknown", Text(words, model=known.model, old=_setting(known.settings), new=_setting(used))


def _plain(settings: str) -> str:
    return " ".join(settings.lower().split())


def _setting(settings: str) -> Text:
    return Text.verbatim(settings) if settings.strip() else Text("its own settings")


def running(question: Question, place: Place, model: str) -> frozenset[str] | None:
    """The versions that may answer: the deployed one, or the catalogue's variants; None where nothing runs yet."""
    if place.deployed is not None:
        version = place.deployed.deployment.model_version
        return frozenset({version}) if version else frozenset()
    if place.runtime == FOUNDRY_LOCAL:
        return frozenset(row.variant for row in question.rules.local_models if row.alias == model)
    return None


def _lifecycle(question: Question, place: Place) -> Iterator[Ruling]:
    if place.lifecycle == "preview" and place.local:
        words = "{runtime} is a preview: no service level, and it may change"
        yield "conditional", Text(words, runtime=place.runtime)
    names = () if place.local else tuple(model.lower() for model in place.models)
    for row in question.rules.model_limits:
        if row.lifecycle == "preview" and row.model.lower() in names:
            yield "conditional", Text("{model} is a preview: no service level, and it may change", model=row.model)
