"""In a fleet: one inventory for all clients, own mappings, and rules that are read again."""

import jsonschema
import pytest
import yaml

from msp_aigov.cli.shared.mapped import say_organisations
from msp_aigov.config.load import load_fleet, schemas
from msp_aigov.errors import ConfigError
from msp_aigov.rules.load import DATA, load_rules

from .command import assessed, ran

EXPORT = "device,serial,ram_gb,Customer No\nA-1,S1,16,K1\nB-1,S2,8,K2\nC-1,S3,8,K9\n"
FLEET = """name: Test MSP
inventories:
  - path: all.csv
    split_by: Customer No
    organisations:
      K1: birch
      K2: cedar
"""
LISTED = FLEET.replace("K1: birch", "- {name: K1, client: birch}").replace("K2: cedar", "- {name: K2, client: cedar}")


@pytest.fixture
def fleet(tmp_path):
    (tmp_path / "clients").mkdir()
    (tmp_path / "clients" / "birch.yaml").write_text("name: Birch Ltd\n")
    (tmp_path / "clients" / "cedar.yaml").write_text("name: Cedar Ltd\n")
    (tmp_path / "all.csv").write_text(EXPORT)
    (tmp_path / "fleet.yaml").write_text(FLEET)
    return tmp_path


@pytest.mark.parametrize(("client", "device"), [("birch", "a-1"), ("cedar", "b-1")])
def test_one_inventory_is_split_by_its_column_and_no_one_sees_anothers(monkeypatch, capfdbinary, fleet, client, device):
    code, found, said = assessed(monkeypatch, capfdbinary, "--fleet", fleet, "--client", client)
    assert [one["id"] for one in found["devices"]] == [device]
    assert (found["rows"]["in"], found["rows"]["devices"], found["rows"]["unassigned"]) == (3, 1, 2)
    assert code in (0, 3)
    assert "K9: 1 row, mapped to no client" in said


@pytest.mark.parametrize("text", [FLEET, LISTED])
def test_organisations_stand_in_a_map_or_a_list(fleet, text):
    (fleet / "fleet.yaml").write_text(text)
    assert list(jsonschema.Draft202012Validator(schemas()["fleet"]).iter_errors(yaml.safe_load(text))) == []
    (inventory,) = load_fleet(fleet, load_rules()).inventories
    assert [(one.name, one.client) for one in inventory.organisations] == [("K1", "birch"), ("K2", "cedar")]


def test_a_client_that_is_no_name_is_told_with_its_line(fleet):
    (fleet / "fleet.yaml").write_text(FLEET.replace("cedar", "[cedar]"))
    with pytest.raises(ConfigError, match=r"fleet\.yaml:5: inventories\.0\.organisations\.1\.client: expected"):
        load_fleet(fleet, load_rules())


def test_an_audit_names_the_organisations_that_belong_to_no_client(capsys, fleet):
    say_organisations(load_fleet(fleet, load_rules()), fleet, mapped_too=False)
    assert capsys.readouterr().err == "all.csv: K9: 1 row, mapped to no client\n"


def test_a_map_to_a_client_that_is_not_there_is_a_mistake(fleet):
    (fleet / "fleet.yaml").write_text(FLEET.replace("cedar", "elm"))
    with pytest.raises(ConfigError, match=r"fleet\.yaml: all\.csv: no client elm"):
        load_fleet(fleet, load_rules())


def test_a_mapping_is_proposed_written_and_read_back(monkeypatch, capfdbinary, fleet):
    export = fleet / "odd.csv"
    export.write_text("Appliance,Seriennummer,RAM GB,Bld\nQ-1,S7,16,26100\n")
    assert ran(monkeypatch, "map", export, "--product", "odd", "--fleet", fleet) == 0
    said = capfdbinary.readouterr().err.decode()
    assert "(os_build?)" not in said and "S7" in said
    mapping = fleet / "rules" / "mappings" / "odd.yaml"
    mapping.write_text(mapping.read_text().replace("names: []", "names: [Appliance]"))
    _, found, _ = assessed(monkeypatch, capfdbinary, export, "--fleet", fleet, "--client", "birch")
    (device,) = found["devices"]
    assert (device["id"], device["facts"]["ram_visible_bytes"]["value"]) == ("q-1", 16 * 2**30)


def test_a_mapping_that_exists_is_not_overwritten(monkeypatch, capfdbinary, fleet):
    export = fleet / "all.csv"
    assert ran(monkeypatch, "map", export, "--fleet", fleet) == 0
    assert ran(monkeypatch, "map", export, "--fleet", fleet) == 2


def test_a_broken_mapping_is_named(monkeypatch, capfdbinary, fleet):
    (fleet / "rules" / "mappings").mkdir(parents=True)
    (fleet / "rules" / "mappings" / "bad.yaml").write_text("product: bad\n")
    code, _, said = assessed(monkeypatch, capfdbinary, fleet / "all.csv", "--fleet", fleet, "--client", "birch")
    assert code == 2 and "bad.yaml: is no mapping" in said


def test_rules_are_listed_with_their_sources_and_marked_when_old(monkeypatch, capfdbinary, fleet):
    table = fleet / "local_models.csv"
    table.write_text((DATA / "local_models.csv").read_text().replace("2026-11-20", "2025-01-01"))
    assert ran(monkeypatch, "rules", "--fleet", fleet, "--refresh", table) == 0
    out = capfdbinary.readouterr().out.decode()
    assert "local_models" in out and "OLD: " in out and "graphics_cards" in out
    _, found, _ = assessed(monkeypatch, capfdbinary, "--fleet", fleet, "--client", "birch")
    assert any("rules for devices were read before" in note for note in found["old"])


def test_a_wrong_table_is_refused_and_not_kept(monkeypatch, capfdbinary, fleet):
    table = fleet / "local_models.csv"
    table.write_text("alias\nx\n")
    assert ran(monkeypatch, "rules", "--fleet", fleet, "--refresh", table) == 2
    assert not (fleet / "rules" / "local_models.csv").exists()


def test_an_organisation_may_be_mapped_by_its_number_and_one_that_is_not_mapped_is_counted(
    monkeypatch, capfdbinary, fleet
):
    (fleet / "all.csv").write_text(EXPORT.replace("K", ""))
    (fleet / "fleet.yaml").write_text(FLEET.replace("K1", "1").replace("K2", "2"))
    _, found, said = assessed(monkeypatch, capfdbinary, "--fleet", fleet, "--client", "birch")
    assert [one["id"] for one in found["devices"]] == ["a-1"]
    assert "9: 1 row, mapped to no client" in said
