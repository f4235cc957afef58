"""Where a step writes its figures: a prompt's logits into memory of their own, everything else where it lies."""

import pytest

from msp_aigov.measure.synth.decoder import Decoder
from tests.measure.synth.test_graph import TOY

pytest.importorskip("onnxruntime")
pytest.importorskip("onnx")


def decoder(provider: str = "cpu") -> Decoder:
    return Decoder(TOY, 2, 64, provider)


def test_each_step_over_a_prompt_writes_its_logits_into_new_memory() -> None:
    head = decoder().head(4)
    written = []
    for _ in range(3):
        head.run()
        # Held here, so that no memory comes back and is handed out again.
        written.append(head.newest["logits"])
    assert len({value.data_ptr() for value in written}) == 3
    first, *others = (value.numpy() for value in written)
    assert first.shape == (1, 4, TOY.vocab) and first.any()
    assert all((first == other).all() for other in others)


def test_the_logits_of_the_last_prompt_alone_are_kept() -> None:
    head = decoder().head(4)
    kept = len(head.kept)
    for _ in range(3):
        head.run()
    assert len(head.newest) == 1 and len(head.kept) == kept


def test_a_token_writes_its_logits_where_the_last_one_did() -> None:
    head = decoder().head(1)
    logits = head.kept[-2]
    logits[:] = 0
    head.run()
    assert logits.any() and not head.anew and not head.newest


def test_other_providers_keep_their_memory(recwarn: pytest.WarningsRecorder) -> None:
    """Memory of a card is not handed out page by page."""
    head = decoder("webgpu").head(4)
    head.run()
    assert not head.anew and head.kept[-2].shape == (1, 4, TOY.vocab)
