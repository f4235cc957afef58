"""Ways to readiness and their cost: only the MSP's own prices, and half a sum is no sum."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from msp_aigov.assess.endpoints import assess
from msp_aigov.model.ability.prices import PriceFile, RemedyPrice
from msp_aigov.model.text import Money

from .fleet import GB, RULES, client, row, said, workload

TODAY = date(2026, 11, 21)
FULL = (
    RemedyPrice("ram", Decimal(95), 16),
    RemedyPrice("ram", Decimal(165), 32),
    RemedyPrice("disk", Decimal(40)),
    RemedyPrice("ssd", Decimal(130), 512),
    RemedyPrice("replace", Decimal(890), 16),
    RemedyPrice("replace", Decimal(1240), 32),
)
LAPTOP = {
    "manufacturer": "Dell",
    "model": "Latitude 5440",
    "cpu_name": "Intel(R) Core(TM) i7-1165G7",
    "arch": "x64",
    "os_family": "windows",
    "os_build": "26100",
    "disk_free_bytes": 100 * GB,
    "is_vm": False,
    "ram_visible_bytes": 8 * GB,
}


def judged(*prices, models=("mid",), workloads=None, today=TODAY, as_of=TODAY, **values):
    held = PriceFile("EUR", as_of, prices) if prices else None
    wanted = workloads or (workload(*models),)
    # An inventory that lists adapters and has none: the device has no card of its own.
    seen = replace(row(name="pc-1", **{**LAPTOP, **values}), gpus_listed=True)
    return assess(replace(client(*wanted), prices=held), [seen], RULES, today)


def ways(fleet):
    return [(one.kinds, one.cost and one.cost.amount) for one in fleet.devices[0].options]


def test_without_a_price_file_no_cost_is_known():
    fleet = judged()
    assert ways(fleet) == [(("ram",), None), (("replace",), None)]
    assert (fleet.devices[0].verdicts[0].cost, fleet.prices_as_of) == (None, None)


def test_the_smallest_size_that_will_do_is_priced():
    assert ways(judged(*FULL)) == [(("ram",), 95), (("replace",), 890)]
    two = (workload("mid", context=24000), workload("ear", name="Ear"))
    assert ways(judged(*FULL, workloads=two)) == [(("ram",), 165), (("replace",), 1240)]


def test_half_a_sum_is_no_sum():
    short = {"disk_free_bytes": 5 * GB}
    assert ways(judged(*FULL, **short))[0] == (("ram", "disk"), 135)
    no_disk = [price for price in FULL if price.remedy != "disk"]
    assert ways(judged(*no_disk, **short))[0] == (("ram", "disk"), None)


def test_a_larger_disk_stands_beside_a_tidier_one():
    assert ways(judged(*FULL, ram_visible_bytes=16 * GB, disk_free_bytes=5 * GB)) == [(("disk",), 40), (("ssd",), 130)]


def test_more_memory_stands_beside_a_new_device():
    assert ways(judged(*FULL, ram_visible_bytes=4 * GB)) == [(("replace",), 890), (("ram",), 95)]


def test_a_mac_and_a_virtual_machine_get_no_way_that_is_none():
    mac = {"os_family": "macos", "arch": "arm64", "ram_installed_bytes": 8 * GB, "cpu_name": "Apple M1"}
    assert ways(judged(*FULL, **mac)) == [(("replace",), 890)]
    assert ways(judged(*FULL, is_vm=True)) == [(("vm_ram",), None)]


def test_a_price_for_a_maker_goes_before_the_price_for_all():
    special = RemedyPrice("ram", Decimal(120), 16, models=("latitude",))
    assert ways(judged(special, *FULL))[0] == (("ram",), 120)
    assert ways(judged(special, *FULL, model="OptiPlex"))[0] == (("ram",), 95)


def test_several_workloads_are_satisfied_by_one_extension():
    fleet = judged(*FULL, workloads=(workload("mid"), workload("mid", context=24000, name="Long")))
    assert [verdict.cost for verdict in fleet.devices[0].verdicts] == [
        Money(Decimal(95), "EUR"),
        Money(Decimal(165), "EUR"),
    ]
    assert ways(fleet)[0] == (("ram",), 165)


def test_the_minimum_alone_says_what_would_mend_it_and_what_that_costs():
    fleet = judged(*FULL, workloads=(workload(),), ram_visible_bytes=4 * GB)
    assert fleet.devices[0].minimum.cost == Money(Decimal(890), "EUR")
    assert ways(fleet) == [(("replace",), 890), (("ram",), 95)]


def test_more_memory_is_no_way_out_of_a_wrong_processor_and_a_new_device_is_large_enough():
    fleet = judged(*FULL, arch="x86", ram_visible_bytes=3 * GB, models=("mid",))
    assert ways(fleet) == [(("replace",), 890)]
    assert ways(judged(*FULL, arch="x86", workloads=(workload("mid", context=24000),)))[0] == (("replace",), 1240)


def test_memory_that_graphics_keep_is_made_up_for():
    kept = judged(*FULL, ram_visible_bytes=int(12.7 * GB), ram_installed_bytes=16 * GB)
    assert said(kept.devices[0].options[0].action).startswith("extend the memory to 24.0 GB")


def test_prices_and_rules_older_than_120_days_are_told():
    fleet = judged(*FULL, as_of=date(2026, 6, 1))
    assert said(fleet.old[-1]) == "the prices in prices.yaml are of 2026-06-01 and may have changed"
    later = judged(*FULL, today=date(2027, 6, 1))
    assert said(later.old[0]).split(" were")[0].endswith("rules for devices")


def test_age_is_told_apart_from_capability():
    old = judged(ram_visible_bytes=32 * GB, purchase_date=date(2019, 11, 21), warranty_end=date(2022, 11, 21))
    (age,) = old.ages
    assert (age.state, age.years, old.devices[0].verdicts[0].verdict) == ("out_of_warranty", Decimal("7.0"), "ready")
    (soon,) = judged(warranty_end=date(2027, 1, 31)).ages
    (none,) = judged(purchase_date=date(2030, 1, 1)).ages
    assert (soon.state, none.state, none.years) == ("ends_soon", "unknown", None)


def test_shares_and_questions_add_up_and_name_the_run_that_would_tell():
    rows = [row(number, name=f"pc-{number}", **LAPTOP) for number in range(3)] + [row(9, name="pc-9")]
    fleet = assess(client(workload("mid")), rows, RULES, TODAY)
    (share,) = fleet.shares
    assert share.ready_percent + share.after_change_percent + share.open_percent == 100
    asked = {question.field: question.devices for question in fleet.open}
    assert asked["gpus"] == 4 and asked["os_family"] == 1
    assert [question.devices for question in fleet.open] == sorted(asked.values(), reverse=True)


def test_a_stage_without_a_local_model_is_told_to_need_its_own_route():
    from msp_aigov.model.workload import Stage, Workload
    from msp_aigov.rules.load import load_rules

    voice = Workload(
        "Voice",
        stages=(Stage("hear", "speech-to-text", local_models=("whisper-tiny",)), Stage("speak", "text-to-speech")),
    )
    fleet = assess(client(voice), [row(name="pc", **LAPTOP)], load_rules(), TODAY)
    (route,) = fleet.shares[0].routes
    assert said(route).startswith("speak: Foundry Local has no text-to-speech; it needs a route of its own")
    assert said(fleet.devices[0].verdicts[0].reasons[-1]) == said(route)


def test_a_host_that_the_msp_calls_shared_is_none_of_the_ready_devices():
    rows = [row(number, name=name, **LAPTOP) for number, name in enumerate(("RDS-01", "rds-02.birch.example", "pc-1"))]
    fleet = assess(replace(client(workload("ear")), shared_hosts=("RDS-*",)), rows, RULES, TODAY)
    assert {one.device.id: one.verdicts[0].verdict for one in fleet.devices} == {
        "pc-1": "ready",
        "rds-01": "not_suitable",
        "rds-02": "not_suitable",
    }
