"""Rows to devices: strong keys join, weak keys join what nothing stronger tells apart, and every row is counted."""

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from msp_aigov.assess.endpoints import join
from msp_aigov.model.device import Gpu, Rows
from msp_aigov.model.seen import Seen

from .fleet import GB, card, row, said


def ids(*rows):
    return [device.id for device in join(rows)[0]]


def total(rows: Rows) -> int:
    return rows.devices + rows.merged + rows.out_of_scope + rows.unassigned + rows.rejected


def test_rows_of_one_serial_number_are_one_device_under_two_names():
    devices, rows, _, _ = join([row(2, name="new", serial="S1"), row(3, name="old", serial="s1")])
    assert (rows.devices, rows.merged) == (1, 1)
    assert devices[0].names == ("new", "old")
    assert "several names" in said(devices[0].notes[0])


def test_one_serial_number_of_two_manufacturers_is_two_devices():
    assert ids(
        row(2, name="a", serial="1", manufacturer="Dell Inc."), row(3, name="b", serial="1", manufacturer="HP")
    ) == [
        "a",
        "b",
    ]
    same = row(2, name="a", serial="1", manufacturer="Dell Inc."), row(3, name="b", serial="1", manufacturer="Dell")
    assert len(ids(*same)) == 1


def test_placeholder_serial_numbers_never_join():
    blank = Seen(None, "sentinel", "x")
    rows = [replace(one, facts=replace(one.facts, serial=blank)) for one in (row(2, name="a"), row(3, name="b"))]
    assert ids(*rows) == ["a", "b"]


def test_an_entra_id_joins_across_names():
    assert ids(row(2, name="a", entra="e1"), row(2, "b.csv", name="b", entra="e1")) == ["a"]


def test_a_shared_dock_does_not_make_two_laptops_one():
    dock = ["0200005e1000"]
    assert ids(row(2, name="a", serial="1", macs=dock), row(3, name="b", serial="2", macs=dock)) == ["a", "b"]
    assert ids(row(2, name="a", serial="1", macs=dock), row(2, "b.csv", name="b", macs=dock)) == ["a", "b"]
    assert ids(row(2, name="a", macs=dock), row(2, "b.csv", macs=dock)) == ["a"]
    own = ["0200005e2000", *dock]
    rows = row(2, name="a", macs=own), row(3, name="b", macs=dock), row(2, "b.csv", macs=own[:1], cpu_name="i5")
    assert (ids(*rows), join(rows)[0][0].facts.cpu_name.value) == (["a", "b"], "i5")


def test_a_serial_number_that_many_devices_bear_joins_none_of_them_and_is_told():
    rows = [row(number, name=f"pc-{number}", serial="SYS-1", manufacturer="Acme") for number in range(2, 6)]
    again = row(2, "b.csv", name="PC-3.birch.test", serial="real-3", cpu_name="i7")
    devices, counts, _, notes = join([*rows, again])
    assert (len(devices), counts.merged) == (4, 1)
    assert [device.facts.cpu_name.value for device in devices] == [None, "i7", None, None]
    assert said(notes[0]) == "4 devices share the serial number sys-1: it identifies none of them"


def test_a_device_that_was_renamed_or_installed_anew_stays_one():
    old = row(2, name="old", serial="S1", entra="e1", macs=["0200005e1000"])
    new = row(3, name="new", serial="S1", entra="e2", macs=["0200005e1000"])
    devices, counts, _, _ = join([old, new, row(2, "stock.csv", name="ASSET-7", serial="s1")])
    assert (len(devices), counts.merged) == (1, 2)


def test_a_name_that_two_devices_bear_is_told_apart_by_an_address():
    twins = row(2, name="pc", serial="1", macs=["0200005e1000"]), row(3, name="pc", serial="2")
    devices = join([*twins, row(2, "b.csv", name="pc", macs=["0200005e1000"], cpu_name="i5")])[0]
    assert [(one.id, one.facts.cpu_name.value) for one in devices] == [("pc/1", "i5"), ("pc/2", None)]


def test_a_name_joins_without_domain_and_case_unless_serials_differ():
    assert ids(row(2, name="PC-1.birch.test"), row(2, "b.csv", name="pc-1", serial="1")) == ["pc-1"]
    devices, _, _, notes = join([row(2, name="pc-1", serial="1"), row(3, name="pc-1", serial="2")])
    assert [device.id for device in devices] == ["pc-1/1", "pc-1/2"]
    assert said(notes[0]) == "2 devices share the name pc-1: their serial numbers or ids differ"


def test_an_update_adds_to_its_device_and_makes_none():
    base = row(2, name="a", serial="1", disk_free_bytes=50 * GB, cpu_name="i7", last_seen=date(2026, 11, 1))
    update = row(1, "u.json", name="a", kind="update", disk_free_bytes=2 * GB)
    devices, rows, rejected, _ = join([base, update])
    assert (devices[0].facts.disk_free_bytes.value, devices[0].facts.cpu_name.value) == (2 * GB, "i7")
    assert rows == Rows(into=2, devices=1, merged=1)
    devices, rows, rejected, _ = join([update])
    assert (devices, rows, rejected[0].reason[:9]) == ((), Rows(into=1, rejected=1), "an update")


def test_better_evidence_wins_and_disagreement_is_said():
    guess = replace(row(2, name="a"), facts=replace(row().facts, arch=Seen("arm64", "inferred", "g")))
    device = join([guess, row(3, name="a", arch="x64")])[0][0]
    assert (device.facts.arch.value, device.facts.arch.state) == ("x64", "read")
    rows = row(2, name="a", ram_visible_bytes=16 * GB), row(2, "b.csv", name="a", ram_visible_bytes=8 * GB)
    seen = join(rows)[0][0].facts.ram_visible_bytes
    assert (seen.value, seen.state) == (16 * GB, "contradicted")
    assert seen.source == "a.csv:2 ram_visible_bytes; b.csv:2 ram_visible_bytes"


def test_rounding_is_no_disagreement():
    rows = row(2, name="a", ram_visible_bytes=16 * GB - 5000), row(2, "b.csv", name="a", ram_visible_bytes=16 * GB)
    assert join(rows)[0][0].facts.ram_visible_bytes.state == "read"


def test_the_size_sold_and_the_size_seen_are_no_disagreement():
    rows = row(2, name="a", ram_visible_bytes=int(15.7 * GB)), row(2, "b.csv", name="a", ram_visible_bytes=16 * GB)
    assert join(rows)[0][0].facts.ram_visible_bytes.state == "read"
    rows = row(2, name="a", disk_free_bytes=100 * GB), row(2, "b.csv", name="a", disk_free_bytes=90 * GB)
    assert join(rows)[0][0].facts.disk_free_bytes.state == "read"


def test_what_changes_daily_is_taken_from_the_newest_row():
    old = row(2, name="a", disk_free_bytes=50 * GB, last_seen=date(2026, 1, 1))
    new = row(2, "b.csv", name="a", disk_free_bytes=5 * GB, last_seen=date(2026, 11, 1))
    facts = join([old, new])[0][0].facts
    assert (facts.disk_free_bytes.value, facts.disk_free_bytes.state) == (5 * GB, "read")
    assert facts.last_seen.value == date(2026, 11, 1)


def test_each_value_shows_the_day_it_was_seen():
    old = row(2, name="a", cpu_name="i7", last_seen=date(2026, 1, 1))
    new = row(2, "b.csv", name="a", disk_free_bytes=5 * GB, last_seen=date(2026, 11, 1))
    facts = join([old, new, row(2, "c.csv", name="a", model="T14")])[0][0].facts
    assert facts.cpu_name.source == "a.csv:2 cpu_name, seen 2026-01-01"
    assert facts.disk_free_bytes.source == "b.csv:2 disk_free_bytes, seen 2026-11-01"
    assert facts.model.source == "c.csv:2 model"


def test_a_true_figure_beats_a_capped_one_of_the_same_adapter():
    capped = replace(row(2, name="a"), gpus=(card(4 * GB, "capped", "NVIDIA GeForce RTX 3080"),), gpus_listed=True)
    true = replace(row(2, "b.csv", name="a"), gpus=(card(16 * GB, "read", "GeForce RTX 3080"),), gpus_listed=True)
    device = join([capped, true])[0][0]
    assert [gpu.vram_bytes.value for gpu in device.gpus] == [16 * GB]
    assert device.gpus_listed


def test_rows_that_are_no_devices_are_counted_and_named():
    rows = [row(2, name="a"), row(3, kind="out_of_scope", name="phone"), row(4, kind="rejected", reason="a total")]
    _, counts, rejected, _ = join(rows)
    assert counts == Rows(into=3, devices=1, out_of_scope=1, rejected=1)
    assert [(one.row, one.reason) for one in rejected] == [(4, "a total")]


SIGHTINGS = st.lists(
    st.builds(
        lambda number, file, name, serial, mac, entra, kind, ram, disk, day, gpus: replace(
            row(
                number,
                file,
                name=name,
                kind=kind,
                entra=entra,
                macs=[mac] if mac else [],
                serial=serial,
                ram_visible_bytes=ram,
                disk_free_bytes=disk,
                last_seen=day,
            ),
            gpus=gpus,
        ),
        st.integers(1, 9),
        st.sampled_from(["a.csv", "b.csv"]),
        st.sampled_from([None, "pc-1", "pc-2", "PC-1.x", "pc-3"]),
        st.sampled_from([None, "s1", "s2", "s3"]),
        st.sampled_from([None, "m1", "m2"]),
        st.sampled_from([None, "e1", "e2"]),
        st.sampled_from(["device", "device", "device", "update", "out_of_scope", "rejected"]),
        st.sampled_from([None, 8 * GB, 16 * GB]),
        st.sampled_from([None, GB, 100 * GB]),
        st.sampled_from([None, date(2026, 1, 1), date(2026, 2, 2)]),
        st.sampled_from([(), (card(4 * GB, "capped"),), (card(8 * GB),), (Gpu("x", "virtual"),)]),
    ),
    max_size=9,
)


@settings(max_examples=250, deadline=None)
@given(SIGHTINGS, st.randoms(use_true_random=False))
def test_the_order_of_rows_and_files_changes_nothing_and_rows_add_up(rows, random):
    shuffled = list(rows)
    random.shuffle(shuffled)
    joined = join(rows)
    assert joined == join(shuffled)
    devices, counts, rejected, _ = joined
    assert total(counts) == counts.into == len(rows)
    assert len(devices) == counts.devices == len({device.id for device in devices})
    assert len(rejected) == counts.rejected
