"""Whether as many requests are allowed as a stage will make."""

from collections.abc import Iterator
from decimal import Decimal

from msp_aigov.assess.workloads.gates.evidence import running
from msp_aigov.assess.workloads.gates.ruling import Ruling
from msp_aigov.assess.workloads.places import Place
from msp_aigov.assess.workloads.question import Question
from msp_aigov.model.text import Text

MINUTES_A_MONTH = 30 * 24 * 60
HEADROOM = Decimal("0.7")  # of a quota is planned for; the rest is for the busy hour


def quota(question: Question, place: Place) -> Iterator[Ruling]:
    """Whether a month's volume fits what may be asked in a minute, with room for the busy hour."""
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
    each_takes = {"request": Decimal(1), "token": _tokens(question)}
    rates = [(limit.count * 60 / limit.seconds, each_takes.get(limit.key)) for limit in limits if limit.seconds]
    said = [rate / takes for rate, takes in rates if takes]
    if said:
        return min(said)
    known = question.evidence(model, running(question, place, model))
    if known and known.requests_per_minute is not None:
        return Decimal(known.requests_per_minute)
    return _dated(question, model)


def _tokens(question: Question) -> Decimal | None:
    """What one unit takes of a quota of tokens."""
    stage = question.stage
    if stage.input_tokens is None or stage.output_tokens is None:
        return None
    return Decimal(stage.input_tokens + stage.output_tokens) or None


def _dated(question: Question, model: str) -> Decimal | None:
    limits = (row for row in question.rules.model_limits if row.model.lower() == model.lower())
    row = next(limits, None)
    return Decimal(row.requests_per_minute) if row and row.requests_per_minute is not None else None
