"""Two benchmarks against each other: pure."""

from collections.abc import Iterator
from dataclasses import fields
from decimal import Decimal

from msp_aigov.model.bench.measured import Bench, Changed, Comparison, Measurement

# Changes below this are not told from chance on one machine.
NOISE_PERCENT = 10
# Conditions that move a speed; free memory and load change by the minute and have their own rule.
WEIGHTY = ("os", "cpu", "cores", "threads", "ram_bytes", "mains", "power_plan", "virtual", "gpus", "versions")
Key = tuple[str, str, str]


def compared(first: Bench, second: Bench) -> Comparison:
    """Every figure that both runs measured cleanly, and everything that stands in the way of trusting it."""
    ours, theirs = _by_key(first), _by_key(second)
    changes: list[Changed] = []
    left_out: list[str] = []
    for key in sorted(ours.keys() | theirs.keys()):
        a, b = ours.get(key), theirs.get(key)
        name = f"{key[1]} on {key[2]}"
        if a is None or b is None:
            left_out.append(f"{name}: only in the {'second' if a is None else 'first'} run")
        elif a.state != "ok" or b.state != "ok":
            left_out.append(f"{name}: {a.state} in the first run, {b.state} in the second")
        else:
            changes += _changes(a, b)
    return Comparison(tuple(changes), tuple(left_out), tuple(_differences(first, second)))


def _by_key(bench: Bench) -> dict[Key, Measurement]:
    return {(each.kind, each.model, each.provider): each for each in bench.measurements}


def _changes(a: Measurement, b: Measurement) -> Iterator[Changed]:
    before, after = dict(_figures(a)), dict(_figures(b))
    for name, (unit, first) in before.items():
        if name in after and first > 0:
            second = after[name][1]
            percent = round(100 * (second / first - 1))
            within = abs(percent) < NOISE_PERCENT
            yield Changed(a.model, name, unit, first, second, percent, within)  # type: ignore[arg-type]


def _figures(each: Measurement) -> Iterator[tuple[str, tuple[str, Decimal]]]:
    for prefill in each.prefill:
        yield f"pp{prefill.prompt_tokens}", ("t/s", prefill.tokens_per_s)
        yield f"TTFT {prefill.prompt_tokens}", ("us", Decimal(prefill.first_token.p50_us))
    for decode in each.decode:
        yield f"tg @ {decode.context_tokens}", ("t/s", decode.tokens_per_s)
    if each.speech:
        for name, step in (
            ("encoder", each.speech.encoder),
            ("step", each.speech.step),
            ("sound", each.speech.request),
        ):
            if step:
                yield f"{name} {each.speech.window_s} s", ("us", Decimal(step.p50_us))
    if each.served and each.served.first_token_p50_us and each.served.tokens_per_s:
        yield "TTFT", ("us", Decimal(each.served.first_token_p50_us))
        yield "tg", ("t/s", each.served.tokens_per_s)


def _differences(first: Bench, second: Bench) -> Iterator[str]:
    for field in fields(first.conditions):
        a, b = getattr(first.conditions, field.name), getattr(second.conditions, field.name)
        if field.name in WEIGHTY and a != b:
            yield f"{field.name}: {a} and {b}"
