"""From replies to what an endpoint did: pure. Only requests that ended well count; the others are said."""

from collections import Counter
from collections.abc import Iterable, Sequence

from msp_aigov.measure.live.stream import Reply
from msp_aigov.measure.quantity import percentile, rate
from msp_aigov.model.bench.measured import MeasuredState, Served

# A shorter answer says nothing about speed.
FEWEST_TOKENS = 8
# Pieces closer than this, after a wait ten times as long as all of them, were held back and let go at once.
BURST_US, BURST_SHARE = 200, 10
# Pieces closer than this arrived together: the client alone takes about as long for each.
BUNCH_NS = 50_000
# So much of the prompt that the workload has, in percent, must have been read; a template's opening may be cached.
READ_PERCENT = 90


def served(replies: Sequence[Reply], cold: Reply | None, concurrency: int) -> Served:
    """The figures of a run; what nobody could measure is None."""
    good = [reply for reply in replies if not reply.error]
    counted = bool(good) and all(reply.output_tokens is not None for reply in good)
    first = _positive((reply.pieces[0] - reply.began) // 1000 for reply in good)
    gaps = _positive(_token_gap_us(reply, counted) for reply in good if not at_once(reply))
    chunks = _positive(
        (later - earlier) // 1000
        for reply in good
        for earlier, later in zip(reply.pieces, reply.pieces[1:], strict=False)
    )
    return Served(
        requests=len(replies),
        errors=_errors(replies),
        output_tokens=sum(_tokens(reply, counted) for reply in good),
        tokens_by="usage" if counted else "chunks",
        cached_tokens=max((reply.cached_tokens for reply in good), default=0),
        load_us=(cold.pieces[0] - cold.began) // 1000 if cold and cold.pieces and not cold.error else None,
        first_token_p50_us=_at(first, 0.5),
        first_token_p95_us=_at(first, 0.95),
        first_token_p99_us=_at(first, 0.99),
        token_gap_p50_us=_at(gaps, 0.5),
        token_gap_p95_us=_at(gaps, 0.95),
        token_gap_p99_us=_at(gaps, 0.99),
        chunk_gap_p50_us=_at(chunks, 0.5),
        tokens_per_s=rate(1, _at(gaps, 0.5)),
        concurrency=concurrency,
        prompt_tokens=min((reply.prompt_tokens for reply in good if reply.prompt_tokens), default=None),
    )


def standing(figures: Served, replies: Sequence[Reply], wanted: int) -> tuple[MeasuredState, str]:
    """Whether the figures may decide anything, and what to say of them; `wanted` is the workload's prompt in tokens."""
    if figures.errors:
        return "failed", "; ".join(figures.errors)
    if any(map(at_once, replies)):
        return "failed", "each answer came at once: something held it back, and neither first token nor speed shows"
    if figures.tokens_per_s is None:
        return "failed", "the answers are too short to tell a speed"
    if figures.cached_tokens and not _read_enough(figures, wanted):
        return "noisy", f"the server had {figures.cached_tokens} tokens of the prompt in its cache"
    if not _read_enough(figures, wanted):
        return "noisy", f"the server counts {figures.prompt_tokens} tokens in a prompt that was to have {wanted}"
    if figures.tokens_by == "chunks":
        return "ok", "the server does not count tokens; pieces were counted, and one may hold several"
    return "ok", ""


def at_once(reply: Reply) -> bool:
    """Whether an answer was held back until it was whole: no model writes that much faster than it reads."""
    if reply.error or len(reply.pieces) < 2:
        return len(reply.pieces) == 1 and (reply.output_tokens or 0) >= FEWEST_TOKENS
    took = (reply.pieces[-1] - reply.pieces[0]) // 1000
    waited = (reply.pieces[0] - reply.began) // 1000
    return took < BURST_US * (len(reply.pieces) - 1) and took * BURST_SHARE < waited


def _read_enough(figures: Served, wanted: int) -> bool:
    """Whether the prompts were as long as the workload's, less what the server did not read anew."""
    if figures.prompt_tokens is None:
        return not figures.cached_tokens
    return 100 * (figures.prompt_tokens - figures.cached_tokens) >= READ_PERCENT * wanted


def _tokens(reply: Reply, counted: bool) -> int:
    return reply.output_tokens or 0 if counted else len(reply.pieces)


def _token_gap_us(reply: Reply, counted: bool) -> int:
    """From the first arrival to the last piece, over the tokens that came after it; 0 where that says nothing.

    What arrived first is told by its share of the text, since a piece may hold several tokens and come with others.
    """
    tokens, pieces = _tokens(reply, counted), len(reply.pieces)
    if tokens < FEWEST_TOKENS or pieces < 2:
        return 0
    gaps = (later - earlier for earlier, later in zip(reply.pieces, reply.pieces[1:], strict=False))
    together = next((number for number, gap in enumerate(gaps, start=1) if gap >= BUNCH_NS), pieces)
    first = together
    if pieces < tokens and reply.lengths:
        first = round(tokens * sum(reply.lengths[:together]) / sum(reply.lengths))
    rest = tokens - max(1, first)
    return (reply.pieces[-1] - reply.pieces[0]) // 1000 // rest if rest > 0 else 0


def _positive(values: Iterable[int]) -> list[int]:
    return [value for value in values if value > 0]


def _at(values: Sequence[int], share: float) -> int | None:
    return percentile(values, share) if values else None


def _errors(replies: Sequence[Reply]) -> tuple[str, ...]:
    """Each kind of failure once, with how often it happened."""
    counts = Counter(reply.error for reply in replies if reply.error)
    return tuple(f"{count} x {words}" for words, count in sorted(counts.items()))
