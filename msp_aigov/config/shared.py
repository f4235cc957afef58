"""Inventories of the whole fleet, handed to the clients whose organisations they hold."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from msp_aigov.errors import ConfigError
from msp_aigov.model.client import Client, InventoryFile, SharedInventory


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
