"""The live benchmark: a cold request, one to warm up, then repeats, as many at once as the workload has users."""

import random
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from msp_aigov.measure.live.address import Address
from msp_aigov.measure.live.figures import served
from msp_aigov.measure.live.stream import Question, Reply, asked
from msp_aigov.measure.quantity import spread_percent
from msp_aigov.measure.rule import asks, ruled, too_noisy
from msp_aigov.measure.synth.clocked import Watch
from msp_aigov.model.bench.measured import MeasuredState, Measurement, Need, Noise, Served

REPEATS = 5
# Common short words are one token each in the tokenizers of the models at hand.
WORDS = (
    "the",
    "house",
    "has",
    "a",
    "red",
    "door",
    "and",
    "small",
    "green",
    "garden",
    "where",
    "two",
    "old",
    "trees",
    "stand",
)


@dataclass(frozen=True)
class Order:
    """What to ask of which endpoint. `key` is sent as a bearer token and never shown; `alias` is the model's name in
    the catalogue, where it is known."""

    address: Address
    model: str
    need: Need
    key: str = ""
    repeats: int = REPEATS
    timeout_s: float = 120.0
    engine: str = "endpoint"
    seed: int = 0
    look_s: float = 1.0
    alias: str = ""


def bench(order: Order, said: Callable[[str], None]) -> Measurement:
    """Measure one model of one endpoint."""
    said(f"{order.model}: first request to {order.address.url}")
    watch = Watch(order.look_s)
    cold = asked(_question(order, 0))
    if cold.error:
        return _judged(order, [cold], None, Noise())
    said(f"{order.model}: warming up")
    asked(_question(order, 1))
    said(f"{order.model}: {order.repeats} rounds of {order.need.users} at once")
    replies: list[Reply] = []
    with ThreadPoolExecutor(max_workers=order.need.users) as pool:
        for number in range(order.repeats):
            first = 2 + number * order.need.users
            replies += pool.map(lambda each: asked(_question(order, each)), range(first, first + order.need.users))
    return _judged(order, replies, cold, disturbed(watch, replies))


def prompt(tokens: int, seed: int) -> str:
    """Generated words, about so many tokens; a number at their start keeps a server from answering out of its cache."""
    choice = random.Random(seed)
    words = " ".join(choice.choice(WORDS) for _ in range(max(1, tokens - 24)))
    return f"{choice.randrange(10**9)}: go on with this story, in as many words as you can. {words}"


def _question(order: Order, number: int) -> Question:
    words = prompt(order.need.prompt_tokens, order.seed * 1000 + number)
    return Question(order.address, order.model, words, order.need.output_tokens, order.key, order.timeout_s)


def disturbed(watch: Watch, replies: Sequence[Reply]) -> Noise:
    """What the client's side saw of the run: load before, answers unlike each other, and time that nobody spent."""
    good = [reply for reply in replies if len(reply.pieces) > 1]
    paces = [(reply.pieces[-1] - reply.pieces[0]) // (len(reply.pieces) - 1) for reply in good]
    gaps = [[b - a for a, b in zip(reply.pieces, reply.pieces[1:], strict=False)] for reply in good]
    return Noise(watch.busy_percent, spread_percent(paces), None, watch.stolen_ms(), watch.paused_ms(gaps))


def _judged(order: Order, replies: list[Reply], cold: Reply | None, noise: Noise) -> Measurement:
    figures = served(replies, cold, order.need.users)
    state, reason = standing(figures)
    if state == "ok" and (why := too_noisy(noise)):
        state, reason = "noisy", why
    name = order.alias or order.model
    made = Measurement("live", name, order.address.url, order.engine, "", state, reason, verified=True)
    made = replace(made, served=figures, noise=noise)
    if not asks(order.need):
        return made
    ruling = ruled(made, order.need)
    if state == "ok" and figures.tokens_by == "chunks" and ruling.result != "pass":
        # Pieces are at most tokens, so a pass stands and everything else is open.
        ruling = replace(ruling, result="inconclusive", reason=reason)
    return replace(made, ruling=ruling)


def standing(figures: Served) -> tuple[MeasuredState, str]:
    """Whether the figures may decide anything, and what to say of them."""
    if figures.errors:
        return "failed", "; ".join(figures.errors)
    if figures.tokens_per_s is None:
        return "failed", "the answers are too short to tell a speed"
    if figures.cached_tokens:
        return "noisy", f"the server had {figures.cached_tokens} tokens of the prompt in its cache"
    if figures.tokens_by == "chunks":
        return "ok", "the server does not count tokens; pieces were counted, and one may hold several"
    return "ok", ""
