"""The parts of a decoder on this device: its layers and its head, each ready to take one step."""

from collections.abc import Callable
from typing import Any

from msp_aigov.measure.synth import graph
from msp_aigov.measure.synth.session import Bound, opened, precision
from msp_aigov.model.bench.shapes import ModelShape


class Decoder:
    """Some layers and the head of one model, on one provider."""

    def __init__(self, shape: ModelShape, layers: int, cache_tokens: int, provider: str) -> None:
        import numpy

        self.numpy, self.shape, self.layers = numpy, shape, layers
        self.cache, self.provider = cache_tokens, provider
        self.dtype = precision(provider)
        body = opened(graph.decoder(shape, layers, cache_tokens, self.dtype), provider)
        head = opened(graph.head(shape, self.dtype), provider)
        self.body, self.head_session = body.session, head.session
        shares = [part.on_provider_percent for part in (body, head) if part.on_provider_percent is not None]
        self.on_provider_percent = min(shares) if shares else None
        size = (1, shape.kv_heads, cache_tokens, shape.head_dim)
        self.pasts = [(self._some(size), self._some(size)) for _ in range(layers)]

    def step(self, tokens: int, past: int) -> Bound:
        """The layers over so many tokens after so many earlier ones; keys and values are written where they lie."""
        numpy = self.numpy
        bound = Bound(self.body, self.provider)
        x = self._some((1, tokens, self.shape.hidden))
        bound.give("x", x)
        bound.give("seqlens", numpy.array([[past + tokens - 1]], numpy.int32), on_host=self.provider == "cpu")
        bound.give("total", numpy.array(past + tokens, numpy.int32), on_host=True)
        for number, pair in enumerate(self.pasts):
            for part, array in zip("kv", pair, strict=True):
                held = bound.give(f"l{number}.past_{part}", array)
                bound.take(f"l{number}.present_{part}", held)
        bound.take("y", numpy.zeros_like(x))
        return bound

    def head(self, tokens: int) -> Bound:
        """The head over so many tokens: the real graph makes logits for every one of a prompt."""
        bound = Bound(self.head_session, self.provider)
        bound.give("x", self._some((1, tokens, self.shape.hidden)))
        size = (1, tokens, self.shape.vocab)
        if tokens > 1 and self.provider == "cpu":
            bound.take_anew("logits", size, self.dtype)
        else:
            bound.take("logits", self.numpy.zeros(size, self.dtype))
        return bound

    def word(self, head: Bound) -> Callable[[], None]:
        """The head over one token, and the choice of the likeliest word."""
        logits = head.kept[-2]

        def run() -> None:
            head.run()
            logits.argmax()

        return run

    def token(self, context: int) -> tuple[Callable[[], None], Callable[[], None]]:
        """What one token takes after so many earlier ones: the layers, then the head and the choice."""
        return self.step(1, context).run, self.word(self.head(1))

    def _some(self, size: tuple[int, ...]) -> Any:
        return (self.numpy.random.default_rng(3).random(size, self.numpy.float32) - 0.5).astype(self.dtype)
