"""Two benchmarks against each other."""

from msp_aigov.measure.compare import compared
from tests.measure.samples import bench, measurement


def test_what_changed_beyond_the_noise_is_told_from_what_did_not() -> None:
    made = compared(bench(measurement(50_000, 1_000_000)), bench(measurement(80_000, 1_050_000)))
    told = {change.figure: (change.percent, change.within_noise) for change in made.changes}
    assert told == {"pp512": (-5, True), "TTFT 512": (5, True), "tg @ 128": (-38, False)}


def test_a_noisy_run_is_left_out_and_said() -> None:
    made = compared(bench(measurement()), bench(measurement(state="noisy")))
    assert (made.changes, made.left_out) == (
        (),
        ("qwen2.5-0.5b on CPUExecutionProvider: ok in the first run, noisy in the second",),
    )


def test_a_model_in_one_run_only_is_said() -> None:
    assert "only in the first run" in compared(bench(measurement()), bench()).left_out[0]


def test_different_conditions_are_said() -> None:
    made = compared(bench(cpu="A"), bench(cpu="B"))
    assert made.conditions == ("cpu: A and B",)
