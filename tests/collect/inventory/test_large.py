"""Files too large to hold: JSON is read one device after another, with the same result."""

import io
import json

import pytest

from msp_aigov.collect.inventory import decode, files, payload
from msp_aigov.collect.inventory.readers import csv, stream, window
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
        json.dumps({"data": {"devices": {"count": 2, "nodes": [ONE, TWO]}}}),
        f"{json.dumps(ONE)}\n{json.dumps(TWO)}\n",
        f"{json.dumps(ONE)},\n{json.dumps(TWO)},",
    ],
)
@pytest.mark.parametrize("size", [1, 7, 1024])
def test_every_shape_reads_the_same_through_a_window_of_any_size(monkeypatch, text, size):
    monkeypatch.setattr(window, "_CHUNK", size)
    monkeypatch.setattr(window, "_LONGEST", 80)
    found = rows(text)
    assert [row.row for row in found] == [1, 2]
    assert all(isinstance(row, Record) for row in found)
    assert [row.values["device"] for row in found] == ["A-1", "A-2"]
    assert found[0].values["disk_free_gb"] == "1.5"


def test_a_long_wrapped_list_is_never_held_and_what_stands_beside_it_is_heard(monkeypatch):
    monkeypatch.setattr(window, "_CHUNK", 64)
    monkeypatch.setattr(window, "_LONGEST", 256)
    more = {"count": 500, "pageDetails": {"nextPageUrl": "https://x.test"}, "devices": [ONE] * 500}
    *found, last = rows(json.dumps(more))
    assert (len(found), last.row) == (500, 501)
    assert "more pages" in last.reason


@pytest.mark.parametrize(
    "text", ['[{"device": "a"', '[{"device": "a"}', '{"value": [{"device": "a"}', '[{"a" 1}]', "[1, 2"]
)
def test_a_file_that_is_cut_off_is_named(text):
    with pytest.raises(InventoryError, match=r"^big\.json:1: this is not valid JSON"):
        rows(text)


LONG = '{"device": "A-9", "x": "' + "y" * 900 + "\n"


@pytest.mark.parametrize(
    ("lines", "kinds"),
    [
        ([json.dumps(ONE), "{broken", json.dumps(TWO)], [True, False, True]),
        (["{broken", json.dumps(ONE), json.dumps(TWO)], [False, True, True]),
        ([json.dumps(ONE), "{broken", '{"a": [', "]", json.dumps(TWO)], [True, False, False, False, True]),
        ([json.dumps(ONE), LONG.strip(), json.dumps(TWO)], [True, False, True]),
        ([LONG.strip(), json.dumps(ONE), json.dumps(TWO)], [False, True, True]),
        ([json.dumps(ONE), json.dumps({"device": "A-3", "x": "y" * 900}), json.dumps(TWO)], [True, False, True]),
        ([json.dumps(ONE), json.dumps(TWO), '{"device": "A-3"'], [True, True, False]),
        ([json.dumps(ONE), '{"a":' * 100_000, json.dumps(TWO)], [True, False, True]),
        ([json.dumps(ONE), '{"device": "\udcff"}', '{"ram_gb": NaN}', json.dumps(TWO)], [True, True, False, True]),
    ],
)
@pytest.mark.parametrize("size", [7, 64, 4096])
def test_a_broken_line_costs_itself_and_is_named_by_its_number(monkeypatch, lines, kinds, size):
    monkeypatch.setattr(window, "_CHUNK", size)
    monkeypatch.setattr(window, "_LONGEST", 256)
    found = rows("\n".join(lines) + "\n")
    if size < 4096:
        assert [isinstance(row, Record) for row in found] == kinds
    assert [row.row for row in found] == list(range(1, len(kinds) + 1))


def test_a_broken_value_in_a_list_is_said_and_never_a_crash(monkeypatch):
    monkeypatch.setattr(window, "_CHUNK", 16)
    monkeypatch.setattr(window, "_LONGEST", 64)
    for text in ("[" + json.dumps(ONE) + ', {"a" 1}' + " " * 300 + "]", '[{"a": "' + "x" * 500 + '"}]'):
        with pytest.raises(InventoryError, match=r"^big\.json:1: this is not valid JSON"):
            rows(text)


def test_lists_of_objects_with_one_key_read_as_in_a_small_file():
    (found,) = rows('[{"os": [[{"Caption": "Windows"}, {"Version": "10.0"}]], "name": "A"}]')
    assert found.values["os"] == [{"Caption": "Windows", "Version": "10.0"}]


def test_a_large_file_gives_the_same_devices_as_a_small_one(monkeypatch):
    path = SAMPLES / "ninjaone.json"
    small = parsed(files.read(path, path.name))
    monkeypatch.setattr(payload, "STREAMED_FROM", 10)
    assert parsed(files.read(path, path.name)) == small


TABLE = 'our devices\n\ndevice;user;ram_gb\nA-1;Zoë;16\nA-2;"two\nlines";8\nA-3;x;8;9\n\nTotal;2\n'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "cp850"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_large_table_reads_as_a_small_one_whatever_its_encoding(monkeypatch, tmp_path, encoding, end):
    path = tmp_path / "big.csv"
    path.write_bytes(TABLE.replace("\n", end).encode(encoding))
    small = files.read(path, path.name)
    monkeypatch.setattr(payload, "STREAMED_FROM", 10)
    assert files.read(path, path.name) == small
    assert len(parsed(small)) == 4


def test_a_letter_that_is_not_utf8_far_down_a_large_table_is_read(monkeypatch, tmp_path):
    path = tmp_path / "big.csv"
    path.write_bytes(b"device,user,ram_gb\n" + b"A,anna,8\n" * 2000 + "B,Zoë,8\n".encode("cp1252"))
    monkeypatch.setattr(payload, "STREAMED_FROM", 10)
    monkeypatch.setattr(decode, "_HEAD", 64)
    assert parsed(files.read(path, path.name))[-1].facts.user.value == "Zoë"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\0" * 5000, "binary data"),
        (b'device,ram_gb\nA,"8\nB,8\n', r"big\.csv:2: a quote is opened"),
        (b"device,ram_gb\nA," + b"8" * 5000, r"big\.csv:2: this row cannot be read: it is longer than"),
        (b"a,b\n1,2\n" * 100, "no row holds columns"),
        (b"PAR1" + b"x" * 100, "a Parquet file"),
    ],
)
def test_a_large_file_that_cannot_be_used_is_named(monkeypatch, tmp_path, content, said):
    path = tmp_path / "big.csv"
    path.write_bytes(content)
    monkeypatch.setattr(payload, "STREAMED_FROM", 10)
    monkeypatch.setattr(csv, "MAX_ROW", 4096)
    with pytest.raises(InventoryError, match=said) as caught:
        files.read(path, path.name)
    assert caught.value.message.startswith("big.csv")


def test_bad_rows_before_the_first_device_hide_none(monkeypatch, tmp_path):
    path = tmp_path / "big.json"
    path.write_text(json.dumps(ONE) + "\n" + "{broken\n" * 300 + json.dumps(TWO) + "\n")
    for least in (10, 10**9):
        monkeypatch.setattr(payload, "STREAMED_FROM", least)
        assert sum(one.kind == "device" for one in parsed(files.read(path, path.name))) == 2


def test_rows_of_others_in_a_large_file_are_not_stored(monkeypatch):
    path, file = SAMPLES / "ninjaone.json", InventoryFile("n", split_by="organizationId", organisations=("7",))
    keep = whose(Client("birch", "Birch"), file)
    small = files.read(path, path.name, split_by=file.split_by, whose=keep)
    monkeypatch.setattr(payload, "STREAMED_FROM", 10)
    large = files.read(path, path.name, split_by=file.split_by, whose=keep)
    assert json.loads(large) == json.loads(small)


def test_more_devices_than_a_report_can_hold_are_refused_with_a_way_out(monkeypatch, tmp_path):
    monkeypatch.setattr(payload, "MAX_RECORDS", 2)
    for name, text in (("a.csv", "device,ram_gb\nA,1\nB,1\nC,1\n"), ("a.json", json.dumps([ONE] * 3))):
        (tmp_path / name).write_text(text)
        for least in (10, 10**9):
            monkeypatch.setattr(payload, "STREAMED_FROM", least)
            with pytest.raises(InventoryError, match=rf"{name}: it holds more than 2 devices") as caught:
                files.read(tmp_path / name, name)
            assert "endpoints verdicts" in caught.value.hint


def test_rows_that_are_no_devices_are_not_gathered_without_end(monkeypatch, tmp_path):
    monkeypatch.setattr(payload, "MAX_RECORDS", 2)
    monkeypatch.setattr(payload, "STREAMED_FROM", 10)
    (tmp_path / "a.json").write_text(json.dumps([ONE] + [1] * 9)[:-1] + ", broken")  # which is never reached
    with pytest.raises(InventoryError, match=r"a\.json: it holds more than 2"):
        files.read(tmp_path / "a.json", "a.json")


@pytest.mark.parametrize("words", ["device,ram_gb\n" + "A-1,16\n" * 40_000, '[{"device": "A-1"}' + " " * 300_000])
@pytest.mark.parametrize("at", [0, 299_000])
def test_a_large_text_that_its_encoding_does_not_fit_is_refused_with_a_way_out(monkeypatch, tmp_path, words, at):
    monkeypatch.setattr(payload, "STREAMED_FROM", 10)
    (tmp_path / "a.csv").write_bytes(words[:at].encode() + b"\xff" + words[at:].encode())
    with pytest.raises(InventoryError, match="it cannot be read as 'ascii' text") as caught:
        files.read(tmp_path / "a.csv", "a.csv", None, "ascii")
    assert "`encoding:`" in caught.value.hint
