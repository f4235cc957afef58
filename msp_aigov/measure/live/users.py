"""Several users at once, who are not waited for when somebody interrupts the program."""

from collections.abc import Callable, Iterable
from threading import Thread
from typing import TypeVar

from msp_aigov.errors import Guarded, guarded

T = TypeVar("T")
# A thread is waited for in steps: some systems hear no interrupt while they wait.
STEP_S = 0.2


def together(ask: Callable[[int], T], numbers: Iterable[int]) -> list[T]:
    """What each call gave, in order; all run at the same time, and end with the program if that ends first."""
    seen: dict[int, Guarded[T]] = {}

    def one(number: int) -> None:
        seen[number] = guarded("a live request", lambda: ask(number))

    threads = {number: Thread(target=one, args=(number,), daemon=True) for number in numbers}
    for thread in threads.values():
        thread.start()
    return [_result(thread, seen, number) for number, thread in threads.items()]


def _result(thread: Thread, seen: dict[int, Guarded[T]], number: int) -> T:
    while thread.is_alive():
        thread.join(STEP_S)
    done = seen[number]
    if done.value is None:
        raise RuntimeError(done.crash.trace if done.crash else "a live request gave nothing")
    return done.value
