"""Property lists, binary and XML: read as the JSON that says the same, within bounds."""

import json
import plistlib
from datetime import datetime

import pytest

from msp_aigov.collect.inventory.readers import plist
from msp_aigov.errors import InventoryError

from .reading import SAMPLES, sightings, table

PROFILE = plistlib.loads((SAMPLES / "system-profiler-json.plist").read_bytes())
KINDS = [plistlib.FMT_XML, plistlib.FMT_BINARY]


@pytest.mark.parametrize("kind", KINDS)
def test_a_report_of_system_profiler_reads_the_same_binary_and_as_xml(tmp_path, kind):
    (expected,) = sightings(SAMPLES / "system-profiler-json.plist")
    (found,) = table(tmp_path, plistlib.dumps(PROFILE, fmt=kind))
    assert (found.names, found.product) == (("Birch-33",), "system-profiler-json")
    assert [gpu.name for gpu in found.gpus] == [gpu.name for gpu in expected.gpus]
    assert found.facts.disk_free_bytes.value == expected.facts.disk_free_bytes.value


@pytest.mark.parametrize("kind", KINDS)
def test_a_list_of_macs_is_read_by_the_mapping_of_its_columns(tmp_path, kind):
    rows = [{"device": "A-1", "ram_gb": 16, "last seen": datetime(2026, 11, 2), "icon": b"x"}, {"device": "A-2"}]
    first, second = table(tmp_path, plistlib.dumps(rows, fmt=kind))
    assert (first.facts.ram_visible_bytes.value, str(first.facts.last_seen.value)) == (16 * 2**30, "2026-11-02")
    assert (second.row, second.names) == (2, ("A-2",))


@pytest.mark.parametrize("kind", KINDS)
def test_an_inventory_of_jamf_is_known_as_a_property_list_too(tmp_path, kind):
    macs = json.loads((SAMPLES / "jamf.json").read_text())
    found = table(tmp_path, plistlib.dumps(macs, fmt=kind, skipkeys=True))
    assert [one.names for one in found] == [one.names for one in sightings(SAMPLES / "jamf.json")]


def endless(levels):
    """A list of two references to a list of two references, and so on: few bytes, 2 ** levels items."""
    inner = ["x" * 100]
    for _ in range(levels):
        inner = [inner, inner]
    return plistlib.dumps(inner, fmt=plistlib.FMT_BINARY)


def within_itself():
    """A list whose only item is the list."""
    raw = bytearray(plistlib.dumps([["x"]], fmt=plistlib.FMT_BINARY))
    raw[raw.index(b"\xa1") + 1] = 0
    return bytes(raw)


@pytest.mark.parametrize(
    "content",
    [
        *(endless(30), within_itself(), b"bplist00", b"bplist00" + b"\xff" * 64, plistlib.dumps(PROFILE)[:-30]),
        *(b"<plist><date>soon</date></plist>", b"<plist><key>a</key></plist>", b"<plist><integer>x</integer></plist>"),
    ],
    ids=["endless", "within itself", "empty", "junk", "cut off", "no date", "no dict", "no number"],
)
def test_a_property_list_that_is_damaged_or_a_bomb_is_refused_by_name(tmp_path, monkeypatch, content):
    monkeypatch.setattr(plist, "MAX_SIZE", 100_000)
    with pytest.raises(InventoryError, match=r"^fleet\.csv: this property list cannot be read: \w"):
        table(tmp_path, content)


def test_entities_in_a_property_list_are_refused(tmp_path):
    text = '<!DOCTYPE plist [<!ENTITY a "aaaa">]><plist><array><string>&a;</string></array></plist>'
    with pytest.raises(InventoryError, match="entity declarations are not supported"):
        table(tmp_path, text)


def test_a_long_key_that_is_named_again_and_again_is_weighed_each_time(monkeypatch, tmp_path):
    monkeypatch.setattr(plist, "MAX_SIZE", 2**20)
    row = {"k" * 2**16: True}
    with pytest.raises(InventoryError, match="far more than an inventory"):
        table(tmp_path, plistlib.dumps([row] * 100, fmt=plistlib.FMT_BINARY))


@pytest.mark.parametrize("kind", KINDS)
def test_a_figure_that_is_no_number_costs_its_cell_alone(tmp_path, kind):
    (one,) = table(tmp_path, plistlib.dumps([{"device": "A-1", "ram_gb": float("nan")}], fmt=kind))
    assert (one.names, one.facts.ram_visible_bytes.value) == (("A-1",), None)
