"""What a name adds to what was read, and what it never does."""

from datetime import date

import pytest

from msp_aigov.assess.endpoints.expect.names import Names
from msp_aigov.model.ability.gates import GraphicsCard, Silicon
from msp_aigov.model.device import NO_NPU, Facts, Gpu, Sighting
from msp_aigov.model.rules import Reference
from msp_aigov.model.seen import Seen, missing

GIB = 2**30
DAY = Reference("https://x.test", date(2026, 11, 19))
NAMES = Names(
    [GraphicsCard("GeForce RTX 4060", (8,), DAY), GraphicsCard("GeForce RTX 3080", (10, 12), DAY)],
    [Silicon("Ultra", r"Core Ultra 7 \d{3}V", "yes", "", "", DAY), Silicon("Plain", r"Core i\d", "no", "", "", DAY)],
)


def card(name, kind, memory):
    (gpu,) = NAMES.told(Sighting("a", 1, "generic", "device", gpus=(Gpu(name, kind, memory),))).gpus
    return gpu.vram_bytes.value, gpu.vram_bytes.state


@pytest.mark.parametrize(
    ("name", "memory", "expected"),
    [
        ("NVIDIA GeForce RTX 4060", missing(), (8 * GIB, "inferred")),
        ("NVIDIA GeForce RTX 4060", Seen(4 * GIB, "capped"), (8 * GIB, "inferred")),
        ("NVIDIA GeForce RTX 4060", Seen(None, "sentinel"), (8 * GIB, "inferred")),
        ("NVIDIA GeForce RTX 4060", Seen(7 * GIB, "read"), (7 * GIB, "read")),
        ("NVIDIA GeForce RTX 4060", Seen(16 * GIB, "capped"), (16 * GIB, "capped")),
        ("GeForce RTX 3080", missing(), (10 * GIB, "capped")),
        ("GeForce RTX 3080", Seen(11 * GIB, "capped"), (12 * GIB, "inferred")),
        ("GeForce RTX 4060 Ti", missing(), (None, "missing")),
        ("NVIDIA RTX Unheard Of 24GB", missing(), (24 * GIB, "inferred")),
    ],
)
def test_a_name_fills_only_what_was_not_read_and_never_below_a_floor(name, memory, expected):
    assert card(name, "discrete", memory) == expected


@pytest.mark.parametrize("kind", ["integrated", "virtual", None])
def test_a_name_tells_nothing_of_an_adapter_without_memory_of_its_own(kind):
    assert card("GeForce RTX 4060", kind, missing()) == (None, "missing")


@pytest.mark.parametrize(
    ("cpu", "npu", "expected"),
    [
        ("Intel(R) Core(TM) Ultra 7 258V", missing(), "in Intel(R) Core(TM) Ultra 7 258V"),
        ("Intel(R) Core(TM) Ultra 7 258V", Seen(NO_NPU, "read"), "in Intel(R) Core(TM) Ultra 7 258V"),
        ("Intel(R) Core(TM) Ultra 7 258V", Seen("Intel(R) AI Boost", "read"), "Intel(R) AI Boost"),
        ("Intel Core i5-9500", missing(), None),
        ("Intel Core i5-9500", Seen(NO_NPU, "read"), NO_NPU),
    ],
)
def test_a_processor_tells_of_a_neural_one_that_nobody_listed(cpu, npu, expected):
    one = Sighting("a", 1, "generic", "device", facts=Facts(cpu_name=Seen(cpu, "read", "a:1")), npu=npu)
    assert NAMES.told(one).npu.value == expected


def test_where_and_when_it_was_read_stands_in_the_source():
    one = Sighting("a", 1, "generic", "device", gpus=(Gpu("GeForce RTX 4060", "discrete"),))
    assert NAMES.told(one).gpus[0].vram_bytes.source == "GeForce RTX 4060 has 8 GB (https://x.test, read 2026-11-19)"
