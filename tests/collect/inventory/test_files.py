"""Files as they come: dialects, encodings, damage."""

import json
import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from msp_aigov.collect.inventory import files
from msp_aigov.errors import InventoryError
from msp_aigov.model.answers import Answer, Ask, Scope

from .reading import SAMPLES, parsed, sightings, table

GB = 2**30
PLAIN = "device,ram_gb,disk_free_gb\nA-1,16,100.5\nA-2,8,20.25\n"


def read(one):
    return (one.row, one.names, one.facts.ram_visible_bytes.value, one.facts.disk_free_bytes.value)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_every_separator_and_encoding_reads_the_same(tmp_path, separator, encoding):
    words = PLAIN.replace("A-1", "Büro-1").replace(",", separator)
    assert [read(one)[1:] for one in table(tmp_path, words.encode(encoding))] == [
        (("Büro-1",), 16 * GB, int(100.5 * GB)),
        (("A-2",), 8 * GB, int(20.25 * GB)),
    ]


@pytest.mark.parametrize("before", ["sep=,\n", "#TYPE System.Object\r\n", "Report of today\n\nOurs\n", "\n\n"])
def test_lines_before_the_header_are_passed_over_and_counted(tmp_path, before):
    first, _ = table(tmp_path, before + PLAIN)
    assert read(first) == (before.count("\n") + 2, ("A-1",), 16 * GB, int(100.5 * GB))


def test_quoted_newlines_quotes_and_formulas_stay_text(tmp_path):
    (one,) = table(tmp_path, 'device,user,ram_gb\n"A-1","=cmd|\' /C calc\'!A0 ""x""\nnext",16\n')
    assert one.facts.user.value == "=cmd|' /C calc'!A0 \"x\" next"


def test_a_quote_that_is_never_closed_is_said(tmp_path):
    with pytest.raises(InventoryError, match=r"fleet\.csv:3: a quote is opened"):
        table(tmp_path, PLAIN.replace("A-2", '"A-2') + "A-3,8,1\n")


def test_a_row_with_too_many_cells_is_rejected_and_the_others_read(tmp_path):
    first, second = table(tmp_path, PLAIN.replace("20.25", "20,25"))
    assert (first.kind, first.names) == ("device", ("A-1",))
    assert (second.kind, second.reason[:24]) == ("rejected", "4 cells under 3 columns:")


def test_two_columns_of_one_name_that_disagree_contradict(tmp_path):
    same, other = table(tmp_path, "device,ram_gb,ram_gb\nA-1,16,16\nA-2,16,8\n")
    assert (same.facts.ram_visible_bytes.state, other.facts.ram_visible_bytes.state) == ("read", "contradicted")


def test_a_total_is_no_device_and_a_device_called_total_is_one(tmp_path):
    *_, named, total, other = table(tmp_path, PLAIN + "total-01,16,\nTotal devices:,2,\nCount: 2,,\n")
    assert (named.kind, total.kind, other.kind) == ("device", "rejected", "rejected")


def test_a_build_of_windows_server_is_one_whatever_its_name(tmp_path):
    (one,) = table(tmp_path, "device,os,os_build\nA-1,Windows,10.0.20348\n")
    assert one.facts.os_family.value == "windows-server"


def test_a_very_long_cell_and_nul_bytes_do_no_harm(tmp_path):
    first, second = table(tmp_path, PLAIN.replace("A-2", "x" * 1_000_000).replace("A-1", "A\0-1"))
    assert (first.names, len(second.names[0])) == (("A-1",), 501)


def test_the_path_may_hold_spaces_and_accents(tmp_path):
    folder = tmp_path / "Büro Süd (neu)"
    folder.mkdir()
    assert len(table(folder, PLAIN)) == 2


def test_the_payload_holds_only_what_the_mapping_uses(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("device,ram_gb,secret\nA-1,16,hush\n")
    payload = files.read(path, "exports/a.csv")
    assert "hush" not in payload
    assert json.loads(payload)["file"] == "exports/a.csv"
    assert json.loads(payload)["records"] == [{"row": 2, "cells": {"device": "A-1", "ram_gb": "16"}}]


def test_a_payload_alone_can_be_judged_again(tmp_path):
    payload = files.read(SAMPLES / "glpi.json", "glpi.json")
    assert parsed(payload) == sightings(SAMPLES / "glpi.json")


def test_an_answer_that_is_a_gap_gives_nothing():
    gap = Answer(Ask(files.SOURCE, Scope("file", "file:x", "x")), "failed", reason="no such file")
    assert list(files.parse(gap)) == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the file is empty"),
        (b" \r\n\r\n", "the file is empty"),
        (b"PK\x03\x04rest", "this archive is damaged"),
        (bytes(range(256)) * 40, "cannot be read|binary"),
        (b"<REQUEST><CONTENT/></REQUEST>", "columns are not known"),
        (b"Host Name: PC\nOS Name: Windows\n", "no row holds columns"),
        (b'{"lorem": 1}', "columns are not known"),
        (b'[{"device": "a", "ram_gb": 1', "not valid JSON"),
        (b'[{"device": "a", "ram_gb": NaN}]', "not valid JSON: NaN"),
        (b"[" * 100_000, "nested too deeply|not valid JSON"),
        (b'{"a":' * 100_000 + b"1", "nested too deeply|not valid JSON"),
        (b"device,ram_gb\n", "holds no device"),
        (b"[]", "holds no device"),
    ],
)
def test_a_file_that_cannot_be_used_is_named(tmp_path, content, said):
    with pytest.raises(InventoryError, match=said) as caught:
        table(tmp_path, content)
    assert caught.value.message.startswith("fleet.csv")


def test_a_missing_file_and_a_folder_are_named(tmp_path):
    with pytest.raises(InventoryError, match="nowhere.csv: there is no such file"):
        files.read(tmp_path / "nowhere.csv", "nowhere.csv")
    with pytest.raises(InventoryError, match="exports: this is a folder"):
        files.read(tmp_path, "exports")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_without_permission_is_named(tmp_path):
    path = tmp_path / "closed.csv"
    path.write_text(PLAIN)
    path.chmod(0)
    with pytest.raises(InventoryError, match=r"closed\.csv: cannot be opened"):
        files.read(path, "closed.csv")


def test_a_file_over_the_limit_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "MAX_BYTES", 10)
    with pytest.raises(InventoryError, match="larger than"):
        table(tmp_path, PLAIN)


@pytest.mark.parametrize("encoding", ["no-such", "base64", "a\0b", "utf-16"])
def test_an_encoding_that_does_not_fit_is_said(tmp_path, encoding):
    with pytest.raises(InventoryError):
        table(tmp_path, "device,ram_gb\nBüro,1\nx".encode("cp1252"), encoding=encoding)


def test_an_unknown_product_is_said_with_those_there_are(tmp_path):
    with pytest.raises(InventoryError, match="no mapping is called 'acme'") as caught:
        table(tmp_path, PLAIN, product="acme")
    assert "ninjaone" in caught.value.hint


ONE, TWO = '{"device": "A-1", "ram_gb": 16}', '{"device": "A-2", "ram_gb": "8"}'


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        (f"[{ONE}, {TWO}]", [1, 2]),
        (f'\ufeff{{"value": [{ONE}, {TWO}]}}', [1, 2]),
        (f"{ONE}\n{TWO}\n", [1, 2]),
        (f"{ONE},\n\n{TWO},", [1, 3]),
        (f'{{"value": [{ONE}]}}{{"value": [{TWO}]}}', [1, 2]),
    ],
)
def test_json_shapes_read_the_same(tmp_path, content, rows):
    found = table(tmp_path, content)
    assert [one.row for one in found] == rows
    assert [one.facts.ram_visible_bytes.value for one in found] == [16 * GB, 8 * GB]


def test_one_broken_line_among_whole_ones_is_rejected(tmp_path):
    kinds = [(one.row, one.kind) for one in table(tmp_path, f"{ONE}\n{{broken\n{TWO}\n")]
    assert sorted(kinds) == [(1, "device"), (2, "rejected"), (3, "device")]


def test_items_that_are_no_objects_are_rejected(tmp_path):
    assert [one.kind for one in table(tmp_path, f"[{ONE}, 5, null]")] == ["device", "rejected", "rejected"]


@pytest.mark.parametrize(
    "more", ['"@odata.nextLink": "https://x.test"', '"pageDetails": {"nextPageUrl": "https://x.test"}']
)
def test_one_page_of_several_says_so(tmp_path, more):
    *_, last = table(tmp_path, f'{{{more}, "value": [{ONE}]}}')
    assert (last.kind, "more pages" in last.reason) == ("rejected", True)


def test_large_and_exact_numbers_survive(tmp_path):
    (one,) = table(tmp_path, '[{"device": "a", "disk_free_b": 1125899906842623}]')
    (two,) = table(tmp_path, '[{"device": "a", "disk_free_gb": 1.0E+2}]')
    (three,) = table(tmp_path, '[{"device": "a", "disk_free_b": ' + "9" * 5000 + "}]")
    assert one.facts.disk_free_bytes.value == 2**50 - 1
    assert two.facts.disk_free_bytes.value == 100 * GB
    assert three.facts.disk_free_bytes.state == "missing"


ANY = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@ANY
@given(
    content=st.binary(max_size=400), before=st.sampled_from([b"", b"device,ram_gb\n", b"[", b'{"value":', b"\xff\xfe"])
)
def test_any_bytes_are_read_or_refused_with_a_reason(tmp_path, content, before):
    try:
        table(tmp_path, before + content)
    except InventoryError as error:
        assert error.message.startswith("fleet.csv")


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["name", "a"]), inner, max_size=3),
    max_leaves=6,
)
SHAPES = [json.loads((SAMPLES / f"{name}.json").read_text()) for name in ("ninjaone", "intune-graph", "datto", "glpi")]


@ANY
@given(data=st.data())
def test_any_value_anywhere_in_a_known_shape_is_survived(tmp_path, data):
    whole = data.draw(st.sampled_from(SHAPES))
    items = whole if isinstance(whole, list) else whole.get("value") or whole.get("devices") or [whole]
    item = json.loads(json.dumps(items[0]))
    for key in data.draw(st.lists(st.sampled_from(sorted(item)), max_size=4)):
        item[key] = data.draw(VALUES)
    try:
        for one in table(tmp_path, json.dumps([item])):
            repr(one).encode()
    except InventoryError:
        pass


CELLS = st.text(alphabet=" ,.;\"'\n-0123456789GMBaoZ/:=", max_size=12)
HEADERS = [
    "device",
    "serial",
    "RAM (GB)",
    "gpu",
    "vram_gb",
    "os",
    "os_build",
    "disk_free_gb",
    "last_seen",
    "arch",
    "vm",
]


@ANY
@given(
    rows=st.lists(st.lists(CELLS, min_size=11, max_size=11), min_size=1, max_size=5), order=st.permutations(range(11))
)
def test_the_order_of_columns_changes_nothing(tmp_path, rows, order):
    def written(places):
        lines = [[HEADERS[at] for at in places], *([row[at] for at in places] for row in rows)]
        return "\n".join(",".join('"' + cell.replace('"', '""') + '"' for cell in line) for line in lines)

    def read_back(places):
        try:
            return [one for one in table(tmp_path, written(places)) if not one.reason.startswith("a total")]
        except InventoryError as error:
            return error.message

    assert read_back(range(11)) == read_back(order)
