"""What the libraries behind a probe may do wrong: each time one fact is unknown, and the others stand."""

import sys
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import psutil
import pytest

from msp_aigov.measure.probe import device
from msp_aigov.model.seen import missing


@pytest.mark.parametrize("answer", [None, "", "junk", "[]", "\x00\ufffd", "{"])
def test_a_processor_that_nobody_could_name_is_unknown(monkeypatch: pytest.MonkeyPatch, answer: str | None) -> None:
    monkeypatch.setattr(device, "said", lambda line, timeout_s: answer)
    assert device.cpu_info() == {}


def test_py_cpuinfo_is_asked_as_a_program_of_its_own_with_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []

    def said(line: Sequence[str], timeout_s: float) -> str:
        asked.append((line[0], line[1].rsplit("/", 1)[-1], timeout_s))
        return '{"brand_raw": "A processor"}'

    monkeypatch.setattr(device, "said", said)
    assert device.cpu_info() == {"brand_raw": "A processor"}
    assert asked == [(sys.executable, "cpuinfo.py", device.CPU_TIMEOUT_S)]


def refusing(error: Exception) -> Any:
    def refuse(*_: Any, **__: Any) -> None:
        raise error

    return refuse


@pytest.mark.parametrize(
    "error", [FileNotFoundError("/sys"), PermissionError("no"), NotImplementedError(), ValueError("x"), psutil.Error()]
)
def test_a_sensor_that_cannot_be_read_leaves_its_fact_unknown(
    monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    for name in ("sensors_battery", "sensors_temperatures", "cpu_count", "virtual_memory", "disk_usage"):
        monkeypatch.setattr(device.psutil, name, refusing(error), raising=False)
    assert device.power(missing("plan")).mains.value is None and device.temperature() is None
    assert device.counted(device.psutil.cpu_count).state == "missing"


def test_a_battery_is_told_with_its_mains(monkeypatch: pytest.MonkeyPatch) -> None:
    battery = SimpleNamespace(percent=79.6, power_plugged=False)
    monkeypatch.setattr(device.psutil, "sensors_battery", lambda: battery, raising=False)
    power = device.power(missing("plan"))
    assert (power.mains.value, power.battery_percent.value) == (False, 80)


@pytest.mark.parametrize("value", [0, -1, None])
def test_an_amount_of_nothing_is_unknown(value: int | None) -> None:
    assert device.counted(lambda: value, "bytes").value is None
