"""The third gate: whether the candidate can do the task, fast enough, for as many as ask."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from msp_aigov.assess.workloads.gates.evidence import running
from msp_aigov.assess.workloads.gates.quota import quota
from msp_aigov.assess.workloads.gates.ruling import Ruling, gate_of
from msp_aigov.assess.workloads.places import FOUNDRY_LOCAL, Place
from msp_aigov.assess.workloads.question import Question
from msp_aigov.model.ability.fit import Measured
from msp_aigov.model.cloud import Deployment
from msp_aigov.model.guardrails import Lifecycle
from msp_aigov.model.text import Day, Text
from msp_aigov.model.workload import Gate

DOWN = ("failed", "canceled", "deleting", "disabled")  # states of a deployment that serves nothing
ENDS_SOON = timedelta(days=90)
READY_SHARE = 90  # percent of devices that must be ready before a workload is said to run on the fleet


def gate(question: Question, place: Place) -> Gate:
    """Pass only where the task is offered, the line or the devices are there, and speed and quota suffice."""
    said = list(_local(question, place) if place.local else _cloud(question, place))
    otherwise = _share(question) if place.runtime == FOUNDRY_LOCAL else place.said
    sources = tuple(each.source for model in place.models for each in measured(question, place, model) if each.source)
    granted = (f"quota: {place.limits}",) if place.deployed is not None and place.limits else ()
    return gate_of("feasibility", said, otherwise, (*place.evidence, *granted, *dict.fromkeys(sources)))


def _local(question: Question, place: Place) -> Iterator[Ruling]:
    if place.runtime != FOUNDRY_LOCAL:
        yield from _own_runtime(question, place)
        return
    rule, stage = question.task, question.stage
    if rule is None or rule.on_device == "no":
        yield "fail", Text("Foundry Local does not offer {task}", task=Text(stage.task))
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
    stage = question.stage
    offered = [row for row in question.rules.runtimes if row.runtime == place.runtime]
    if not offered:
        yield "unknown", Text("no dated rule knows the runtime {runtime}", runtime=place.runtime)
    elif all(row.task != stage.task for row in offered):
        yield "fail", Text("{runtime} does not offer {task}", runtime=place.runtime, task=Text(stage.task))
        return
    if place.placement == "premises" and stage.connectivity != "online":
        yield "unknown", Text("nobody said whether {stage} always reaches the server", stage=stage.name)
    if not place.needs_model:
        yield from _speed(question, place)
        return
    if not stage.local_models:
        yield "unknown", Text("no model is named for {runtime}", runtime=place.runtime)
    if any(_p95(question, place, model) is None for model in place.models):
        yield "unknown", Text("nobody measured {runtime} on the client's own hardware", runtime=place.runtime)
    if place.placement == "device":
        yield from _other_runtime_on_devices(question, place)
    else:
        yield from quota(question, place)
    yield from _speed(question, place)


def _other_runtime_on_devices(question: Question, place: Place) -> Iterator[Ruling]:
    """Devices are counted for Foundry Local; for another runtime that is a sign, and no proof."""
    if question.stage.shared_host:
        yield "unknown", Text("nobody measured {runtime} with several people at once", runtime=place.runtime)
    if _total(question) == 0:
        yield "unknown", Text("no device of this client is in an inventory")
    elif not _enough(question):
        words = "{share}; they were counted for Foundry Local, try {runtime} on each kind of device"
        yield "conditional", Text(words, share=_share(question), runtime=place.runtime)


def _total(question: Question) -> int:
    fit = question.fit
    return fit.ready + fit.ready_after + fit.replace + fit.not_suitable + fit.unknown if fit else 0


def _enough(question: Question) -> bool:
    return question.fit is not None and question.fit.ready * 100 >= READY_SHARE * _total(question)


def _devices(question: Question) -> Iterator[Ruling]:
    fit = question.fit
    if not fit or not _total(question):
        yield "unknown", Text("no device of this client is in an inventory")
    elif _enough(question):
        return
    elif fit.ready:
        yield "conditional", Text("{share}: keep it off on the others until they are", share=_share(question))
    else:
        yield ("unknown" if fit.unknown or fit.ready_after else "fail"), _share(question)


def _share(question: Question) -> Text:
    fit, total = question.fit, _total(question)
    if fit is None:
        return Text("no device of this client is in an inventory")
    if not fit.unknown:
        return Text("{ready} of {total} devices are ready", ready=fit.ready, total=total)
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
        yield "conditional", Text("deploy it first: {offer}", offer=place.said)
    else:
        yield from _answers(place.deployed.deployment)
        yield from _life(question, place.deployed.lifecycle)
    yield from _speed(question, place)
    yield from quota(question, place)


def _answers(deployment: Deployment) -> Iterator[Ruling]:
    if (deployment.state or "").lower() in DOWN:
        words = "the deployment {name} answers nobody: {state}"
        yield "fail", Text(words, name=deployment.name, state=deployment.state or "")


def _life(question: Question, life: Lifecycle) -> Iterator[Ruling]:
    """A model that has ended answers nobody; where only other sources say so, it has to be looked up."""
    if life.retires is None:
        return
    day = Day(life.retires)
    if life.retires <= question.today:
        azure = any(said.startswith("Azure's list") for said in life.sources)
        words = "the model version ended on {day}" if azure else "a source says that the model version ended on {day}"
        yield ("fail" if azure else "unknown"), Text(words, day=day)
    elif life.retires <= question.today + ENDS_SOON:
        yield "conditional", Text("the model version ends on {day}: plan the next one", day=day)


def _speed(question: Question, place: Place) -> Iterator[Ruling]:
    stage = question.stage
    if stage.interactive is None:
        yield "unknown", Text("nobody said whether somebody waits for {stage}", stage=stage.name)
    if not stage.interactive:
        return
    if stage.p95_target_ms is None:
        yield "unknown", Text("nobody said how long {stage} may take", stage=stage.name)
        return
    for model in place.models if place.needs_model else (place.runtime,):  # without a model the tool itself is timed
        yield from _model_speed(question, place, model, stage.p95_target_ms)


def _model_speed(question: Question, place: Place, model: str, target: int) -> Iterator[Ruling]:
    """A benchmark on the client's own devices says more than what was written into a file, if it says anything."""
    benched = measured(question, place, model)
    telling = [each for each in benched if each.result != "inconclusive" or each.first_token_ms]
    took = _p95(question, place, model)
    if telling:
        yield from _benched(telling, model, target)
    elif took is None and benched:
        yield "unknown", Text("{model} was measured, and the result says nothing yet", model=model)
    elif took is None:
        yield "unknown", Text("nobody measured how long {model} takes here", model=model)
    elif took > target:
        words = "{model} takes {measured} ms, and {target} ms are allowed"
        yield "fail", Text(words, model=model, measured=took, target=target)


def _benched(benched: Sequence[Measured], model: str, target: int) -> Iterator[Ruling]:
    slow = [each for each in benched if each.result == "fail" or (each.first_token_ms or 0) > target]
    if len(slow) == len(benched):
        yield "fail", Text("{model} was measured and is too slow on every device tried", model=model)
    elif slow:
        words = "{model} is too slow on {slow} of {total} devices measured"
        yield "conditional", Text(words, model=model, slow=len(slow), total=len(benched))
    elif any(each.result == "marginal" for each in benched):
        yield "conditional", Text("{model} is only just fast enough on a device measured", model=model)
    elif all(each.result == "inconclusive" for each in benched):
        yield "unknown", Text("{model} was measured, and the result says nothing yet", model=model)


def measured(question: Question, place: Place, model: str) -> tuple[Measured, ...]:
    """What benchmarks of the same run said of one model on the client's devices; nothing in the cloud."""
    if place.placement != "device":
        return ()
    return tuple(each for each in question.measured if each.model.lower() == model.lower())


def _p95(question: Question, place: Place, model: str) -> int | None:
    known = question.evidence(model, running(question, place, model))
    return known.p95_ms if known else None
