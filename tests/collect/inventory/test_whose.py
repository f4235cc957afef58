"""A file with the devices of several clients: of another's rows nothing but their number is kept."""

import json

from msp_aigov.collect.inventory import files
from msp_aigov.collect.inventory.whose import whose
from msp_aigov.model.client import AD_HOC, Client, InventoryFile

from .reading import SAMPLES, parsed

EXPORT = "device,serial,ram_gb,customer\nA-1,S1,16,Birch\nB-1,S2,8,Cedar\nC-1,S3,8,Fir\nD-1,S4,8,Fir\nE-1,S5,8,\n"
SPLIT = InventoryFile("all.csv", split_by="customer", organisations=("Cedar",))


def read(folder, client, file, content=EXPORT):
    (folder / "all.csv").write_text(content)
    return files.read(folder / "all.csv", "all.csv", split_by=file.split_by, whose=whose(client, file))


def told(payload):
    return [(one.kind, one.names, one.organisation) for one in parsed(payload)]


def test_of_a_split_file_only_the_clients_own_rows_are_stored(tmp_path):
    payload = read(tmp_path, Client("cedar-llp", "Cedar LLP"), SPLIT)
    assert not any(word in payload for word in ("Birch", "Fir", "A-1", "C-1", "S5"))
    assert told(payload) == [
        ("device", ("B-1",), "Cedar"),
        ("unassigned", (), "another organisation, 1"),
        ("unassigned", (), "another organisation, 2"),
        ("unassigned", (), "another organisation, 2"),
        ("unassigned", (), None),
    ]


def test_of_a_file_that_names_several_organisations_only_the_clients_rows_are_stored(tmp_path):
    payload = read(tmp_path, Client("birch", "Birch Ltd"), InventoryFile("all.csv"))
    assert [record["cells"]["device"] for record in json.loads(payload)["records"]] == ["A-1"]
    assert "Cedar" not in payload


def test_a_file_with_one_organisation_is_the_clients_whatever_it_calls_it(tmp_path):
    payload = read(tmp_path, Client("elm", "Elm"), InventoryFile("all.csv"), EXPORT.split("B-1")[0])
    assert told(payload) == [("device", ("A-1",), "Birch")]


def test_files_without_a_client_keep_every_row(tmp_path):
    assert len(json.loads(read(tmp_path, Client(AD_HOC, ""), InventoryFile("all.csv")))["records"]) == 5


def test_a_numeric_organisation_of_ninjaone_is_mapped_by_its_id():
    file = InventoryFile("ninjaone.json", split_by="organizationId", organisations=("7",))
    path = SAMPLES / "ninjaone.json"
    payload = files.read(path, path.name, split_by=file.split_by, whose=whose(Client("birch", "Birch"), file))
    wanted = [item for item in json.loads(path.read_text()) if item["organizationId"] == 7]
    assert len([one for one in parsed(payload) if one.kind != "unassigned"]) == len(wanted) > 0
