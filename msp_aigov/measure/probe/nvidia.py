"""NVIDIA adapters through the driver's own library; without a driver, one sentence and no more."""

from typing import Any

from msp_aigov.measure.probe.known import seen
from msp_aigov.model.bench.probed import ProbedGpu
from msp_aigov.model.seen import Seen, missing

SOURCE = "nvml"


def adapters(nvml: Any = None) -> tuple[tuple[ProbedGpu, ...], str]:
    """The adapters, and what there is to say about the driver: its version, or why there is none."""
    library = nvml or _library()
    try:
        library.nvmlInit()
    except library.NVMLError as error:
        absent = error.value == library.NVML_ERROR_LIBRARY_NOT_FOUND
        return (), "no NVIDIA driver" if absent else f"the NVIDIA driver does not answer: {error}"
    try:
        version = _told(library, library.nvmlSystemGetDriverVersion)
        handles = [library.nvmlDeviceGetHandleByIndex(number) for number in range(library.nvmlDeviceGetCount())]
        return tuple(_adapter(library, handle, version) for handle in handles), f"NVIDIA driver {version or 'unknown'}"
    except library.NVMLError as error:
        return (), f"the NVIDIA driver does not answer: {error}"
    finally:
        library.nvmlShutdown()


def _adapter(library: Any, handle: Any, version: str | None) -> ProbedGpu:
    name = _told(library, lambda: library.nvmlDeviceGetName(handle)) or "NVIDIA"
    try:
        total = int(library.nvmlDeviceGetMemoryInfo(handle).total)
        memory: Seen[int] = seen(total if total > 0 else None, SOURCE, "bytes")
    except library.NVMLError as error:
        # A chip that shares the machine's memory does not say how much is its own.
        memory = missing(f"{SOURCE}: {error}", "bytes")
    return ProbedGpu(name, "NVIDIA", seen(version, SOURCE), memory)


def _told(library: Any, ask: Any) -> str | None:
    try:
        answer = ask()
    except library.NVMLError:
        return None
    return answer.decode() if isinstance(answer, bytes) else str(answer)


def _library() -> Any:
    import pynvml

    return pynvml
