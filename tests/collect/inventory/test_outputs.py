"""What the collector printed on many machines, as an RMM gives it back."""

import csv
import io
import json

import pytest

from msp_aigov.errors import InventoryError

from .reading import table

GB = 2**30


def output(number, **more):
    memory = {"installed_bytes": 16 * GB, "visible_bytes": 16 * GB - 2**28}
    return {"msp_aigov_probe": 1, "name": f"PC-{number}", "serial": f"S{number}", "memory": memory, **more}


def cells(separator, *rows):
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows(rows)
    return text.getvalue()


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("indent", [None, 4])
def test_a_column_of_outputs_is_one_device_for_each_row(tmp_path, separator, indent):
    rows = [["Device", "Last run", "Output"]]
    rows += [
        [f"PC-{each}", "2026-11-20", f"Started\r\n{json.dumps(output(each), indent=indent)}\r\nDone"] for each in (1, 2)
    ]
    first, second = table(tmp_path, cells(separator, *rows))
    assert [(one.product, one.row, one.names) for one in (first, second)] == [
        ("collector", 2, ("PC-1",)),
        ("collector", 3, ("PC-2",)),
    ]
    assert first.facts.ram_installed_bytes.value == 16 * GB


def test_a_row_without_an_output_and_one_that_was_cut_are_rejected_with_their_row(tmp_path):
    rows = [["Device", "Output"], ["PC-1", json.dumps(output(1))], ["PC-2", ""], ["PC-3", json.dumps(output(3))[:60]]]
    found = table(tmp_path, cells(",", *rows))
    assert [(one.kind, one.row) for one in found] == [("device", 2), ("rejected", 3), ("rejected", 4)]
    assert "cut" in found[2].reason and "no output" in found[1].reason


def test_outputs_between_the_lines_of_a_log_are_found_with_their_lines(tmp_path):
    log = "".join(
        f"==== PC-{each} ====\nWARNING: slow\n{json.dumps(output(each), indent=2)}\nexit 0\n" for each in (1, 2)
    )
    assert [(one.names, one.row) for one in table(tmp_path, log)] == [(("PC-1",), 3), (("PC-2",), 15)]


def test_a_name_with_quotes_and_line_ends_comes_through_a_cell(tmp_path):
    odd = output(1, user='a "b"\n,;c\\', model="=cmd()|' /C'!A0")
    (one,) = table(tmp_path, cells(",", ["Device", "Output"], ["PC-1", json.dumps(odd)]))
    assert (one.facts.user.value, one.facts.model.value) == ('a "b" ,;c\\', "=cmd()|' /C'!A0")


@pytest.mark.parametrize("wrapped", [False, True])
def test_outputs_that_are_strings_of_an_interface_are_read_and_an_empty_one_is_rejected(tmp_path, wrapped):
    items = [{"deviceName": f"PC-{each}", "output": json.dumps(output(each), indent=2)} for each in (1, 2)]
    items.append({"deviceName": "PC-3", "output": ""})
    found = table(tmp_path, json.dumps({"count": 3, "results": items} if wrapped else items))
    assert [(one.kind, one.row, one.names) for one in found] == [
        ("device", 1, ("PC-1",)),
        ("device", 2, ("PC-2",)),
        ("rejected", 3, ()),
    ]


def test_a_page_of_an_interface_tells_what_follows_and_its_errors_are_no_devices(tmp_path):
    page = {"errors": [], "results": [{"output": json.dumps(output(1))}], "nextLink": "https://example.com/2"}
    first, more = table(tmp_path, json.dumps(page))
    assert (first.names, more.kind, more.row) == (("PC-1",), "rejected", 2)
    assert "more pages follow (nextLink)" in more.reason


@pytest.mark.parametrize("bare", [False, True])
def test_lines_of_an_interface_are_read_and_a_broken_one_costs_that_line_alone(tmp_path, bare):
    printed = [json.dumps(output(each)) for each in (1, 2)]
    one, two = (json.dumps(each if bare else {"output": each}) for each in printed)
    found = sorted(table(tmp_path, f"{one}\n{two[:-9]}\n{two}\n"), key=lambda each: each.row)
    assert [(each.kind, each.row, each.names) for each in found] == [
        ("device", 1, ("PC-1",)),
        ("rejected", 2, ()),
        ("device", 3, ("PC-2",)),
    ]
    assert "not valid JSON" in found[1].reason


def test_outputs_in_one_text_that_is_cut_off_are_refused_with_the_reason(tmp_path):
    with pytest.raises(InventoryError, match=r"fleet\.csv:1: this is not valid JSON"):
        table(tmp_path, json.dumps([{"output": json.dumps(output(1))}])[:-2])
