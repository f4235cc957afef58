"""The sums of the benchmark for devices without Python, held to those of the live benchmark."""

import math
import re
from types import SimpleNamespace

import pytest

from msp_aigov.measure import rule
from msp_aigov.measure.live import bench, figures, stream
from msp_aigov.measure.live.stream import Reply

from .test_collector_bench import code

# The little of PowerShell that the sums are written in, and the same in Python.
SPELT = {
    r"\[Math\]::Floor\(": "math.floor(", r"\[Math\]::M(ax|in)\(": r"m\1(", r"\[int\]\(": "round(",
    r"\[int\]m": "round*m", r"\[long\]": "", r"\$(\w+)": r"\1", r"-(lt|le|ge|gt|or|and) ": r"-\1 ", r"-lt ": "< ",
    r"-le ": "<= ", r"-ge ": ">= ", r"-and ": "and ", r"-or ": "or ", r"\(HeldBack reply\)": "HeldBack(reply)",
}  # fmt: skip
BUNCH_US = 500


def sums(**given: object) -> SimpleNamespace:
    """The script's own lines of three functions, said in Python and run as they stand."""
    known = {"math": math, "bunch": BUNCH_US, "fewest": figures.FEWEST_TOKENS, **given}
    for name in ("Fitted", "HeldBack", "Pace"):
        head, body = re.split(r"\) \{\n", code().split(f"function {name}(")[1].split("\n}\n")[0], maxsplit=1)
        for spelt, said in SPELT.items():
            body = re.sub(spelt, said, body)
        body = re.sub(r"round\*(m.*)\)$", r"round(\1))", body, flags=re.MULTILINE)
        body = re.sub(r"if \((.*)\) \{ (.*) \}$", r"if \1: \2", body, flags=re.MULTILINE)
        heads = ", ".join(re.findall(r"\$(\w+)", head))
        exec(f"def {name}({heads}):\n{body}\n", known)
    return SimpleNamespace(**{name: known[name] for name in ("Fitted", "HeldBack", "Pace")})


def taken_apart(reply: Reply) -> SimpleNamespace:
    """What the script's `Note` would have kept of a reply."""
    times = [(piece - reply.began) // 1000 for piece in reply.pieces]
    gaps = [later - earlier for earlier, later in zip(times, times[1:], strict=False)]
    early = next((number for number, gap in enumerate(gaps, start=1) if gap >= BUNCH_US), len(times))
    return SimpleNamespace(
        first=times[0], last=times[-1], pieces=len(times), early=early, letters=sum(reply.lengths),
        opening=sum(reply.lengths[:early]), tokens=reply.output_tokens or 0, prompt=reply.prompt_tokens or 0,
        cached=reply.cached_tokens,
    )  # fmt: skip


def reply(times_ms: list[int], tokens: int | None, prompt: int | None = None, cached: int = 0) -> Reply:
    times = [1_000_000 * each for each in times_ms]
    return Reply(0, times, times[-1], tokens, cached, "", True, prompt, [4] * len(times))


EVENLY = list(range(400, 2000, 50))
REPLIES = {
    "evenly": reply(EVENLY, 32),
    "several tokens a piece": reply(EVENLY, 64),
    "no count": reply(EVENLY, None),
    "the first pieces together": reply([400, 400, 400, 400, *EVENLY[1:]], 35),
    "bunches of four": reply([each for each in EVENLY[::4] for _ in range(4)], 32),
    "held back and let go at once": reply([3000] * 16 + [3001] * 16, 32),
    "one piece": reply([900], 32),
    "one piece without a count": reply([900], None),
    "too short": reply([400, 450, 500], 3),
    "all but a last letter at first": reply([400] * 31 + [420], 8),
}


@pytest.mark.parametrize("kind", REPLIES)
def test_the_script_tells_the_same_pace_as_the_live_benchmark(kind: str) -> None:
    seen = REPLIES[kind]
    counted = seen.output_tokens is not None
    made = sums(counted=counted)
    assert made.HeldBack(taken_apart(seen)) == figures.at_once(seen)
    wanted = 0 if figures.at_once(seen) else figures._token_gap_us(seen, counted)
    assert made.Pace(taken_apart(seen)) == wanted


@pytest.mark.parametrize(("prompt", "cached"), [(512, 0), (700, 0), (60, 12), (30, 0), (0, 0), (40, 40), (1, 0)])
def test_the_script_makes_prompts_of_the_same_length(prompt: int, cached: int) -> None:
    seen = reply(EVENLY, 32, prompt, cached)
    assert sums(PromptTokens=64).Fitted(64, taken_apart(seen)) == bench._fitting(64, seen, 64)


def test_its_bounds_are_those_of_the_live_benchmark() -> None:
    words = re.sub(r"\s+", " ", code())
    assert f"$bunch = {BUNCH_US} $fewest = {figures.FEWEST_TOKENS} " in words
    for said in (
        f"{figures.BURST_SHARE} * $took -lt $reply.first",
        f"100 * ($prompt - $cached) -ge {figures.READ_PERCENT} * $PromptTokens",
        f"{bench.MOST_STRETCHED}.0 * $PromptTokens",
        f"[Math]::Min($left, {1000 * stream.AFTERWARDS_S:.0f})",
        f"99 + {stream.ENDLESS} * $OutputTokens",
        f"$value -le {stream.MOST_TOKENS}",
        f"$busy -gt {rule.BUSY_PERCENT})",
        f"$spread -gt {rule.SPREAD_PERCENT})",
        f"$paused -ge {rule.PAUSED_MS})",
        f"$margin -ge -{rule.MARGINAL_PERCENT})",
        f"[int]$Rounds = {bench.REPEATS},",
    ):
        assert said in words, said


def test_no_prompt_begins_like_one_of_an_earlier_run() -> None:
    assert "[System.Random]::new([Guid]::NewGuid().GetHashCode())" in code()
    assert "-f $random.Next(), ($picked" in code() and "return '{0}: go on" in code()


def test_a_small_cached_opening_does_not_keep_a_server_from_being_judged() -> None:
    """llama.cpp keeps the chat template's opening of every prompt."""
    assert "$cached -gt 0) { $state" not in code()
    assert re.search(r"elseif \(-not \$read\) \{\s+\$state = 'noisy'", code())


def test_lines_are_timed_before_they_are_taken_apart() -> None:
    loop = code().split("while (-not $seen.error) {")[1].split("} catch {")[0]
    assert "$times.Add($now)" in loop and "ConvertFrom-Json" not in loop


@pytest.mark.parametrize(
    ("line", "ends", "finishes"),
    [
        ('data: {"choices": [{"delta": {"content": "a"}, "finish_reason": null}]}', False, False),
        ('data: {"choices": [{"delta": {"content": "a"}, "finish_reason": ""}], "error": null}', False, False),
        (r'data: {"choices": [{"delta": {"content": "\"error\": {\"a\": 1}, \"finish_reason\": \"x"}}]}', False, False),
        ('data: {"choices":[{"delta":{},"finish_reason":"stop"}]}', False, True),
        ('data: {"choices": [], "usage": {"completion_tokens": 12}}', False, False),
        ("data:[DONE]", True, False),
        ("event: error", True, False),
        ('error: {"code": 500}', True, False),
        ('data: {"error": {"message": "out of memory"}}', True, False),
        ('data: {"error":"out of memory"}', True, False),
    ],
)  # fmt: skip
def test_the_end_of_an_answer_is_told_from_what_the_answer_says(line: str, ends: bool, finishes: bool) -> None:
    done, finished = re.findall(r"\$line -cmatch '(.*)'\) \{ (?:break|\$finished)", code())
    assert (bool(re.search(done, line)), bool(re.search(finished, line))) == (ends, finishes)
