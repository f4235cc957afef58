"""The fleet that `init` writes is a fleet, and explains every key."""

from pathlib import Path
from typing import Any

from msp_aigov.config.load import load_fleet, schemas
from msp_aigov.config.shipped import copied, shipped
from msp_aigov.rules.load import load_rules

# Keys of rarer ways to sign in (the error of `method` names them), and two that no client's file holds.
RARE = {"certificate_path", "service_connection_id", "exports", "prices"}


def test_what_init_writes_is_a_fleet(tmp_path: Path) -> None:
    """A newcomer's first audit stumbles over nothing that the program itself wrote."""
    copied("templates/fleet", tmp_path)
    rules = load_rules(tmp_path / "rules")
    fleet = load_fleet(tmp_path, rules)
    assert [client.id for client in fleet.clients] == ["example"]
    for file in fleet.clients[0].inventories:
        assert (tmp_path / file.path).is_file()


def test_the_example_explains_every_key() -> None:
    """Whatever the schemas know, the example shows, if only in a comment."""
    folder = shipped("templates/fleet")
    files = ("fleet.yaml", "waivers.yaml", "prices.yaml", "clients/example.yaml")
    text = "".join((folder / name).read_text(encoding="utf-8") for name in files)
    keys = {key for schema in schemas().values() for key in _keys(schema)}
    assert sorted(key for key in keys - RARE if f"{key}:" not in text) == []


def _keys(schema: Any) -> set[str]:
    objects = [schema, *schema.get("$defs", {}).values()]
    return {key for one in objects for key in one.get("properties", {})}
