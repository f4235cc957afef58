"""What was measured on one device, and the conditions it was measured under."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal

BENCH_VERSION = 1

MeasuredState = Literal["ok", "noisy", "fallback", "crashed", "timeout", "skipped", "failed"]
Result = Literal["pass", "marginal", "fail", "inconclusive"]


@dataclass(frozen=True)
class Timing:
    """How long one repeated step took, in microseconds: the middle, and the tenth on either side."""

    p10_us: int
    p50_us: int
    p90_us: int
    runs: int


@dataclass(frozen=True)
class Decode:
    """Writing one token after `context_tokens` earlier ones."""

    context_tokens: int
    step: Timing
    tokens_per_s: Decimal


@dataclass(frozen=True)
class Prefill:
    """Reading a prompt up to its first token."""

    prompt_tokens: int
    first_token: Timing
    tokens_per_s: Decimal


@dataclass(frozen=True)
class Speech:
    """Transcribing a window of sound: time over time of sound. It is a lower bound where real work would take more.

    Synthetic runs time the encoder and a step of the decoder; live ones time the whole request.
    """

    window_s: int
    tokens: int
    encoder: Timing | None
    step: Timing | None
    real_time_factor: Decimal
    lower_bound: bool
    request: Timing | None = None


@dataclass(frozen=True)
class Served:
    """What a live endpoint did: latencies in microseconds over all requests that ended well.

    `tokens_by` is `usage` where the server counted, `chunks` where only the pieces it sent could be counted, which is
    too few when a piece holds several tokens. `prompt_tokens` is the shortest prompt as the server counted it, and
    `cached_tokens` the most of one that it did not read anew, so that its first token came too soon.
    """

    requests: int
    errors: tuple[str, ...]
    output_tokens: int
    tokens_by: Literal["usage", "chunks"]
    cached_tokens: int
    load_us: int | None
    first_token_p50_us: int | None
    first_token_p95_us: int | None
    first_token_p99_us: int | None
    token_gap_p50_us: int | None
    token_gap_p95_us: int | None
    token_gap_p99_us: int | None
    chunk_gap_p50_us: int | None
    tokens_per_s: Decimal | None
    concurrency: int
    prompt_tokens: int | None = None


@dataclass(frozen=True)
class Noise:
    """What disturbed the run. Shares are percent; `spread_percent` is (p75 - p25) / p50 of the steps.

    `busy_during_percent` is what other programs took of all processors while this one measured, and
    `busy_one_percent` the same of one processor: of many, a single busy one slows whoever shares it.
    """

    busy_before_percent: int | None = None
    spread_percent: int | None = None
    yardstick_percent: int | None = None
    stolen_ms: int | None = None
    paused_ms: int = 0
    busy_during_percent: int | None = None
    busy_one_percent: int | None = None


@dataclass(frozen=True)
class Sustained:
    """Speed over a longer time: tokens a second in each window, and the last quarter over the first, in percent."""

    window_s: int
    tokens_per_s: tuple[Decimal, ...]
    last_over_first_percent: int


@dataclass(frozen=True)
class Memory:
    """Bytes: free before the run, the most the measuring process held, and what the whole model should need."""

    free_before: int | None = None
    peak: int | None = None
    predicted: int | None = None


@dataclass(frozen=True)
class Need:
    """What a workload asks of a model, per user at once."""

    workload: str
    tokens_per_s: Decimal | None
    first_token_ms: int | None
    real_time_factor: Decimal | None
    prompt_tokens: int
    output_tokens: int
    users: int = 1


@dataclass(frozen=True)
class Ruling:
    """Speed against need. `margin_percent` is how far the pessimistic figure lies above the need (below: negative)."""

    result: Result
    need: Need
    limited_by: str = ""
    margin_percent: int | None = None
    reason: str = ""


@dataclass(frozen=True)
class Measurement:
    """One model on one execution provider, or on one endpoint.

    `on_provider_percent` is the share of heavy operators that the provider really ran. `error_percent` is how far the
    synthetic figure may lie from the real runtime's. `verified` says whether this project ever ran that provider on
    real hardware. `threads` is how many the synthetic run took, which is what the real runtime takes by itself.
    `tries` is 2 where a first run was too noisy; the figures are the second's.
    """

    kind: Literal["synthetic", "live"]
    model: str
    provider: str
    engine: str
    engine_version: str
    state: MeasuredState
    reason: str = ""
    threads: int = 0
    layers_built: int = 0
    layers: int = 0
    decode: tuple[Decode, ...] = ()
    prefill: tuple[Prefill, ...] = ()
    speech: Speech | None = None
    served: Served | None = None
    sustained: Sustained | None = None
    on_provider_percent: int | None = None
    memory: Memory = Memory()
    noise: Noise = Noise()
    error_percent: int = 0
    verified: bool = False
    seconds: int = 0
    tries: int = 1
    ruling: Ruling | None = None


@dataclass(frozen=True)
class Conditions:
    """Enough to repeat a run: the machine, its load and power, and the versions that ran."""

    os: str
    cpu: str
    cores: int | None
    threads: int | None
    cache_bytes: int | None
    ram_bytes: int | None
    ram_free_bytes: int | None
    busy_percent: int | None
    mains: bool | None
    battery_percent: int | None
    power_plan: str
    temperature_c: int | None
    virtual: bool | None
    gpus: tuple[str, ...] = ()
    versions: tuple[str, ...] = ()
    manufacturer: str = ""
    product: str = ""
    serial: str = ""


@dataclass(frozen=True)
class Bench:
    """One run of the benchmark on one device."""

    schema_version: int
    tool: str
    started: datetime
    device: str
    conditions: Conditions
    measurements: tuple[Measurement, ...]


@dataclass(frozen=True)
class Changed:
    """One figure in two runs. `unit` is t/s or microseconds; `percent` is second over first, signed."""

    model: str
    figure: str
    unit: Literal["t/s", "us"]
    first: Decimal
    second: Decimal
    percent: int
    within_noise: bool


@dataclass(frozen=True)
class Comparison:
    """Two runs side by side: what changed, what could not be compared, and which conditions differ."""

    changes: tuple[Changed, ...]
    left_out: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
