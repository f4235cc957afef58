"""`endpoints rules`: dated tables side by side, and a newer one kept only after a check."""

import os

import pytest

from msp_aigov.cli.endpoints.tables import NAMES
from msp_aigov.rules.load import DATA

from .command import assessed, ran


@pytest.fixture
def fleet(tmp_path):
    (tmp_path / "clients").mkdir()
    (tmp_path / "fleet.yaml").write_text("name: Northgate\n")
    (tmp_path / "clients" / "birch.yaml").write_text("name: Birch\ninventories: [{path: all.csv}]\n")
    (tmp_path / "all.csv").write_text(
        "device,ram_gb,os_build,cpu,disk_free_gb\nA,16,10.0.26100,Intel Core i5-9500,90\n"
    )
    return tmp_path


@pytest.mark.parametrize("name", NAMES)
def test_every_table_a_fleet_may_lay_over_is_checked_and_kept_in_its_rules(monkeypatch, capfdbinary, fleet, name):
    table = fleet / f"{name}.csv"
    table.write_bytes((DATA / f"{name}.csv").read_bytes())
    assert ran(monkeypatch, "rules", "--fleet", fleet, "--refresh", table) == 0
    assert (fleet / "rules" / f"{name}.csv").read_bytes() == table.read_bytes()
    assert "this fleet's own" in capfdbinary.readouterr().out.decode()
    assert sorted(path.name for path in (fleet / "rules").iterdir()) == [f"{name}.csv"]


PAGE = "https://learn.microsoft.com/azure/ai-foundry/foundry-local/get-started,"
WRONG = {
    "a number that is none": ("device_rules", "8589934592", "eight", "ram_min_bytes: a whole number was expected"),
    "a key that judgement needs": ("device_rules", "\ndisk_min_bytes", "\ndisk_minimum", "lacks disk_min_bytes"),
    "a day that is none": ("provider_gates", "2026-11-20", "yesterday", "provider_gates.csv:2: read_on: "),
    "a pattern that is none": ("provider_gates", "Ryzen,yes", "(Ryzen,yes", "pattern: no regular expression"),
    "a processor that is none": ("provider_gates", ",cpu,", ",tpu,", "device: expected one of cpu, gpu, npu, any"),
    "a size that is none": ("graphics_cards", ",2;4,", ",2;x,", "graphics_cards.csv:2: memory_gib: expected whole"),
    "a size of nothing": ("graphics_cards", ",2;4,", ",0,", "graphics_cards.csv:2: memory_gib: expected whole numbers"),
    "silicon's pattern": ("silicon", "(H|U|", "((H|U|", "silicon.csv:2: cpu_pattern: no regular expression"),
    "an answer that is none": ("silicon", ",yes,", ",maybe,", "silicon.csv:2: npu: expected one of yes, no"),
    "a cell too many": ("silicon", ",yes,10,12,", ",yes,10,12,,", "silicon.csv:2: more cells than columns"),
    "a day to come": ("graphics_cards", "2026-11-21", "2062-11-21", "graphics_cards.csv:2: read_on: 2062-11-21 is"),
    "no source": ("published_claims", PAGE, " ,", "published_claims.csv:2: source: "),
    "a column that is lost": ("bandwidths", "gb_per_s", "speed", "bandwidths.csv:2: gb_per_s: "),
    "no UTF-8": ("collected", "field", "fi\udcffeld", "collected.csv: is no CSV in UTF-8"),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_wrong_table_is_refused_with_its_line_and_nothing_is_written(monkeypatch, capfdbinary, fleet, what):
    name, old, new, words = WRONG[what]
    text = (DATA / f"{name}.csv").read_text(encoding="utf-8")
    assert old in text
    (fleet / f"{name}.csv").write_bytes(text.replace(old, new, 1).encode("utf-8", "surrogateescape"))
    assert ran(monkeypatch, "rules", "--fleet", fleet, "--refresh", fleet / f"{name}.csv") == 2
    assert words in capfdbinary.readouterr().err.decode()
    assert not (fleet / "rules").exists()


@pytest.mark.parametrize("name", ["skus.csv", "prices.csv", "local_models.txt", "none.csv"])
def test_a_table_that_cannot_be_laid_over_is_refused(monkeypatch, capfdbinary, fleet, name):
    (fleet / name).write_text("a,b\n1,2\n")
    assert ran(monkeypatch, "rules", "--fleet", fleet, "--refresh", fleet / name) == 2
    assert "no table of that name can be replaced" in capfdbinary.readouterr().err.decode()


def test_a_pipe_is_refused_and_never_waited_for(monkeypatch, capfdbinary, fleet):
    os.mkfifo(fleet / "silicon.csv")
    assert ran(monkeypatch, "rules", "--fleet", fleet, "--refresh", fleet / "silicon.csv") == 2
    assert "silicon.csv: there is no such file" in capfdbinary.readouterr().err.decode()


def test_a_table_without_rows_or_a_folder_that_is_no_fleet_is_refused(monkeypatch, capfdbinary, fleet, tmp_path):
    empty = fleet / "bandwidths.csv"
    empty.write_text("name,gb_per_s,source,read_on\n")
    assert ran(monkeypatch, "rules", "--fleet", fleet, "--refresh", empty) == 2
    assert ran(monkeypatch, "rules", "--fleet", fleet / "clients", "--refresh", empty) == 2
    assert not (fleet / "clients" / "rules").exists()


def test_what_pages_say_of_one_topic_stands_side_by_side(monkeypatch, capfdbinary):
    assert ran(monkeypatch, "rules") == 0
    out = capfdbinary.readouterr().out.decode()
    memory = out[out.index("\nleast memory\n") : out.index("\nfree disk\n")]
    assert "* 8 GB" in memory and "16 GB, 32 GB recommended [teaching]" in memory
    assert "[withdrawn]" in memory and memory.count("https://") == 3


def test_a_newer_table_is_what_the_next_assessment_judges_by(monkeypatch, capfdbinary, fleet):
    table = fleet / "device_rules.csv"
    table.write_text(
        (DATA / "device_rules.csv").read_text().replace("ram_min_bytes,8589934592", "ram_min_bytes,34359738368")
    )
    before = assessed(monkeypatch, capfdbinary, "--fleet", fleet, "--client", "birch")[1]
    assert ran(monkeypatch, "rules", "--fleet", fleet, "--refresh", table) == 0
    capfdbinary.readouterr()
    after = assessed(monkeypatch, capfdbinary, "--fleet", fleet, "--client", "birch")[1]
    assert [one["devices"][0]["minimum"]["verdict"] for one in (before, after)] == ["ready", "not_suitable"]


def test_a_newer_card_and_a_newer_processor_are_known_by_name_with_the_day_they_were_read(
    monkeypatch, capfdbinary, fleet
):
    row = "B,16,10.0.26100,Intel Core Ultra 9 999X,90,NVIDIA GeForce RTX 9090"
    (fleet / "all.csv").write_text(f"device,ram_gb,os_build,cpu,disk_free_gb,gpu\n{row}\n")
    cards = "vendor,name,memory_gib,source,read_on\nnvidia,GeForce RTX 9090,48,https://x.test/cards,2026-11-19\n"
    silicon = (
        "family,cpu_pattern,npu,tops_min,tops_max,pci_ids,provider,note,source,read_on\n"
        "Core Ultra series 9,Core Ultra 9 9\\d\\dX,yes,90,99,,OpenVINOExecutionProvider,,https://x.test/npu,2026-11-18\n"
    )
    words = ("--fleet", fleet, "--client", "birch")
    (before,) = assessed(monkeypatch, capfdbinary, *words)[1]["devices"]
    assert (before["gpus"][0]["vram_bytes"]["value"], before["npu"]["value"]) == (None, None)
    for name, text in (("graphics_cards", cards), ("silicon", silicon)):
        (fleet / f"{name}.csv").write_text(text)
        assert ran(monkeypatch, "rules", "--fleet", fleet, "--refresh", fleet / f"{name}.csv") == 0
    capfdbinary.readouterr()
    (after,) = assessed(monkeypatch, capfdbinary, *words)[1]["devices"]
    memory, npu = after["gpus"][0]["vram_bytes"], after["npu"]
    assert (memory["value"], memory["state"]) == (48 * 2**30, "inferred")
    assert memory["source"].endswith("has 48 GB (https://x.test/cards, read 2026-11-19)")
    assert npu["source"].endswith("Core Ultra series 9 has one (https://x.test/npu, read 2026-11-18)")


def test_an_old_table_of_cards_is_said_in_the_report(monkeypatch, capfdbinary, fleet):
    table = fleet / "graphics_cards.csv"
    table.write_text("name,memory_gib,source,read_on\nGeForce RTX 4060,8,https://x.test,2020-01-02\n")
    assert ran(monkeypatch, "rules", "--fleet", fleet, "--refresh", table) == 0
    out = capfdbinary.readouterr().out.decode()
    assert "read 2020-01-02 to 2020-01-02  this fleet's own  OLD: " in out
    found = assessed(monkeypatch, capfdbinary, "--fleet", fleet, "--client", "birch")[1]
    assert any("rules for devices were read before" in str(note) for note in found["old"])
