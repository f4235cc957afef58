"""Inventories of the whole fleet, handed to the clients whose organisations they hold."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from msp_aigov.errors import ConfigError
from msp_aigov.model.client import Client, InventoryFile, SharedInventory

LISTED = "organisations"


def as_lists(data: Any) -> Any:
    """The data of fleet.yaml with each map from organisation to client as the list that says the same."""
    if not isinstance(data, dict) or not isinstance(data.get("inventories"), list):
        return data
    return data | {"inventories": [_as_list(one) for one in data["inventories"]]}


def _as_list(inventory: Any) -> Any:
    if not isinstance(inventory, dict) or not isinstance(inventory.get(LISTED), dict):
        return inventory
    return inventory | {LISTED: [{"name": name, "client": client} for name, client in inventory[LISTED].items()]}


def with_maps(schema: dict[str, Any]) -> dict[str, Any]:
    """The JSON Schema of fleet.yaml, by which organisations may stand in a map too."""
    fields = schema["$defs"]["SharedInventory"]["properties"]
    meant = {"type": "object", "additionalProperties": {"type": "string"}}
    fields[LISTED] = {"anyOf": [meant, {key: value for key, value in fields[LISTED].items() if key != "default"}]}
    return schema


def shared_out(inventories: Sequence[SharedInventory], clients: Iterable[Client]) -> tuple[Client, ...]:
    """The clients, each with the shared inventories that hold an organisation mapped to it."""
    made = tuple(clients)
    known = {client.id for client in made}
    for inventory in inventories:
        if strange := sorted({one.client for one in inventory.organisations} - known):
            raise ConfigError(
                f"fleet.yaml: {inventory.path}: no client {', '.join(strange)}",
                "Clients here: " + ", ".join(sorted(known)),
            )
    return tuple(replace(client, inventories=(*client.inventories, *_of(client, inventories))) for client in made)


def _of(client: Client, inventories: Sequence[SharedInventory]) -> Iterable[InventoryFile]:
    for inventory in inventories:
        names = tuple(str(one.name) for one in inventory.organisations if one.client == client.id)
        if names:
            yield InventoryFile(inventory.path, inventory.product, inventory.encoding, inventory.split_by, names)
