"""One measured device speaks for its class, and for nothing else."""

from dataclasses import replace
from decimal import Decimal

from msp_aigov.assess.endpoints.expect.likeness import hardware_class, named, newest, spoken_for
from msp_aigov.model.ability.fit import Measured
from msp_aigov.model.device import Device, Sighting
from tests.assess.endpoints.fleet import device, read

GIB = 2**30

FAST = Measured("phi-4-mini", "CPUExecutionProvider", "pass", Decimal("14.2"), 2100, source="bench.json:1")
SLOW = replace(FAST, result="fail", source="other.json:1")


def laptop(
    id: str, *measured: Measured, model: str = "Latitude 5440", memory: int | None = 16 * GIB, **more: object
) -> Device:
    known = {"model": model, "cpu_name": "13th Gen Intel Core i5-1345U", **more}
    made = device(**{"ram_installed_bytes": memory, **known})
    return replace(made, id=id, names=(id,), measured=measured)


def test_one_measured_laptop_speaks_for_its_identical_siblings_and_says_which() -> None:
    _, sibling, _ = spoken_for([laptop("a", FAST), laptop("b"), laptop("c")])
    (lent,) = sibling.measured
    assert (lent.result, lent.tokens_per_s, lent.source) == ("pass", Decimal("14.2"), "bench.json:1")
    assert (lent.like, lent.like_on) == ("Latitude 5440, 13th Gen Intel Core i5-1345U, 16 GiB", "a")


def test_another_model_memory_or_processor_is_another_class() -> None:
    others = [
        laptop("b", model="Latitude 5450"),
        laptop("c", memory=8 * GIB),
        laptop("d", cpu_name=read("12th Gen Intel Core i5-1245U")),
    ]
    assert all(not each.measured for each in spoken_for([laptop("a", FAST), *others])[1:])


def test_one_processor_under_two_spellings_is_one() -> None:
    spelled = laptop("b", cpu_name="Intel(R) Core(TM) i5-1345U CPU @ 1.60GHz")
    assert spoken_for([laptop("a", FAST), spelled])[1].measured


def test_a_device_that_was_measured_itself_believes_its_own_figure() -> None:
    _, slow = spoken_for([laptop("a", FAST), laptop("b", SLOW)])
    assert slow.measured == (SLOW,)


def test_the_newest_run_that_says_something_is_the_last_word() -> None:
    noisy = replace(FAST, result="inconclusive")
    other = replace(FAST, provider="CUDAExecutionProvider")
    found = ((noisy,), (SLOW,), (FAST, other))
    rows = [Sighting("bench.json", row, "bench", "device", measured=each) for row, each in enumerate(found)]
    assert newest(rows) == (SLOW, other)
    assert newest(rows[:1]) == (noisy,)


def test_a_device_whose_own_run_was_too_noisy_has_what_its_class_measured() -> None:
    _, noisy = spoken_for([laptop("a", FAST), laptop("b", replace(FAST, result="inconclusive"))])
    assert [each.result for each in noisy.measured] == ["inconclusive", "pass"]


def test_what_is_inconclusive_is_lent_to_nobody() -> None:
    noisy = replace(FAST, result="inconclusive")
    assert spoken_for([laptop("a", noisy), laptop("b")])[1].measured == ()


def test_a_virtual_machine_shares_its_host_and_has_no_class() -> None:
    guest = laptop("a", FAST, is_vm=read(True))
    assert hardware_class(guest) is None
    assert spoken_for([guest, laptop("b", is_vm=read(True))])[1].measured == ()


def test_a_class_that_is_not_fully_known_is_none() -> None:
    assert hardware_class(device(ram_installed_bytes=read(16 * GIB))) is None


def test_what_ran_on_a_card_speaks_only_for_devices_with_the_same_card() -> None:
    live = replace(FAST, provider="http://127.0.0.1:5273/v1", live=True)
    _, same, other = spoken_for([laptop("a", live), laptop("b"), replace(laptop("c"), gpus=())])
    assert (len(same.measured), len(other.measured)) == (1, 0)


def test_memory_seen_by_the_system_is_rounded_to_what_is_sold() -> None:
    seen = laptop("a", ram_visible_bytes=read(int(15.7 * GIB)))
    short = laptop("b", memory=None, ram_visible_bytes=int(15.7 * GIB))
    assert named(seen).endswith(", 16 GiB") and hardware_class(seen) is not None
    assert hardware_class(short) == hardware_class(seen)
