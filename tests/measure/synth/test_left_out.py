"""What a run leaves out is said, whatever else became of it."""

from typing import Any

import pytest

from msp_aigov.measure.parent import Outcome
from msp_aigov.measure.synth import bench, plan
from msp_aigov.model.bench.measured import Measurement
from msp_aigov.rules.load import load_rules
from tests.measure.synth.test_fold import MS, seen

SMALL = next(each for each in load_rules().model_shapes if each.alias == "qwen2.5-0.5b")
SHORT = {"tokens": 128, "layers": [100 * MS] * 3, "head": [75 * MS] * 3}
LONG = {**SHORT, "tokens": 512}
MEMORY = "the prompt of 512 tokens was left out: too little free memory"


def made(patch: pytest.MonkeyPatch, free: int, prompts: list[dict[str, Any]], busy: int = 3) -> Measurement:
    jobs: list[Any] = []

    def run(job: Any, timeout_s: float, no_network: bool) -> Outcome:
        jobs.append(job["prompts"])
        return Outcome("ok", seen(prompts=prompts, busy_percent=busy))

    patch.setattr(bench, "run", run)
    (found,) = bench.bench(bench.Order((SMALL.alias,), "cpu", None, load_rules(), 32 * 2**20, free), lambda words: None)
    assert jobs[0] == plan.prompts_that_fit(SMALL, 8, free)
    return found


def test_everything_measured_needs_no_word(monkeypatch: pytest.MonkeyPatch) -> None:
    assert made(monkeypatch, 2**34, [SHORT, LONG]).reason == ""


@pytest.mark.parametrize(
    ("busy", "state", "reason"),
    [(3, "ok", MEMORY), (99, "noisy", f"the machine was 99 % busy before the run (bound 12 %); {MEMORY}")],
)
def test_a_prompt_for_which_memory_lacks_is_left_out_rather_than_swapped(
    monkeypatch: pytest.MonkeyPatch, busy: int, state: str, reason: str
) -> None:
    found = made(monkeypatch, 1_900_000_000, [SHORT], busy)
    assert (found.state, found.reason) == (state, reason)


def test_a_prompt_that_would_take_too_long_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    assert made(monkeypatch, 2**34, [SHORT]).reason == "the prompt of 512 tokens was left out: it would take too long"
