"""One onnxruntime session on one execution provider, with proof of where its operators really run."""

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

PROVIDERS: Mapping[str, str] = {
    "cpu": "CPUExecutionProvider",
    "cuda": "CUDAExecutionProvider",
    "dml": "DmlExecutionProvider",
    "webgpu": "WebGpuExecutionProvider",
    "openvino": "OpenVINOExecutionProvider",
    "qnn": "QNNExecutionProvider",
    "vitisai": "VitisAIExecutionProvider",
    "tensorrt-rtx": "NvTensorRTRTXExecutionProvider",
}
# These run precompiled models only: a graph of ours says nothing about them, a live measurement does.
LIVE_ONLY = ("openvino", "qnn", "vitisai", "tensorrt-rtx")
# Providers that this project ran on real hardware.
VERIFIED = ("cpu",)
HEAVY = ("MatMulNBits", "GroupQueryAttention", "Attention", "MultiHeadAttention")
GPU_MEMORY = {"cuda": "cuda", "dml": "dml"}
# onnxruntime-genai takes half of the processors that the system shows, within these bounds.
FEWEST_THREADS, MOST_THREADS = 1, 16


@dataclass(frozen=True)
class Opened:
    """A session, and how many percent of its heavy operators the wanted provider took (None: not said)."""

    session: Any
    on_provider_percent: int | None


def precision(provider: str) -> str:
    """The type of values between operators, as the catalogue's builds for that provider have it."""
    return "float32" if provider == "cpu" else "float16"


def threads() -> int:
    """As many threads as onnxruntime-genai, and with it Foundry Local, would take on this machine."""
    return min(MOST_THREADS, max(FEWEST_THREADS, (os.cpu_count() or FEWEST_THREADS) // 2))


def opened(graph: bytes, provider: str) -> Opened:
    """A session over a graph, with the real runtime's number of threads, which all sessions here share as its own do.

    A pool for each would leave one spinning on the processors while the other is timed.
    """
    import onnxruntime

    _one_pool()
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.use_per_session_threads = False
    options.add_session_config_entry("session.record_ep_graph_assignment_info", "1")
    wanted = PROVIDERS[provider]
    order = [wanted] if provider == "cpu" else [wanted, PROVIDERS["cpu"]]
    session = onnxruntime.InferenceSession(graph, options, providers=order)
    return Opened(session, _share(session, wanted))


@cache
def _one_pool() -> None:
    """The pool can be set once in a process, before its first session."""
    import onnxruntime

    onnxruntime.set_global_thread_pool_sizes(threads(), 1)


def _share(session: Any, wanted: str) -> int | None:
    if wanted not in session.get_providers():
        return 0
    ask = getattr(session, "get_provider_graph_assignment_info", None)
    if ask is None:
        return None
    return share(((part.ep_name, [node.op_type for node in part.get_nodes()]) for part in ask()), wanted)


def share(placed: Iterable[tuple[str, Sequence[str]]], wanted: str) -> int | None:
    """The percentage of heavy operators on the wanted provider, of all that were placed."""
    counts: dict[str, int] = {}
    for provider, ops in placed:
        counts[provider] = counts.get(provider, 0) + sum(op in HEAVY for op in ops)
    total = sum(counts.values())
    if not total:
        return None
    return 100 * counts.get(wanted, 0) // total


class Bound:
    """A session with its inputs and outputs bound once, so that a step does nothing but run."""

    def __init__(self, session: Any, provider: str) -> None:
        self.session, self.binding = session, session.io_binding()
        self.place = GPU_MEMORY.get(provider, "cpu")
        self.kept: list[Any] = []
        self.anew: list[tuple[str, tuple[int, ...], str]] = []
        self.newest: dict[str, Any] = {}

    def give(self, name: str, array: Any, on_host: bool = False) -> Any:
        """Bind an input; the value that holds it."""
        value = self._value(array, "cpu" if on_host else self.place)
        self.binding.bind_ortvalue_input(name, value)
        return value

    def take(self, name: str, value: Any) -> None:
        """Bind an output to a value: an array, or what an input is bound to, which then is not copied."""
        held = value if hasattr(value, "numpy") else self._value(value, self.place)
        self.binding.bind_ortvalue_output(name, held)

    def take_anew(self, name: str, size: tuple[int, ...], kind: str) -> None:
        """Bind an output to new memory at each step, as the real runtime takes it for a prompt's logits.

        The system hands out large memory page by page when it is first written, which on a processor takes its time.
        """
        self.anew.append((name, size, kind))

    def _value(self, array: Any, place: str) -> Any:
        import onnxruntime

        value = onnxruntime.OrtValue.ortvalue_from_numpy(array, place, 0)
        self.kept += [array, value]
        return value

    def run(self) -> None:
        """One step, to its end."""
        for name, size, kind in self.anew:
            self._renew(name, size, kind)
        self.session.run_with_iobinding(self.binding)
        if self.place != "cpu":
            self.binding.synchronize_outputs()

    def _renew(self, name: str, size: tuple[int, ...], kind: str) -> None:
        import numpy
        import onnxruntime

        value = onnxruntime.OrtValue.ortvalue_from_numpy(numpy.empty(size, kind), "cpu", 0)
        self.binding.bind_ortvalue_output(name, value)
        self.newest[name] = value  # the binding keeps only the address
