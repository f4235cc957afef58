"""NVIDIA adapters through the driver's own library; without a driver, one sentence and no more."""

from collections.abc import Callable, Mapping
from typing import Any

from msp_aigov.measure.parent import Outcome, run
from msp_aigov.measure.probe.known import seen
from msp_aigov.model.bench.probed import ProbedGpu
from msp_aigov.model.seen import missing

SOURCE = "nvml"
TIMEOUT_S = 20.0
SILENT = "the NVIDIA driver does not answer"
# What the library's errors mean to whoever has to mend them, by the library's own names.
MEANINGS: Mapping[str, str] = {
    "NVML_ERROR_LIBRARY_NOT_FOUND": "no NVIDIA driver",
    "NVML_ERROR_DRIVER_NOT_LOADED": "an NVIDIA driver is installed, but not loaded",
    "NVML_ERROR_LIB_RM_VERSION_MISMATCH": "the NVIDIA driver was updated: the machine must be restarted first",
    "NVML_ERROR_NO_PERMISSION": "the NVIDIA driver refuses this user",
    "NVML_ERROR_GPU_IS_LOST": "the NVIDIA driver has lost its card: the machine must be restarted",
}


def adapters() -> tuple[tuple[ProbedGpu, ...], str]:
    """The adapters, and what there is to say about the driver: its version, or why there is none."""
    return told(run({"job": "nvidia"}, TIMEOUT_S))


def told(outcome: Outcome) -> tuple[tuple[ProbedGpu, ...], str]:
    """What the child's answer means; a driver that takes the child down or hangs does not answer."""
    if outcome.state == "failed":
        return (), f"whether there is an NVIDIA driver is unknown: {outcome.reason}"
    if outcome.state != "ok":
        return (), f"{SILENT}: {outcome.reason}"
    return tuple(_adapter(card, outcome.seen["version"]) for card in outcome.seen["cards"]), outcome.seen["driver"]


def work(job: Mapping[str, Any]) -> dict[str, Any]:
    """The child's part: the library that comes with the driver may hang or crash."""
    import pynvml

    return asked(pynvml)


def asked(library: Any) -> dict[str, Any]:
    """What the driver says of itself and of each card; a card that refuses a question keeps its other answers."""
    try:
        library.nvmlInit()
        count = library.nvmlDeviceGetCount()
    except library.NVMLError as error:
        return {"version": None, "driver": _meaning(library, error), "cards": []}
    version = _words(_or_why(library, library.nvmlSystemGetDriverVersion)[0])
    cuda = _or_why(library, library.nvmlSystemGetCudaDriverVersion_v2)[0]
    runs = f" (CUDA {cuda // 1000}.{cuda % 1000 // 10})" if isinstance(cuda, int) and cuda > 0 else ""
    cards = [_card(library, number) for number in range(count)]
    return {"version": version, "driver": f"NVIDIA driver {version or 'unknown'}{runs}", "cards": cards}


def _card(library: Any, number: int) -> dict[str, Any]:
    handle, why = _or_why(library, lambda: library.nvmlDeviceGetHandleByIndex(number))
    if why:
        return {"name": "NVIDIA", "memory": None, "why": why}
    name, _ = _or_why(library, lambda: library.nvmlDeviceGetName(handle))
    mode, _ = _or_why(library, lambda: library.nvmlDeviceGetMigMode(handle))
    if mode and mode[0]:
        return {"name": _words(name) or "NVIDIA", "memory": None, "why": "divided among several users (MIG)"}
    # A chip that shares the machine's memory does not say how much is its own.
    memory, why = _or_why(library, lambda: library.nvmlDeviceGetMemoryInfo(handle).total)
    return {"name": _words(name) or "NVIDIA", "memory": int(memory or 0), "why": why}


def _adapter(card: Mapping[str, Any], version: str | None) -> ProbedGpu:
    whole, why = card["memory"], card["why"]
    memory = missing(f"{SOURCE}: {why}", "bytes") if why else seen(whole or None, SOURCE, "bytes")
    return ProbedGpu(card["name"], "NVIDIA", seen(version, SOURCE), memory)


def _or_why(library: Any, ask: Callable[[], Any]) -> tuple[Any, str]:
    """An answer, or why there is none."""
    try:
        return ask(), ""
    except library.NVMLError as error:
        return None, str(error)


def _meaning(library: Any, error: Any) -> str:
    known = {getattr(library, name, None): words for name, words in MEANINGS.items()}
    return known.get(error.value, f"{SILENT}: {error}")


def _words(answer: Any) -> str | None:
    """Older versions of the library's package give bytes."""
    if answer is None:
        return None
    return answer.decode("utf-8", "replace") if isinstance(answer, bytes) else str(answer)
