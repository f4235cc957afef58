"""How much memory is installed, as people read it."""

from msp_aigov.assess.endpoints import assess
from msp_aigov.assess.endpoints.demand import demands
from msp_aigov.assess.endpoints.fit import fit
from msp_aigov.assess.endpoints.limits import limits
from msp_aigov.assess.endpoints.memory import told
from msp_aigov.assess.endpoints.minimum import minimum

from .fleet import GB, INTEGRATED, RULES, card, client, device, row, said, workload

LIMITS = limits(RULES)
MIB = 2**20


def shown(**values):
    have = told(device(**values), LIMITS)
    return have.value, have.state


def test_what_the_system_sees_tells_what_is_installed():
    assert shown(ram_visible_bytes=32503 * MIB) == (32 * GB, "inferred")
    assert shown(ram_visible_bytes=int(31.4 * GB)) == (32 * GB, "inferred")


def test_what_a_graphics_share_or_a_hypervisor_may_hide_is_a_lower_bound():
    assert shown(ram_visible_bytes=int(12.6 * GB), cpu_name="AMD Ryzen 5 5600U") == (int(12.6 * GB), "capped")
    assert shown(ram_visible_bytes=int(3.47 * GB), is_vm=True) == (int(3.47 * GB), "capped")


def test_what_is_listed_stays_as_it_was_listed():
    assert shown(ram_visible_bytes=15756 * MIB, ram_installed_bytes=16 * GB) == (16 * GB, "read")
    assert shown(ram_visible_bytes=None, ram_installed_bytes=8000 * MIB) == (8000 * MIB, "read")
    assert shown(ram_visible_bytes=None) == (None, "missing")


def test_modules_that_hold_less_than_the_system_sees_are_contradicted_and_lower_the_confidence():
    odd = device(ram_visible_bytes=7909 * MIB, ram_installed_bytes=4 * GB)
    have = told(odd, LIMITS)
    assert (have.value, have.state) == (4 * GB, "contradicted")
    assert (minimum(odd, LIMITS).verdict, minimum(odd, LIMITS).confidence) == ("ready", "low")


def test_a_device_carries_its_installed_memory_as_a_fact():
    (one,) = assess(client(), [row(name="a-1", ram_visible_bytes=32503 * MIB)], RULES).devices
    assert one.device.facts.ram_installed_bytes.value == 32 * GB


def on(subject, *models):
    (demand,) = demands([workload(*models)], RULES, LIMITS)
    return fit(subject, demand, LIMITS)


def test_a_virtual_machine_is_given_memory_once():
    told = on(device(is_vm=True, ram_visible_bytes=4 * GB, ram_installed_bytes=4 * GB), "mid")
    assert (told.verdict, said(told.action)) == ("ready_after", "give the virtual machine 16.0 GB of memory")


def test_a_card_that_holds_the_model_is_where_it_is_expected_to_run():
    def where(*gpus):
        told = on(device(gpus=gpus, ram_visible_bytes=64 * GB), "mid")
        return told.verdict, told.expected[0].device, told.expected[0].provider

    assert where(INTEGRATED, card(12 * GB)) == ("ready", "gpu", "WebGPUExecutionProvider")
    assert where(INTEGRATED, card(4 * GB)) == ("ready", "cpu", "CPUExecutionProvider")
    assert where(INTEGRATED, card(12 * GB, "contradicted")) == ("ready", "cpu", "CPUExecutionProvider")


def test_what_is_listed_decides_only_where_what_the_system_sees_could_not_decide_otherwise():
    amd = {"cpu_name": "AMD Ryzen 5 5600U", "ram_visible_bytes": None}
    assert on(device(ram_visible_bytes=None, ram_installed_bytes=16 * GB), "mid").verdict == "ready"  # 13 GB needed
    told = on(device(ram_installed_bytes=16 * GB, **amd), "mid")
    assert (told.verdict, told.fields) == ("unknown", ("ram_visible_bytes",))
    assert said(told.reasons[0]).startswith("how much of its memory the system sees is not known; 13.0 GB")
    assert on(device(ram_installed_bytes=12 * GB, **amd), "mid").verdict == "ready_after"
    assert on(device(ram_installed_bytes=24 * GB, **amd), "mid").verdict == "ready"


def test_more_missing_than_anything_takes_is_contradicted_and_what_is_seen_still_decides():
    rows = [
        row(name="a-1", ram_visible_bytes=int(3.9 * GB), ram_installed_bytes=8 * GB, cpu_name="Intel i5", is_vm=False)
    ]
    (one,) = assess(client(), rows, RULES).devices
    seen = one.device.facts.ram_visible_bytes
    assert (seen.value, seen.state, "; " in seen.source) == (int(3.9 * GB), "contradicted", True)
    odd = device(ram_visible_bytes=int(12.7 * GB), ram_installed_bytes=16 * GB)
    assert (on(odd, "mid").verdict, on(odd, "mid").confidence) == ("ready_after", "low")
