"""`probe` and `bench` as commands."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from msp_aigov.cli.endpoints.bench_live import Asked, alias_of
from msp_aigov.cli.endpoints.benching import _provider, exit_code
from msp_aigov.measure.compare import compared
from msp_aigov.measure.rule import ruled
from msp_aigov.model.bench.measured import Bench, Memory
from msp_aigov.model.bench.probed import Probe, ProbedGpu
from msp_aigov.model.seen import Seen
from msp_aigov.record.codec import decode, encode
from msp_aigov.reports.formats.terminal import drawn
from msp_aigov.reports.measured import bench as bench_page
from msp_aigov.reports.measured import compare as compare_page
from msp_aigov.reports.measured import probe as probe_page
from msp_aigov.reports.options import Options
from msp_aigov.reports.schema import schema_of
from msp_aigov.rules.load import load_rules
from tests.measure.live.server import Behaviour, serving
from tests.measure.samples import CHAT, bench, measurement

SAMPLE = Path(__file__).parents[1] / "measure/probe/sample.json"


def called(*line: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "msp_aigov", *line], capture_output=True, text=True, timeout=60)


def test_the_probe_of_this_machine_keeps_its_schema(tmp_path: Path) -> None:
    done = called("probe", "-o", "json", "-o", f"terminal={tmp_path / 'probe.txt'}")
    assert done.returncode == 0, done.stderr
    jsonschema.validate(json.loads(done.stdout), schema_of(Probe, "probe"))
    assert (tmp_path / "probe.txt").read_text(encoding="utf-8").count("NVIDIA driver") <= 1


def test_the_sample_of_a_probe_keeps_its_schema_and_is_shown() -> None:
    text = SAMPLE.read_text(encoding="utf-8")
    jsonschema.validate(json.loads(text), schema_of(Probe, "probe"))
    shown = drawn([probe_page.page(decode(Probe, text, "sample"))], Options()).decode()
    assert "Intel(R) AI Boost" in shown and "4 GiB or more" in shown


def test_a_benchmark_reads_back_as_it_was_written() -> None:
    made = bench(measurement(ruling=ruled(measurement(), CHAT)), measurement(state="noisy", reason="a busy machine"))
    text = encode(made, 2)
    jsonschema.validate(json.loads(text), schema_of(Bench, "bench"))
    assert decode(Bench, text, "it") == made
    shown = drawn([bench_page.page(made)], Options()).decode()
    assert "tg128" in shown and "pass" in shown and "a busy machine" in shown


def test_what_a_figure_rests_on_is_shown_with_it() -> None:
    made = measurement(layers_built=2, layers=28, threads=4, memory=Memory(2**34, 2**31))
    shown = " ".join(drawn([bench_page.page(bench(made))], Options()).decode().split())
    assert "on CPUExecutionProvider: the middle of 60 steps, 5 % apart; 2 of 28 layers built; 4 threads" in shown
    assert "peak 2 GiB of 16 GiB free" in shown


@pytest.mark.parametrize("state", ["failed", "crashed", "skipped", "timeout"])
def test_without_a_figure_a_dash_is_shown_never_a_zero(state: str) -> None:
    empty = measurement(state=state, decode=(), prefill=(), reason="why")
    row = next(
        line for line in drawn([bench_page.page(bench(empty))], Options()).decode().splitlines() if " - " in line
    )
    assert "0.0" not in row and "nan" not in row.lower()


def test_a_live_benchmark_of_a_running_server() -> None:
    with serving(Behaviour()) as url:
        done = called("bench", "--endpoint", url, "--workload", "chat", "-o", "json")
    (made,) = json.loads(done.stdout)["measurements"]
    # The machine that runs the tests may be busy, and then the program says so.
    assert (done.returncode, made["state"]) in ((0, "ok"), (3, "noisy")), done.stderr
    assert (made["model"], made["served"]["tokens_by"]) == ("tiny", "usage")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (("--endpoint", "http://10.1.1.1:1/v1"), "--allow-remote"),
        (("--endpoint", "http://127.0.0.1:9/v1"), "nothing answers there"),
        (("--endpoint", "http://127.0.0.1:9/v1", "--api-key-env", "NOT_SET_ANYWHERE"), "is not set"),
        (("--model", "no-such"), "no such model"),
        (("--ep", "abacus"), "no such provider"),
        (("--workload", "juggling"), "no such kind of work"),
        (("-o", "html=out"), "not for one device"),
        (("compare", "no.json", "no.json"), "cannot be read"),
    ],
)
def test_a_mistake_ends_in_2_with_what_to_do(line: tuple[str, ...], words: str) -> None:
    done = called("bench", *line)
    assert (done.returncode, words in done.stderr) == (2, True), done.stderr


def test_two_runs_side_by_side(tmp_path: Path) -> None:
    first, second = bench(measurement()), bench(measurement(90_000))
    (tmp_path / "a.json").write_text(encode(first), encoding="utf-8")
    (tmp_path / "b.json").write_text(encode(second), encoding="utf-8")
    done = called("bench", "compare", str(tmp_path / "a.json"), str(tmp_path / "b.json"))
    assert done.returncode == 0 and "worse" in done.stdout, done.stderr
    assert "-44 %" in drawn([compare_page.page(first, second, compared(first, second))], Options()).decode()


@pytest.mark.parametrize(
    ("cards", "offered", "chosen"),
    [
        ((ProbedGpu("RTX 4060", "NVIDIA"),), ("CUDAExecutionProvider", "CPUExecutionProvider"), "cuda"),
        ((ProbedGpu("RTX 4060", "NVIDIA"),), ("CPUExecutionProvider",), "cpu"),
        ((), ("CUDAExecutionProvider", "CPUExecutionProvider"), "cpu"),
    ],
)
def test_the_card_is_used_where_driver_and_provider_are_there(
    cards: tuple[ProbedGpu, ...], offered: tuple[str, ...], chosen: str, capsys: pytest.CaptureFixture[str]
) -> None:
    sample: Probe = decode(Probe, SAMPLE.read_text(encoding="utf-8"), "sample")
    about = replace(sample, gpus=cards, providers=Seen(offered, "read", "x"), nvidia="no NVIDIA driver")
    assert _provider(about) == chosen
    assert capsys.readouterr().err == "no NVIDIA driver\n"


def test_the_endpoints_name_of_a_model_finds_the_catalogues() -> None:
    rules = load_rules()
    variant = next(each for each in rules.local_models if each.alias == "phi-4-mini")
    asked = Asked((), None, None, 0, False, "http://127.0.0.1:1", None, None, False, 0)
    names = (variant.variant.upper(), "phi-4-mini", "phi-4-mini-something-of-mine", "llama3")
    assert [alias_of(asked, rules, name) for name in names] == ["phi-4-mini", "phi-4-mini", "", ""]
    assert alias_of(replace(asked, models=("phi-4-mini",)), rules, "llama3") == "phi-4-mini"


def test_too_slow_ends_in_1_and_uncertain_in_3() -> None:
    slow = measurement(500_000)
    fail = measurement(500_000, ruling=ruled(slow, CHAT))
    unsure = measurement(state="noisy")
    assert [exit_code(made) for made in ([measurement()], [unsure], [fail, unsure])] == [0, 3, 1]
