"""Steps under the clock: warm-up, blocks with pauses, a yardstick, and what the machine did meanwhile."""

import time
from collections.abc import Callable, Sequence

Step = Callable[[], None]
WARM_UP, BLOCKS, BLOCK_STEPS, PAUSE_S = 10, 5, 12, 0.05
YARDSTICK_SIDE, YARDSTICK_S = 1000, 0.3
# A prompt this slow is not read four times.
SLOW_NS = 2_000_000_000


def steady_s() -> float:
    """Seconds of a clock that never jumps, from no particular moment."""
    return time.monotonic()


def taken(step: Step) -> int:
    """How long one step takes, in nanoseconds."""
    began = time.perf_counter_ns()
    step()
    return time.perf_counter_ns() - began


def in_turns(steps: Sequence[Step]) -> list[list[int]]:
    """Every step many times, one after the other as in the real program, so that each finds the cache as it would."""
    for _ in range(WARM_UP):
        for step in steps:
            step()
    samples: list[list[int]] = [[] for _ in steps]
    for _ in range(BLOCKS):
        for _ in range(BLOCK_STEPS):
            for step, kept in zip(steps, samples, strict=True):
                kept.append(taken(step))
        time.sleep(PAUSE_S)
    return samples


def again(steps: Sequence[Step]) -> list[list[int]]:
    """One block of steps in turns, warmed up: how fast they are now."""
    for step in (*steps, *steps):
        step()
    rounds = [[taken(step) for step in steps] for _ in range(BLOCK_STEPS)]
    return [list(kept) for kept in zip(*rounds, strict=True)]


def few(step: Step, runs: int) -> list[int]:
    """A long step: one to warm up, then a few. A very slow one is done twice, and both count."""
    first = taken(step)
    if first > SLOW_NS:
        return [first, taken(step)]
    return [taken(step) for _ in range(runs)]


def windows(steps: Sequence[Step], seconds: int, window_s: int) -> list[list[int]]:
    """Steps in turns without a pause for so long: of each window, how often and the nanoseconds of each kind."""
    made: list[list[int]] = []
    end = time.perf_counter_ns() + seconds * 1_000_000_000
    while time.perf_counter_ns() < end:
        began, count, spent = time.perf_counter_ns(), 0, [0 for _ in steps]
        while time.perf_counter_ns() - began < window_s * 1_000_000_000:
            spent = [before + taken(step) for before, step in zip(spent, steps, strict=True)]
            count += 1
        made.append([count, *spent])
    return made


def overrun(made: Sequence[Sequence[int]], window_s: int) -> int:
    """How much longer than a window and one more round its steps took: nanoseconds in which nothing went on."""
    return max(
        (sum(spent) - window_s * 1_000_000_000 - sum(spent) // max(count, 1) for count, *spent in made), default=0
    )


def yardstick() -> int:
    """The middle duration of one fixed piece of arithmetic, in nanoseconds: if it moves, the machine did."""
    import numpy

    a = numpy.random.default_rng(1).random((YARDSTICK_SIDE, YARDSTICK_SIDE), numpy.float32)
    out = numpy.empty_like(a)

    def product() -> None:
        numpy.matmul(a, a, out=out)

    product()
    samples: list[int] = []
    while sum(samples) < YARDSTICK_S * 1e9:
        samples.append(taken(product))
    return sorted(samples)[len(samples) // 2]


class Watch:
    """The world around a measurement: how busy it was before, stolen time, and clocks that disagree."""

    def __init__(self, look_s: float) -> None:
        import psutil

        self.psutil = psutil
        self.busy_percent = round(psutil.cpu_percent(look_s)) if look_s else None
        self.free_bytes = psutil.virtual_memory().available
        self.stolen = self._stolen()
        self.spent = self._spent()
        self.wall, self.steady = time.time_ns(), time.monotonic_ns()

    def paused_ms(self, samples: Sequence[Sequence[int]], more_ns: int = 0) -> int:
        """How long this process stood still: the clocks' disagreement, or a step far beyond all of its kind."""
        drift = abs((time.time_ns() - self.wall) - (time.monotonic_ns() - self.steady))
        beyond = [max(kept) - 10 * sorted(kept)[len(kept) // 2] for kept in samples if len(kept) > 2]
        return max([drift, *beyond, more_ns, 0]) // 1_000_000

    def others_percent(self, processors: int = 1) -> int | None:
        """What other programs took of all processors since the watch began; given their number, of one of them."""
        (whole, others), (whole_before, others_before) = self._spent(), self.spent
        passed = whole - whole_before
        share = min(1.0, max(0.0, (others - others_before) / passed)) if passed > 0 else None
        return None if share is None else round(100 * processors * share)

    def stolen_ms(self) -> int | None:
        """Processor time that the machine underneath took away, where the system counts it."""
        now = self._stolen()
        return None if now is None or self.stolen is None else max(0, round(1000 * (now - self.stolen)))

    def _spent(self) -> tuple[float, float]:
        """Processor time that passed, and how much of it other programs took, in seconds from no particular moment."""
        times, own = self.psutil.cpu_times(), self.psutil.Process().cpu_times()
        # What guests took is counted as the user's time too; what the machine underneath took is nobody's here.
        whole = sum(times) - getattr(times, "guest", 0.0) - getattr(times, "guest_nice", 0.0)
        nobody = times.idle + getattr(times, "iowait", 0.0) + getattr(times, "steal", 0.0)
        return whole, whole - nobody - own.user - own.system

    def _stolen(self) -> float | None:
        return getattr(self.psutil.cpu_times(), "steal", None)


def peak_bytes() -> int | None:
    """The most memory this process ever held."""
    try:
        import resource
    except ImportError:
        import psutil

        return getattr(psutil.Process().memory_info(), "peak_wset", None)
    import sys

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024
