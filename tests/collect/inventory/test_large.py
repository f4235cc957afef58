"""Files too large to hold: JSON is read one device after another, with the same result."""

import io
import json

import pytest

from msp_aigov.collect.inventory import files, payload
from msp_aigov.collect.inventory.readers import stream
from msp_aigov.collect.inventory.readers.table import Record
from msp_aigov.collect.inventory.whose import whose
from msp_aigov.errors import InventoryError
from msp_aigov.model.client import Client, InventoryFile

from .reading import SAMPLES, parsed

ONE, TWO = {"device": "A-1", "ram_gb": 16, "disk_free_gb": 1.5}, {"device": "A-2", "ram_gb": "8", "x": {"y": [1, "]}"]}}


def rows(text):
    return list(stream.rows(io.StringIO(text), "big.json"))


@pytest.mark.parametrize(
    "text",
    [
        json.dumps([ONE, TWO]),
        json.dumps([ONE, TWO], indent=2),
        json.dumps({"@odata.context": "x", "value": [ONE, TWO]}),
        f"{json.dumps(ONE)}\n{json.dumps(TWO)}\n",
        f"{json.dumps(ONE)},\n{json.dumps(TWO)},",
    ],
)
@pytest.mark.parametrize("window", [1, 7, 1024])
def test_every_shape_reads_the_same_through_a_window_of_any_size(monkeypatch, text, window):
    monkeypatch.setattr(stream, "_CHUNK", window)
    monkeypatch.setattr(stream, "_LONGEST", 80)
    found = rows(text)
    assert [row.row for row in found] == [1, 2]
    assert all(isinstance(row, Record) for row in found)
    assert [row.values["device"] for row in found] == ["A-1", "A-2"]
    assert found[0].values["disk_free_gb"] == "1.5"


def test_a_long_wrapped_list_is_never_held_and_what_stands_beside_it_is_heard(monkeypatch):
    monkeypatch.setattr(stream, "_CHUNK", 64)
    monkeypatch.setattr(stream, "_LONGEST", 256)
    more = {"count": 500, "pageDetails": {"nextPageUrl": "https://x.test"}, "devices": [ONE] * 500}
    *found, last = rows(json.dumps(more))
    assert (len(found), last.row) == (500, 501)
    assert "more pages" in last.reason


@pytest.mark.parametrize(
    "text", ['[{"device": "a"', '[{"device": "a"}', '{"value": [{"device": "a"}', '[{"a" 1}]', "[1, 2"]
)
def test_a_file_that_is_cut_off_is_named(text):
    with pytest.raises(InventoryError, match=r"^big\.json: this is not valid JSON"):
        rows(text)


def test_a_large_file_gives_the_same_devices_as_a_small_one(monkeypatch):
    path = SAMPLES / "ninjaone.json"
    small = parsed(files.read(path, path.name))
    monkeypatch.setattr(files, "STREAMED_FROM", 10)
    assert parsed(files.read(path, path.name)) == small


def test_rows_of_others_in_a_large_file_are_not_stored(monkeypatch):
    path, file = SAMPLES / "ninjaone.json", InventoryFile("n", split_by="organizationId", organisations=("7",))
    keep = whose(Client("birch", "Birch"), file)
    small = files.read(path, path.name, split_by=file.split_by, whose=keep)
    monkeypatch.setattr(files, "STREAMED_FROM", 10)
    large = files.read(path, path.name, split_by=file.split_by, whose=keep)
    assert json.loads(large) == json.loads(small)


def test_more_devices_than_a_report_can_hold_are_refused_with_a_way_out(monkeypatch, tmp_path):
    monkeypatch.setattr(payload, "MAX_RECORDS", 2)
    for name, text in (("a.csv", "device,ram_gb\nA,1\nB,1\nC,1\n"), ("a.json", json.dumps([ONE] * 3))):
        (tmp_path / name).write_text(text)
        for least in (10, 10**9):
            monkeypatch.setattr(files, "STREAMED_FROM", least)
            with pytest.raises(InventoryError, match=rf"{name}: it holds more than 2 devices") as caught:
                files.read(tmp_path / name, name)
            assert "endpoints verdicts" in caught.value.hint
