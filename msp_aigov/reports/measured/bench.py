"""The page of a benchmark, in the field's terms: pp, tg, TTFT, TPOT, peak memory."""

from collections.abc import Iterator, Sequence

from msp_aigov.model.bench.measured import Bench, Conditions, Measurement
from msp_aigov.model.text import Day, Size, Text
from msp_aigov.reports.blocks import Block, Cell, Code, Column, Note, Page, Paragraph, State, Table, graded
from msp_aigov.reports.measured.figures import NOTHING, decode_at, milliseconds, prefill_of, size, speed
from msp_aigov.reports.words.plain import Graded

COLOUR = "#0b5cad"
RESULTS: Graded = {
    "pass": ("good", "pass"),
    "marginal": ("warn", "marginal"),
    "fail": ("bad", "fail"),
    "inconclusive": ("none", "inconclusive"),
}
STATES: Graded = {
    "ok": ("good", "measured"),
    "noisy": ("none", "too noisy"),
    "fallback": ("bad", "fell back to CPU"),
    "crashed": ("bad", "crashed"),
    "timeout": ("none", "no answer"),
    "skipped": ("none", "left out"),
    "failed": ("bad", "failed"),
}
SYNTHETIC = ("Model", "pp512 t/s", "TTFT ms", "tg128 t/s", "TPOT ms", "tg@2k t/s", "Peak", "Result")
LIVE = ("Model", "TTFT p50 ms", "TTFT p95 ms", "TPOT p50 ms", "TPOT p95 ms", "t/s", "Result")
SPEECH = ("Model", "Encoder 30 s ms", "Step ms", "Request ms", "RTF", "Peak", "Result")


def page(bench: Bench) -> Page:
    """The whole benchmark."""
    return Page(
        Text("Benchmark of {device}", device=Text.verbatim(bench.device)),
        Text(""),
        Text("{day}, {tool}", day=Day(bench.started.date()), tool=bench.tool),
        (Text("{day}", day=Day(bench.started.date())),),
        tuple(blocks(bench)),
        Text(""),
        COLOUR,
    )


def blocks(bench: Bench) -> Iterator[Block]:
    """Conditions, tables, and what to know about the figures."""
    yield from _conditions(bench.conditions)
    live = [each for each in bench.measurements if each.kind == "live" and not each.speech]
    speech = [each for each in bench.measurements if each.speech]
    synthetic = [each for each in bench.measurements if each.kind == "synthetic" and not each.speech]
    yield from _table(Text("Synthetic: true shapes, random weights, a few layers"), SYNTHETIC, synthetic, _synthetic)
    yield from _table(Text("Speech: synthetic models are built whole"), SPEECH, speech, _speech)
    yield from _table(Text("Live endpoint"), LIVE, live, _live)
    yield from _notes(bench.measurements)


def state(measurement: Measurement) -> State:
    """What a measurement says: its ruling where it has one and may be believed, else what became of it."""
    if measurement.state == "ok" and measurement.ruling:
        return graded(RESULTS, measurement.ruling.result)
    return graded(STATES, measurement.state)


def _conditions(about: Conditions) -> Iterator[Block]:
    mains = {True: "mains", False: "battery", None: "mains or battery unknown"}[about.mains]
    yield Paragraph(
        Text(
            "{cpu}, {cores} cores, {ram} memory, {free} free; {os}",
            cpu=Text.verbatim(about.cpu),
            cores=about.cores if about.cores else "?",
            ram=Size(about.ram_bytes) if about.ram_bytes else "?",
            free=Size(about.ram_free_bytes) if about.ram_free_bytes else "?",
            os=Text.verbatim(about.os),
        )
    )
    yield Paragraph(
        Text(
            "{mains}; power plan {plan}; {busy} % busy before; {versions}",
            mains=Text(mains),
            plan=Text.verbatim(about.power_plan),
            busy=about.busy_percent if about.busy_percent is not None else "?",
            versions=", ".join(about.versions),
        )
    )


def _table(caption: Text, titles: Sequence[str], rows: Sequence[Measurement], row: object) -> Iterator[Block]:
    if rows and callable(row):
        columns = tuple(Column(Text(title), "text" if title in ("Model", "Result") else "number") for title in titles)
        yield Table(caption, columns, tuple(row(each) for each in rows))


def _synthetic(each: Measurement) -> tuple[Cell, ...]:
    short, long, prompt = decode_at(each, 128), decode_at(each, 2048), prefill_of(each, 512)
    return (
        Code(each.model),
        speed(prompt.tokens_per_s) if prompt else NOTHING,
        milliseconds(prompt.first_token.p50_us) if prompt else NOTHING,
        speed(short.tokens_per_s) if short else NOTHING,
        milliseconds(short.step.p50_us) if short else NOTHING,
        speed(long.tokens_per_s) if long else NOTHING,
        size(each.memory.peak),
        state(each),
    )


def _speech(each: Measurement) -> tuple[Cell, ...]:
    assert each.speech is not None
    speech = each.speech
    words = "{value} or more" if speech.lower_bound else "{value}"
    factor = Text(words, value=speech.real_time_factor)
    parts = (milliseconds(part.p50_us if part else None) for part in (speech.encoder, speech.step, speech.request))
    return Code(each.model), *parts, factor, size(each.memory.peak), state(each)


def _live(each: Measurement) -> tuple[Cell, ...]:
    seen = each.served
    if seen is None:
        return Code(each.model), *(NOTHING for _ in range(5)), state(each)
    return (
        Code(each.model),
        milliseconds(seen.first_token_p50_us),
        milliseconds(seen.first_token_p95_us),
        milliseconds(seen.token_gap_p50_us),
        milliseconds(seen.token_gap_p95_us),
        speed(seen.tokens_per_s),
        state(each),
    )


def _notes(measurements: Sequence[Measurement]) -> Iterator[Block]:
    for each in measurements:
        yield from _about(each)
    if any(each.error_percent and each.decode for each in measurements):
        margin = max(each.error_percent for each in measurements)
        yield Note(Text("Synthetic figures are predictions of what onnxruntime-genai does on its own."))
        yield Note(
            Text(
                "On the one processor where both ran they lay within {margin} %: so much verdicts keep.", margin=margin
            )
        )
    if any(each.memory.predicted for each in measurements):
        yield Note(Text("Peak is the measuring process; the JSON has what the whole model should need."))


def _about(each: Measurement) -> Iterator[Block]:
    model = Text.verbatim(each.model)
    if each.kind == "synthetic" and each.layers:
        yield Note(_how(each))
    if each.reason:
        yield Note(Text("{model}: {reason}", model=model, reason=Text.verbatim(each.reason)), "warn")
    if not each.verified:
        said = Text("{provider}: unverified; this project never ran it on real hardware", provider=each.provider)
        yield Note(said, "warn")
    if each.sustained:
        share = each.sustained.last_over_first_percent
        yield Note(Text("{model}: the last quarter ran at {share} % of the first", model=model, share=share))
    if each.ruling and each.ruling.margin_percent is not None and each.state == "ok":
        yield Note(_ruling(each))


def _how(each: Measurement) -> Text:
    """What the figures of a synthetic run rest on."""
    steps = [part.step.runs for part in each.decode]
    steps += [each.speech.step.runs] if each.speech and each.speech.step else []
    template = (
        "{model} on {provider}: the middle of {runs} steps, {spread} % apart; {built} of {layers} layers built; "
        "{threads}; peak {peak} of {free} free"
    )
    return Text(
        template,
        model=Text.verbatim(each.model),
        provider=each.provider,
        runs=min(steps, default=0),
        spread=each.noise.spread_percent if each.noise.spread_percent is not None else "?",
        built=each.layers_built,
        layers=each.layers,
        threads=Text("1 thread") if each.threads == 1 else Text("{count} threads", count=each.threads),
        peak=Size(each.memory.peak) if each.memory.peak else "?",
        free=Size(each.memory.free_before) if each.memory.free_before else "?",
    )


def _ruling(each: Measurement) -> Text:
    assert each.ruling is not None and each.ruling.margin_percent is not None
    margin = each.ruling.margin_percent
    return Text(
        "{model} for {workload}: {result}, {what} {margin} % {side} the need{why}",
        model=Text.verbatim(each.model),
        workload=Text.verbatim(each.ruling.need.workload),
        result=each.ruling.result,
        what=each.ruling.limited_by,
        margin=abs(margin),
        side=Text("above") if margin >= 0 else Text("below"),
        why=f"; {each.ruling.reason}" if each.ruling.reason else "",
    )
