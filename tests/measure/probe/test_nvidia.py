"""NVIDIA's library, played by hand in the shape of nvidia-ml-py, with the errors of the real package."""

from types import SimpleNamespace
from typing import Any

import pynvml
import pytest

from msp_aigov.measure.parent import Outcome
from msp_aigov.measure.probe import nvidia

GIB = 2**30
CODES = {name: value for name, value in vars(pynvml).items() if name.startswith("NVML_ERROR_")}


def nvml(**changes: Any) -> Any:
    calls: dict[str, Any] = {
        "NVMLError": pynvml.NVMLError,
        "nvmlInit": lambda: None,
        "nvmlSystemGetDriverVersion": lambda: "580.65",
        "nvmlSystemGetCudaDriverVersion_v2": lambda: 13000,
        "nvmlDeviceGetCount": lambda: 1,
        "nvmlDeviceGetHandleByIndex": lambda number: number,
        "nvmlDeviceGetName": lambda handle: "NVIDIA RTX 4060 Laptop GPU",
        "nvmlDeviceGetMigMode": refusing(pynvml.NVML_ERROR_NOT_SUPPORTED),
        "nvmlDeviceGetMemoryInfo": lambda handle: SimpleNamespace(total=8 * GIB, free=0, used=0),
    }
    return SimpleNamespace(**{**CODES, **calls, **changes})


def refusing(code: int) -> Any:
    def refuse(*_: Any) -> None:
        raise pynvml.NVMLError(code)

    return refuse


def adapters(**changes: Any) -> Any:
    return nvidia.told(Outcome("ok", nvidia.asked(nvml(**changes))))


def test_every_call_is_one_that_the_real_library_offers() -> None:
    asked = {name for name in vars(nvml()) if name.startswith("nvml")}
    assert all(callable(getattr(pynvml, name)) for name in asked)
    assert set(nvidia.MEANINGS) <= set(CODES)


def test_an_adapter_is_read_through_its_driver() -> None:
    (card,), words = adapters()
    assert (card.name, card.memory_bytes.value) == ("NVIDIA RTX 4060 Laptop GPU", 8 * GIB)
    assert (card.driver.value, words) == ("580.65", "NVIDIA driver 580.65 (CUDA 13.0)")


def test_older_packages_give_bytes_for_names() -> None:
    (card,), words = adapters(
        nvmlDeviceGetName=lambda handle: b"Quadro \xae P2000", nvmlSystemGetDriverVersion=lambda: b"470.1"
    )
    assert (card.name, words) == ("Quadro \ufffd P2000", "NVIDIA driver 470.1 (CUDA 13.0)")


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (pynvml.NVML_ERROR_LIBRARY_NOT_FOUND, "no NVIDIA driver"),
        (pynvml.NVML_ERROR_DRIVER_NOT_LOADED, "an NVIDIA driver is installed, but not loaded"),
        (
            pynvml.NVML_ERROR_LIB_RM_VERSION_MISMATCH,
            "the NVIDIA driver was updated: the machine must be restarted first",
        ),
        (pynvml.NVML_ERROR_NO_PERMISSION, "the NVIDIA driver refuses this user"),
        (pynvml.NVML_ERROR_GPU_IS_LOST, "the NVIDIA driver has lost its card: the machine must be restarted"),
        (pynvml.NVML_ERROR_TIMEOUT, "the NVIDIA driver does not answer: Timeout"),
        (987, "the NVIDIA driver does not answer: NVML Error with code 987"),
    ],
)
def test_a_driver_that_does_not_start_says_what_to_do_about_it(code: int, words: str) -> None:
    assert adapters(nvmlInit=refusing(code)) == ((), words)
    assert adapters(nvmlDeviceGetCount=refusing(code)) == ((), words)


@pytest.mark.parametrize("code", sorted(set(CODES.values())))
def test_no_error_of_the_library_stops_the_probe(code: int) -> None:
    for name in [name for name in vars(nvml()) if name.startswith("nvml")]:
        cards, words = adapters(**{name: refusing(code)})
        assert words and all(card.name for card in cards)


def test_a_query_that_is_not_supported_leaves_only_its_own_answer_out() -> None:
    refused = refusing(pynvml.NVML_ERROR_NOT_SUPPORTED)
    (card,), words = adapters(nvmlDeviceGetMemoryInfo=refused, nvmlSystemGetCudaDriverVersion_v2=refused)
    assert (card.name, card.memory_bytes.value) == ("NVIDIA RTX 4060 Laptop GPU", None)
    assert (card.memory_bytes.source, words) == ("nvml: Not Supported", "NVIDIA driver 580.65")


def test_a_lost_card_leaves_the_other_one() -> None:
    def handle(number: int) -> int:
        return number if number else refusing(pynvml.NVML_ERROR_GPU_IS_LOST)()  # type: ignore[no-any-return]

    lost, other = adapters(nvmlDeviceGetCount=lambda: 2, nvmlDeviceGetHandleByIndex=handle)[0]
    assert (lost.memory_bytes.source, other.memory_bytes.value) == ("nvml: GPU is lost", 8 * GIB)


def test_a_card_that_is_divided_does_not_count_as_whole() -> None:
    (card,), _ = adapters(nvmlDeviceGetMigMode=lambda handle: [1, 1])
    assert (card.memory_bytes.value, "MIG" in card.memory_bytes.source) == (None, True)


def test_a_child_that_never_asked_says_nothing_of_the_driver() -> None:
    words = "whether there is an NVIDIA driver is unknown: no Python"
    assert nvidia.told(Outcome("failed", {}, "no Python")) == ((), words)


@pytest.mark.parametrize("state", ["crashed", "timeout"])
def test_a_driver_that_takes_the_child_down_or_hangs_does_not_answer(state: Any) -> None:
    assert nvidia.told(Outcome(state, {}, "why")) == ((), "the NVIDIA driver does not answer: why")
