"""A benchmark's JSON, as `bench` and the collector write it: of each measurement only what others judge by."""

from typing import Any

_RESULTS = ("pass", "marginal", "fail", "inconclusive")


def spelled_out(item: dict[str, Any]) -> dict[str, Any]:
    """The record with flat measurements in the place of its own; any other record as it is."""
    measurements = item.get("measurements")
    if "conditions" not in item or not isinstance(measurements, list):
        return item
    return {**item, "measurements": [_flat(each) for each in measurements if isinstance(each, dict)]}


def _flat(measurement: dict[str, Any]) -> dict[str, Any]:
    """Speeds are the slow end of what was measured, and only of a clean run: whoever judges by them judges safely."""
    ruling = _dict(measurement.get("ruling"))
    clean = measurement.get("state") == "ok"
    said = ruling.get("result")
    return {
        "model": measurement.get("model"),
        "kind": measurement.get("kind"),
        "provider": measurement.get("provider"),
        "state": measurement.get("state"),
        "result": said if clean and said in _RESULTS else "inconclusive",
        "workload": _dict(ruling.get("need")).get("workload"),
        "need_tokens_per_s": _amount(_dict(ruling.get("need")).get("tokens_per_s")),
        "token_us": _token_us(measurement) if clean else None,
        "first_token_us": _first_token_us(measurement) if clean else None,
        "real_time_factor": _factor(measurement) if clean else None,
    }


def _token_us(measurement: dict[str, Any]) -> int | None:
    served = _dict(measurement.get("served"))
    if served:
        return _positive(served.get("token_gap_p95_us"))
    steps = (_positive(_dict(each.get("step")).get("p90_us")) for each in _dicts(measurement.get("decode")))
    return max((step for step in steps if step), default=None)


def _first_token_us(measurement: dict[str, Any]) -> int | None:
    served = _dict(measurement.get("served"))
    if served:
        return _positive(served.get("first_token_p95_us"))
    firsts = (_positive(_dict(each.get("first_token")).get("p90_us")) for each in _dicts(measurement.get("prefill")))
    return max((first for first in firsts if first), default=None)


def _factor(measurement: dict[str, Any]) -> str | None:
    """Time over time of sound. A lower bound is no speed that anybody may count on."""
    speech = _dict(measurement.get("speech"))
    factor = speech.get("real_time_factor")
    return str(factor) if factor is not None and speech.get("lower_bound") is False else None


def _amount(value: Any) -> str | None:
    return None if value is None or isinstance(value, bool | dict | list) else str(value)


def _positive(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else None


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
