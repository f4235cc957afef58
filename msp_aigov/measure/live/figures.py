"""From replies to what an endpoint did: pure. Only requests that ended well count; the others are said."""

from collections import Counter
from collections.abc import Iterable, Sequence

from msp_aigov.measure.live.stream import Reply
from msp_aigov.measure.quantity import percentile, rate
from msp_aigov.model.bench.measured import Served

# A shorter answer says nothing about speed.
FEWEST_TOKENS = 8


def served(replies: Sequence[Reply], cold: Reply | None, concurrency: int) -> Served:
    """The figures of a run; what nobody could measure is None."""
    good = [reply for reply in replies if not reply.error]
    counted = bool(good) and all(reply.output_tokens is not None for reply in good)
    tokens = [_tokens(reply, counted) for reply in good]
    first = _positive((reply.pieces[0] - reply.began) // 1000 for reply in good)
    gaps = _positive(
        (reply.pieces[-1] - reply.pieces[0]) // 1000 // (count - 1)
        for reply, count in zip(good, tokens, strict=True)
        if count >= FEWEST_TOKENS and len(reply.pieces) > 1
    )
    chunks = _positive(
        (later - earlier) // 1000
        for reply in good
        for earlier, later in zip(reply.pieces, reply.pieces[1:], strict=False)
    )
    return Served(
        requests=len(replies),
        errors=_errors(replies),
        output_tokens=sum(tokens),
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
    )


def _tokens(reply: Reply, counted: bool) -> int:
    return reply.output_tokens or 0 if counted else len(reply.pieces)


def _positive(values: Iterable[int]) -> list[int]:
    return [value for value in values if value > 0]


def _at(values: Sequence[int], share: float) -> int | None:
    return percentile(values, share) if values else None


def _errors(replies: Sequence[Reply]) -> tuple[str, ...]:
    """Each kind of failure once, with how often it happened."""
    counts = Counter(reply.error for reply in replies if reply.error)
    return tuple(f"{count} x {words}" for words, count in sorted(counts.items()))
