"""Rows that could not be used: one that may have been a device leaves the light grey, a total does not."""

import json
import zipfile

from .command import ran

PLAIN = "device,ram_gb,disk_free_gb,os,os_build,arch,gpu\nA-1,16,100,Windows 11,10.0.26100,x64,Intel UHD Graphics 630\n"


def light(monkeypatch, folder, path):
    out = folder / "out.json"
    code = ran(monkeypatch, "assess", path, "-o", f"json={out}")
    (client,) = json.loads(out.read_text())["clients"]
    (devices,) = (one for one in client["lights"] if one["name"] == "devices")
    rows = client["endpoints"]["rows"]
    assert rows["in"] == sum(count for name, count in rows.items() if name != "in")
    return code, devices["state"], devices["headline"], rows["rejected"]


def test_a_total_below_the_devices_changes_no_light(monkeypatch, tmp_path):
    path = tmp_path / "fleet.csv"
    path.write_text(PLAIN + "Total devices: 1,,,,,,\n")
    assert light(monkeypatch, tmp_path, path) == (0, "in_order", "1 device in the inventory", 1)


def test_a_row_that_cannot_be_read_is_unknown_and_ends_in_three(monkeypatch, tmp_path):
    path = tmp_path / "fleet.csv"
    path.write_text(PLAIN + "A-2,16,100,Windows 11,10.0.26100,x64,Intel UHD,630\n")
    assert light(monkeypatch, tmp_path, path) == (3, "unknown", "1 row could not be used", 1)


def test_a_file_inside_an_archive_that_cannot_be_read_is_unknown_too(monkeypatch, tmp_path):
    path = tmp_path / "fleet.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("good.csv", PLAIN)
        archive.writestr("bad.bin", bytes(range(256)) * 20)
    assert light(monkeypatch, tmp_path, path) == (3, "unknown", "1 row could not be used", 1)
