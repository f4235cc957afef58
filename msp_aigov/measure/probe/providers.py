"""Which execution providers onnxruntime offers, on which devices; asked in a child, for a driver may crash it."""

from collections.abc import Mapping
from typing import Any

from msp_aigov.measure.parent import Outcome, run
from msp_aigov.model.seen import Seen, missing

TIMEOUT_S = 30.0


def work(job: Mapping[str, Any]) -> dict[str, Any]:
    """The child's part."""
    try:
        import onnxruntime
    except ImportError:
        return {"absent": True}
    ask = getattr(onnxruntime, "get_ep_devices", None)
    devices = sorted({f"{each.ep_name} on {each.device.type.name}" for each in ask()}) if ask else []
    return {
        "version": onnxruntime.__version__,
        # Compiled in; not all of these find a device.
        "providers": [name for name in onnxruntime.get_available_providers() if name != "AzureExecutionProvider"],
        "devices": devices,
    }


def providers() -> Seen[tuple[str, ...]]:
    """The providers, or why they are unknown."""
    return told(run({"job": "providers"}, TIMEOUT_S))


def told(outcome: Outcome) -> Seen[tuple[str, ...]]:
    """What the child's answer means."""
    if outcome.state != "ok":
        return missing(f"onnxruntime: {outcome.reason}")
    if outcome.seen.get("absent"):
        return missing("onnxruntime is not installed")
    source = f"onnxruntime {outcome.seen['version']}"
    seen_devices = "; ".join(outcome.seen["devices"])
    return Seen(tuple(outcome.seen["providers"]), "read", f"{source}: {seen_devices}" if seen_devices else source)
