"""The third gate: whether the candidate can do the task, fast enough, for as many as ask."""

from collections.abc import Iterator
from decimal import Decimal

from msp_aigov.assess.workloads.places import FOUNDRY_LOCAL, Place
from msp_aigov.assess.workloads.question import Question
from msp_aigov.assess.workloads.ruling import Ruling, gate_of
from msp_aigov.model.text import Text
from msp_aigov.model.workload import Gate

READY_SHARE = 90  # percent of devices that must be ready before a workload is said to run on the fleet
MINUTES_A_MONTH = 30 * 24 * 60
HEADROOM = Decimal("0.7")  # of a quota is planned for; the rest is for the busy hour


def gate(question: Question, place: Place) -> Gate:
    """Pass only where the task is offered, the line or the devices are there, and speed and quota suffice."""
    said = list(_local(question, place) if place.local else _cloud(question, place))
    otherwise = _share(question) if place.runtime == FOUNDRY_LOCAL else place.said
    return gate_of("feasibility", said, otherwise, place.evidence)


def _local(question: Question, place: Place) -> Iterator[Ruling]:
    if place.runtime != FOUNDRY_LOCAL:
        yield from _own_runtime(question, place)
        return
    rule, stage = question.task, question.stage
    if rule is None or rule.on_device == "no":
        yield "fail", Text("Foundry Local does not offer {task}", task=stage.task)
        return
    if stage.shared_host:
        yield "fail", Text("a shared host is not a device of one person; Foundry Local serves one request at a time")
        return
    if not stage.local_models:
        named = bool(stage.cloud_models)
        words = "only cloud models would do for {stage}" if named else "no on-device model is named for {stage}"
        yield ("fail" if named else "unknown"), Text(words, stage=stage.name)
        return
    foreign = set(stage.local_models) - {model.alias for model in question.rules.local_models}
    if stage.runtimes and foreign:
        yield "fail", Text("{models}: meant for another runtime", models=", ".join(sorted(foreign)))
        return
    yield from _devices(question)
    yield from _speed(question, place)


def _own_runtime(question: Question, place: Place) -> Iterator[Ruling]:
    offered = [row for row in question.rules.runtimes if row.runtime == place.runtime]
    if not offered:
        yield "unknown", Text("no dated rule knows the runtime {runtime}", runtime=place.runtime)
    elif all(row.task != question.stage.task for row in offered):
        yield "fail", Text("{runtime} does not offer {task}", runtime=place.runtime, task=question.stage.task)
        return
    if not question.stage.local_models:
        yield "unknown", Text("no model is named for {runtime}", runtime=place.runtime)
    if place.placement == "premises" and question.stage.connectivity != "online":
        yield "unknown", Text("nobody said whether {stage} always reaches the server", stage=question.stage.name)
    if any(_p95(question, model) is None for model in place.models):
        yield "unknown", Text("nobody measured {runtime} on the client's own hardware", runtime=place.runtime)
    yield from _speed(question, place)


def _devices(question: Question) -> Iterator[Ruling]:
    fit = question.fit
    total = fit.ready + fit.ready_after + fit.replace + fit.not_suitable + fit.unknown if fit else 0
    if not fit or not total:
        yield "unknown", Text("no device of this client is in an inventory")
    elif fit.ready * 100 >= READY_SHARE * total:
        return
    elif fit.ready:
        yield "conditional", _share(question)
    else:
        yield ("unknown" if fit.unknown or fit.ready_after else "fail"), _share(question)


def _share(question: Question) -> Text:
    fit = question.fit
    if fit is None:
        return Text("no device of this client is in an inventory")
    total = fit.ready + fit.ready_after + fit.replace + fit.not_suitable + fit.unknown
    words = "{ready} of {total} devices are ready, {unknown} are unknown"
    return Text(words, ready=fit.ready, total=total, unknown=fit.unknown)


def _cloud(question: Question, place: Place) -> Iterator[Ruling]:
    stage = question.stage
    if stage.connectivity is None:
        yield "unknown", Text("nobody said whether {stage} is always online", stage=stage.name)
    elif stage.connectivity != "online":
        yield "fail", Text("the cloud is out of reach: connectivity is {kind}", kind=stage.connectivity)
    if place.processing is None:
        yield "unknown", place.said
        return
    if place.deployed is None:
        yield "conditional", place.said
    yield from _speed(question, place)
    yield from _quota(question, place)


def _speed(question: Question, place: Place) -> Iterator[Ruling]:
    stage = question.stage
    if stage.interactive is None:
        yield "unknown", Text("nobody said whether somebody waits for {stage}", stage=stage.name)
    if not stage.interactive:
        return
    if stage.p95_target_ms is None:
        yield "unknown", Text("nobody said how long {stage} may take", stage=stage.name)
        return
    for model in place.models:
        measured = _p95(question, model)
        if measured is None:
            yield "unknown", Text("nobody measured how long {model} takes here", model=model)
        elif measured > stage.p95_target_ms:
            words = "{model} takes {measured} ms, and {target} ms are allowed"
            yield "fail", Text(words, model=model, measured=measured, target=stage.p95_target_ms)


def _p95(question: Question, model: str) -> int | None:
    known = question.evidence(model)
    return known.p95_ms if known else None


def _quota(question: Question, place: Place) -> Iterator[Ruling]:
    volume = question.stage.volume
    if volume is None:
        yield "unknown", Text("nobody said how often {stage} runs in a month", stage=question.stage.name)
        return
    granted = _granted(question, place)
    if granted is None:
        yield "unknown", Text("nobody said how many requests a minute {model} is allowed", model=place.models[0])
    elif volume > granted * MINUTES_A_MONTH * HEADROOM:
        words = "{volume} a month is {rate} a minute day and night, and the quota of {model} is {granted}"
        rate = (Decimal(volume) / MINUTES_A_MONTH).quantize(Decimal("0.1"))
        yield "fail", Text(words, volume=volume, rate=rate, model=place.models[0], granted=granted)


def _granted(question: Question, place: Place) -> Decimal | None:
    """Requests a minute: what Azure says of the deployment; else what was agreed; else what a dated table says."""
    model = place.models[0]
    limits = place.deployed.deployment.rate_limits if place.deployed else ()
    said = [limit.count * 60 / limit.seconds for limit in limits if limit.key == "request" and limit.seconds]
    if said:
        return min(said)
    known = question.evidence(model)
    if known and known.requests_per_minute is not None:
        return Decimal(known.requests_per_minute)
    return _dated(question, model)


def _dated(question: Question, model: str) -> Decimal | None:
    limits = (row for row in question.rules.model_limits if row.model.lower() == model.lower())
    row = next(limits, None)
    return Decimal(row.requests_per_minute) if row and row.requests_per_minute is not None else None
