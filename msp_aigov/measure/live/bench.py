"""The live benchmark: a cold request, one to warm up, then repeats, as many at once as the workload has users."""

import random
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from msp_aigov.measure.live.address import Address
from msp_aigov.measure.live.figures import served, standing
from msp_aigov.measure.live.pulse import Pulse
from msp_aigov.measure.live.stream import Question, Reply, asked
from msp_aigov.measure.live.users import together
from msp_aigov.measure.quantity import spread_percent
from msp_aigov.measure.rule import asks, ruled, too_noisy
from msp_aigov.measure.synth.clocked import Watch
from msp_aigov.model.bench.measured import Measurement, Need, Noise

REPEATS = 5
# A prompt is made this many times longer at most, for a server that counts strangely.
MOST_STRETCHED = 4
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
    the catalogue, where it is known. `seed` differs from run to run, since a server remembers earlier prompts."""

    address: Address
    model: str
    need: Need
    key: str = field(default="", repr=False)
    repeats: int = REPEATS
    timeout_s: float = 120.0
    engine: str = "endpoint"
    seed: int = field(default_factory=lambda: secrets.randbelow(1 << 30))
    look_s: float = 1.0
    alias: str = ""


def bench(order: Order, said: Callable[[str], None]) -> Measurement:
    """Measure one model of one endpoint."""
    said(f"{order.model}: first request to {order.address.url}")
    watch = Watch(order.look_s)
    wanted, users = order.need.prompt_tokens, order.need.users
    cold = asked(_question(order, 0, wanted))
    if cold.error:
        return _judged(order, [cold], None, Noise())
    said(f"{order.model}: warming up")
    words = _fitting(wanted, cold, wanted)
    words = max(_fitting(words, reply, wanted) for reply in _round(order, 0, words))
    said(f"{order.model}: {order.repeats} rounds of {users} at once")
    replies: list[Reply] = []
    with Pulse() as pulse:
        for number in range(1, order.repeats + 1):
            replies += (latest := _round(order, number, words))
            if all(reply.error for reply in latest):
                break
    return _judged(order, replies, cold, disturbed(watch, replies, users, pulse.stopped_ns))


def _round(order: Order, number: int, words: int) -> list[Reply]:
    """One request of every user at once, none of them like any before."""
    first = 1 + number * order.need.users
    return together(lambda each: asked(_question(order, each, words)), range(first, first + order.need.users))


def _fitting(words: int, reply: Reply, wanted: int) -> int:
    """How many words make a prompt of which this server reads as many tokens as are wanted, after one of `words`."""
    read = (reply.prompt_tokens or 0) - reply.cached_tokens
    return words if read <= 0 else max(1, min(MOST_STRETCHED * wanted, round(words * wanted / read)))


def prompt(tokens: int, seed: int) -> str:
    """Generated words, about so many tokens; a number at their start keeps a server from answering out of its cache."""
    choice = random.Random(seed)
    words = " ".join(choice.choice(WORDS) for _ in range(max(1, tokens - 24)))
    return f"{choice.randrange(10**9)}: go on with this story, in as many words as you can. {words}"


def _question(order: Order, number: int, length: int) -> Question:
    words = prompt(length, order.seed * 1000 + number)
    return Question(order.address, order.model, words, order.need.output_tokens, order.key, order.timeout_s)


def disturbed(watch: Watch, replies: Sequence[Reply], users: int = 1, stopped_ns: int = 0) -> Noise:
    """What the client's side saw of the run: load before, answers unlike each other, and time that nobody spent."""
    good = [reply for reply in replies if len(reply.pieces) > 1]
    paces = [(reply.pieces[-1] - reply.pieces[0]) // (len(reply.pieces) - 1) for reply in good]
    # A server that reads one user's prompt lets the others wait: only a longer stop is nobody's work.
    reads = max((reply.pieces[0] - reply.began for reply in good), default=0) if users > 1 else 0
    gaps = [[b - a for a, b in zip(reply.pieces, reply.pieces[1:], strict=False)] for reply in good]
    stops = [[gap if gap > reads else 0 for gap in kept] for kept in gaps]
    return Noise(watch.busy_percent, spread_percent(paces), None, watch.stolen_ms(), watch.paused_ms(stops, stopped_ns))


def _judged(order: Order, replies: list[Reply], cold: Reply | None, noise: Noise) -> Measurement:
    figures = served(replies, cold, order.need.users)
    state, reason = standing(figures, replies, order.need.prompt_tokens)
    if state == "ok" and (why := too_noisy(noise)):
        state, reason = "noisy", why
    name = order.alias or order.model
    made = Measurement("live", name, order.address.url, order.engine, "", state, reason, verified=True)
    made = replace(made, served=figures, noise=noise)
    if not asks(order.need):
        return made
    ruling = ruled(made, order.need)
    if state == "ok" and figures.tokens_by == "chunks" and ruling.result != "pass" and ruling.limited_by == "decode":
        # Pieces are at most tokens: what passes on them stands, and so does a first token that comes too late.
        ruling = replace(ruling, result="inconclusive", reason=reason)
    return replace(made, ruling=ruling)
