"""`endpoints assess`: files in, verdicts out; a file that cannot be read is named and the others are still assessed."""

import itertools
import os
import zipfile

import pytest

from msp_aigov.cli.endpoints.order import inventories

from .command import assessed

GOOD = (
    "device,manufacturer,model,serial,cpu,ram_installed_gb,ram_gb,os,os_build,arch,disk_free_gb,gpu,last_seen,company\n"
    "A-1,Dell,X,S1,Intel Core i5-9500,16,15.8,Windows 11,10.0.26100,x64,100,Intel UHD Graphics 630,2026-11-01,Birch\n"
    "A-2,Dell,X,S2,Intel Core i5-9500,4,3.9,Windows 11 Pro,10.0.26100,x64,100,Intel UHD Graphics 630,2026-01-01,Cedar\n"
)


@pytest.fixture
def good(tmp_path):
    path = tmp_path / "good.csv"
    path.write_text(GOOD)
    return path


def test_the_json_has_the_published_shape(monkeypatch, capfdbinary, good):
    code, found, _ = assessed(monkeypatch, capfdbinary, good, "--model", "phi-4-mini")
    assert code == 0  # devices below a minimum are findings of medium severity
    first = found["devices"][0]
    assert {"id", "names", "facts", "gpus", "npu", "verdicts"} <= set(first)
    assert set(first["facts"]) == {
        "manufacturer", "model", "serial", "cpu_name", "arch", "ram_installed_bytes", "ram_visible_bytes", "os_family",
        "os_build", "disk_free_bytes", "is_vm", "last_seen", "purchase_date", "warranty_end", "site", "user",
    }  # fmt: skip
    assert set(first["facts"]["ram_installed_bytes"]) == {"value", "unit", "state", "source"}
    assert set(first["gpus"][0]) == {"name", "kind", "vram_bytes"}
    assert found["rows"] == {"in": 2, "devices": 2, "merged": 0, "out_of_scope": 0, "unassigned": 0, "rejected": 0}
    assert [one["verdicts"][0]["verdict"] for one in found["devices"]] == ["ready", "replace"]


def test_every_organisation_of_plain_files_is_assessed(monkeypatch, capfdbinary, good):
    _, found, _ = assessed(monkeypatch, capfdbinary, good)
    assert [one["id"] for one in found["devices"]] == ["a-1", "a-2"]


BAD = {
    "empty.csv": b"",
    "junk.bin": bytes(range(256)) * 60,
    "entities.xml": b'<!DOCTYPE a [<!ENTITY x "y">]><REQUEST><CONTENT>&x;</CONTENT></REQUEST>',
    "broken.json": b'[{"device": "a", "ram_gb":',
}


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_cannot_be_read_is_named_and_the_others_are_assessed(monkeypatch, capfdbinary, good, name):
    (good.parent / name).write_bytes(BAD[name])
    code, found, said = assessed(monkeypatch, capfdbinary, good.parent)
    assert (code, len(found["devices"])) == (2, 2)
    assert said.startswith("error: ") and name in said


def test_a_zip_bomb_is_refused_and_the_others_are_assessed(monkeypatch, capfdbinary, good):
    with zipfile.ZipFile(good.parent / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", b"0" * (40 * 2**20))
    code, found, said = assessed(monkeypatch, capfdbinary, good.parent)
    assert (code, len(found["devices"]), "bomb.zip" in said) == (2, 2, True)


def test_a_sparse_file_of_two_gigabytes_is_refused_at_once(monkeypatch, capfdbinary, good):
    with (good.parent / "huge.csv").open("wb") as stream:
        stream.truncate(2 * 2**30)
    code, found, said = assessed(monkeypatch, capfdbinary, good.parent)
    assert (code, len(found["devices"]), "huge.csv: this is binary data" in said) == (2, 2, True)


def test_what_may_not_be_opened_is_named_and_the_others_are_assessed(monkeypatch, capfdbinary, good, tmp_path):
    (tmp_path / "empty").mkdir()
    code, found, said = assessed(monkeypatch, capfdbinary, tmp_path / "empty", good)
    assert (code, len(found["devices"]), "empty: this is a folder" in said) == (2, 2, True)
    shut = tmp_path / "shut"
    shut.mkdir()
    (shut / "fleet.csv").write_text("device\nA-9\n")
    # Whoever runs the tests may be let in everywhere; then the folder is refused by the question that is asked of it.
    monkeypatch.setattr("os.access", lambda path, mode, real=os.access, **more: path != str(shut) and real(path, mode))
    assert inventories([shut, good])[0].path == str(shut)


def test_a_folder_without_files_and_no_path_at_all_are_mistakes(monkeypatch, capfdbinary, tmp_path):
    assert assessed(monkeypatch, capfdbinary, tmp_path)[0] == 2
    code, found, said = assessed(monkeypatch, capfdbinary)
    assert (code, found) == (2, None) and "no inventory is named" in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--model", "phi-99"), "phi-99: the catalogue of local models has no such model"),
        (("--workload", "Notes"), "--workload Notes: there is no such workload"),
        (("--since", "yesterday"), "--since yesterday: expected a day"),
        (("--client", "x"), "--client needs the fleet"),
    ],
)
def test_a_mistake_in_the_options_is_said(monkeypatch, capfdbinary, good, words, said):
    code, found, err = assessed(monkeypatch, capfdbinary, good, *words)
    assert (code, found) == (2, None)
    assert said in err


def test_a_workload_of_several_models_is_judged_by_their_sum(monkeypatch, capfdbinary, good):
    words = ("--workload", "Notes=whisper-small+phi-4-mini@8192")
    _, found, _ = assessed(monkeypatch, capfdbinary, good, *words)
    (verdict,) = found["devices"][0]["verdicts"]
    assert (verdict["workload"], verdict["models"]) == ("Notes", ["whisper-small", "phi-4-mini"])
    assert verdict["verdict"] == "ready"


def test_devices_not_seen_for_long_are_marked_and_still_judged(monkeypatch, capfdbinary, good):
    _, found, _ = assessed(monkeypatch, capfdbinary, good, "--since", "2026-09-01")
    assert [one["notes"] for one in found["devices"]] == [[], ["not seen since 1 January 2026"]]
    assert "1 device was not seen since 1 September 2026" in found["notes"]


def test_the_order_of_files_changes_nothing(monkeypatch, capfdbinary, good):
    (good.parent / "b.csv").write_text("device,serial,vram_gb,gpu\nA-1,S1,4,NVIDIA T400 4GB\n")
    (good.parent / "c.json").write_text('[{"device": "A-1", "ram_gb": 16, "os": "Windows"}, {"device": "Z"}]')
    seen = []
    for order in itertools.permutations(sorted(good.parent.iterdir())):
        _, found, _ = assessed(monkeypatch, capfdbinary, *order)
        seen.append(found)
        rows = found["rows"]
        assert rows["in"] == sum(count for name, count in rows.items() if name != "in")
    assert all(one == seen[0] for one in seen)
