"""Small hand-made measurements."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from msp_aigov.model.bench.measured import (
    Bench,
    Conditions,
    Decode,
    Measurement,
    Need,
    Noise,
    Prefill,
    Timing,
)

CHAT = Need("chat", Decimal(10), 3000, None, 512, 128)
QUIET = Noise(2, 5, 3, 0, 0)


def timing(us: int, spread: int = 5) -> Timing:
    return Timing(us - us * spread // 100, us, us + us * spread // 100, 60)


def measurement(decode_us: int = 50_000, first_us: int = 1_000_000, **changes: Any) -> Measurement:
    fields: dict[str, Any] = {
        "kind": "synthetic",
        "model": "qwen2.5-0.5b",
        "provider": "CPUExecutionProvider",
        "engine": "onnxruntime",
        "engine_version": "1.31.0",
        "state": "ok",
        "decode": (Decode(128, timing(decode_us), Decimal(1_000_000) / decode_us),),
        "prefill": (Prefill(512, timing(first_us), Decimal(512_000_000) / first_us),),
        "noise": QUIET,
        "error_percent": 10,
        "verified": True,
    }
    return Measurement(**{**fields, **changes})


def bench(*measurements: Measurement, cpu: str = "A processor") -> Bench:
    about = Conditions("Linux 6", cpu, 4, 8, 2**25, 2**34, 2**33, 3, True, None, "balanced", None, False)
    return Bench(1, "msp-aigov 0", datetime(2026, 11, 21, 9, 0, tzinfo=UTC), "laptop", about, measurements)
