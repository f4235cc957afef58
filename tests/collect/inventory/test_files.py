"""Files as they come: dialects, encodings, damage."""

import json
import os

import pytest

from msp_aigov.collect.inventory import files, payload
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
    kept = files.read(path, "exports/a.csv")
    assert "hush" not in kept
    assert json.loads(kept)["file"] == "exports/a.csv"
    assert json.loads(kept)["records"] == [{"row": 2, "cells": {"device": "A-1", "ram_gb": "16"}}]


def test_a_payload_alone_can_be_judged_again(tmp_path):
    kept = files.read(SAMPLES / "glpi.json", "glpi.json")
    assert parsed(kept) == sightings(SAMPLES / "glpi.json")


def test_an_answer_that_is_a_gap_gives_nothing():
    gap = Answer(Ask(files.SOURCE, Scope("file", "file:x", "x")), "failed", reason="no such file")
    assert list(files.parse(gap)) == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the file is empty"),
        (b" \r\n\r\n", "the file is empty"),
        (b"PK\x03\x04rest", "this archive is damaged"),
        (b"PAR1" + b"x" * 50, "this is a Parquet file"),
        (b"a" * 257 + b"ustar\x0000" + b"\0" * 300, "this is a tar archive"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "this workbook is protected by a password"),
        (b"\xd0\xcf\x11\xe0" + b"\1" * 50, "this is an old Office document"),
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


def test_a_file_over_the_limit_is_refused_unless_it_is_read_row_by_row(tmp_path, monkeypatch):
    monkeypatch.setattr(payload, "STREAMED_FROM", 10)
    monkeypatch.setattr(payload, "MAX_BYTES", 10)
    monkeypatch.setattr(files, "MAX_BYTES", 10)
    assert len(table(tmp_path, PLAIN)) == 2
    for content in (b"<REQUEST><CONTENT/></REQUEST>", b"PK\x03\x04" + b"0" * 20):
        with pytest.raises(InventoryError, match=r"^fleet\.csv: .*larger than 0 MiB") as caught:
            table(tmp_path, content)
        assert "CSV" in caught.value.hint


@pytest.mark.parametrize("name", ["/dev/zero", "pipe"])
def test_what_never_ends_is_refused_and_not_opened(tmp_path, name):
    path = tmp_path / name
    if not path.exists():
        os.mkfifo(path)
    with pytest.raises(InventoryError, match="a pipe or a device"):
        files.read(path, "exports/x")


@pytest.mark.parametrize("encoding", ["no-such", "base64", "a\0b", "utf-16"])
def test_an_encoding_that_does_not_fit_is_said(tmp_path, encoding):
    with pytest.raises(InventoryError):
        table(tmp_path, "device,ram_gb\nBüro,1\nx".encode("cp1252"), encoding=encoding)


def test_an_unknown_product_is_said_with_those_there_are(tmp_path):
    with pytest.raises(InventoryError, match="no mapping is called 'acme'") as caught:
        table(tmp_path, PLAIN, product="acme")
    assert "ninjaone" in caught.value.hint


def test_a_stray_control_sign_in_a_cell_is_left_out_and_every_row_read(tmp_path):
    first, second = table(tmp_path, PLAIN.replace("A-1", "A\x1b-\x071"))
    assert (first.names, second.names) == (("A-1",), ("A-2",))


def test_a_total_or_a_remark_loses_no_device_and_a_broken_row_may(tmp_path):
    *_, total, remark, broken = table(tmp_path, PLAIN + "Total devices:,2,\nend of report\nA-4,1,2,3\n")
    assert [(one.kind, one.aside) for one in (total, remark, broken)] == [
        ("rejected", True),
        ("rejected", True),
        ("rejected", False),
    ]
