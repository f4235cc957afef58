"""What each stage that runs in the cloud needs a month, against what its models are allowed a minute."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from msp_aigov.model.client import Client
from msp_aigov.model.cloud import Deployment, QuotaCounter
from msp_aigov.model.guardrails import QuotaFit, plain
from msp_aigov.model.rules import Rules
from msp_aigov.model.workload import Stage

MINUTES_A_MONTH = 30 * 24 * 60
HEADROOM = Decimal("0.7")  # of a quota is planned for; the rest is for the busy hour
TENTH = Decimal("0.1")


def fits(
    client: Client,
    deployments: Sequence[Deployment],
    counters: Sequence[QuotaCounter],
    places: tuple[str, ...],
    rules: Rules,
) -> Iterator[QuotaFit]:
    """One row for each stage and cloud model with a declared volume; `places` are what a gap could hide."""
    for workload in client.workloads if client.azure else ():
        for stage in workload.stages:
            for model in stage.cloud_models if stage.volume is not None else ():
                granted, source = _granted(stage, model, deployments, rules)
                own = [each for each in counters if _counts(each, model)]
                yield QuotaFit(
                    id=f"{workload.name}/{stage.name}/{model}",
                    workload=workload.name,
                    stage=stage.name,
                    model=model,
                    volume=stage.volume or 0,
                    needed=_needed(stage.volume or 0),
                    granted=granted,
                    source=source,
                    quota=_quota(stage, own),
                    counters=tuple(_counted(own)),
                    scopes=(client.id, *places),
                )


def _counts(counter: QuotaCounter, model: str) -> bool:
    """Counters are named publisher, SKU, model; a model's own name may hold points."""
    return plain(counter.name.split(".", 2)[-1]) == plain(model)


def _needed(volume: int) -> Decimal:
    """Requests a minute, day and night, with room for the busy hour."""
    return (Decimal(volume) / MINUTES_A_MONTH / HEADROOM).quantize(TENTH)


def _granted(stage: Stage, model: str, deployments: Sequence[Deployment], rules: Rules) -> tuple[Decimal | None, str]:
    """Requests a minute and who says so: Azure of the deployments; else the client's evidence; else a dated table."""
    own = [each for each in deployments if each.model.lower() == model.lower()]
    rates = [rate for each in own if (rate := _rate(each)) is not None]
    if rates and len(rates) == len(own):
        return sum(rates, Decimal(0)), f"rateLimits of {', '.join(sorted(each.name for each in own))}"
    for proof in stage.evidence:
        if proof.model.lower() == model.lower() and proof.requests_per_minute is not None:
            return Decimal(proof.requests_per_minute), proof.source or "the client's file"
    for row in rules.model_limits:
        if row.model.lower() == model.lower() and row.requests_per_minute is not None:
            return Decimal(row.requests_per_minute), f"{row.reference.source}, read {row.reference.read_on}"
    return None, ""


def _rate(deployment: Deployment) -> Decimal | None:
    said = [limit.count * 60 / limit.seconds for limit in deployment.rate_limits if limit.key.lower() == "request"]
    return min(said, default=None)


def _quota(stage: Stage, own: Sequence[QuotaCounter]) -> Decimal | None:
    """Requests a minute that the largest counter allows: regions repeat one pool, so they are not added up.

    Counters of image models count requests, those of text models thousands of tokens.
    """
    largest = max((each.limit for each in own if each.limit is not None), default=None)
    if largest is None or stage.task == "image-generation":
        return largest
    return (largest * 1000 / stage.context_tokens).quantize(TENTH) if stage.context_tokens else None


def _counted(own: Sequence[QuotaCounter]) -> Iterator[str]:
    """The counters of a model in words: `OpenAI.GlobalStandard.gpt-5-mini` ends in the model's name."""
    for each in sorted(own, key=lambda each: (each.location, each.name)):
        used, limit = (str(number) if number is not None else "not known" for number in (each.used, each.limit))
        yield f"{each.name} in {each.location}: {used} of {limit} used"
