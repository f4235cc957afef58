"""JSON in the shapes that tools write."""

import pytest

from .reading import table

GB = 2**30

ONE, TWO = '{"device": "A-1", "ram_gb": 16}', '{"device": "A-2", "ram_gb": "8"}'


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        (f"[{ONE}, {TWO}]", [1, 2]),
        (f'\ufeff{{"value": [{ONE}, {TWO}]}}', [1, 2]),
        (f"{ONE}\n{TWO}\n", [1, 2]),
        (f"{ONE},\n\n{TWO},", [1, 3]),
        (f'{{"value": [{ONE}]}}{{"value": [{TWO}]}}', [1, 2]),
        (f'{{"data": {{"value": [{ONE}, {TWO}]}}, "errors": null}}', [1, 2]),
        (f'{{"data": {{"devices": {{"nodes": [{ONE}, {TWO}], "total": 2}}}}}}', [1, 2]),
    ],
)
def test_json_shapes_read_the_same(tmp_path, content, rows):
    found = table(tmp_path, content)
    assert [one.row for one in found] == rows
    assert [one.facts.ram_visible_bytes.value for one in found] == [16 * GB, 8 * GB]


def test_one_broken_line_among_whole_ones_is_rejected(tmp_path):
    kinds = [(one.row, one.kind) for one in table(tmp_path, f"{ONE}\n{{broken\n{TWO}\n")]
    assert sorted(kinds) == [(1, "device"), (2, "rejected"), (3, "device")]


def test_broken_lines_beside_each_other_or_first_or_last_cost_only_themselves(tmp_path):
    lines = ["{broken", ONE, "{broken", '{"a": [', TWO, '{"device": "A-3"']
    found = table(tmp_path, "\n".join(lines))
    assert sorted((one.row, one.kind) for one in found) == [
        (1, "rejected"),
        (2, "device"),
        (3, "rejected"),
        (4, "rejected"),
        (5, "device"),
        (6, "rejected"),
    ]


def test_very_many_broken_lines_are_read_about_as_fast_as_whole_ones(tmp_path):
    found = table(tmp_path, f"{ONE}\n" + "{broken\n" * 20_000 + f"{TWO}\n")
    assert (len(found), found[0].names, sum(one.kind == "rejected" for one in found)) == (20_002, ("A-1",), 20_000)


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


def test_a_device_with_a_list_of_items_in_its_data_is_a_device(tmp_path):
    (found,) = table(tmp_path, '{"hostname": "A-1", "ram_gb": 8, "data": {"items": [{"a": 1}, {"a": 2}]}}')
    assert found.names == ("A-1",)
