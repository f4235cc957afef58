"""Machines judged by their cells: what reads alike is one kind, and each kind is judged once."""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import replace

from msp_aigov.assess.endpoints.demand import Demand
from msp_aigov.assess.endpoints.expect.names import Names
from msp_aigov.assess.endpoints.join import grouped_devices
from msp_aigov.assess.endpoints.kinds import disks_needed, kinds_by_disk, reduced
from msp_aigov.assess.endpoints.limits import Limits
from msp_aigov.collect.inventory.layout import Layout, seen_of
from msp_aigov.model.device import Device, VerdictKind

CODES: dict[VerdictKind, int] = {"ready": 0, "ready_after": 1, "replace": 2, "not_suitable": 3, "unknown": 4}
OUT_OF_SCOPE = 5  # what the inventory says is no computer


class Judge:
    """Answers as many questions as there are workloads, and before them the minimum's."""

    def __init__(self, shape: Layout, wanted: Sequence[Demand], bounds: Limits) -> None:
        self._shape, self._wanted, self._bounds = shape, wanted, bounds
        self._names = Names(bounds.graphics_cards, bounds.silicon)
        self.needs = disks_needed(wanted, bounds)
        self._told: dict[Hashable, tuple[int, ...]] = {}

    def codes(self, machines: Sequence[Sequence[str]]) -> Iterator[tuple[int, ...]]:
        """For each row of cells and each question its code with enough disk, with too little, and not known."""
        outside = (OUT_OF_SCOPE,) * 3 * len(self.needs)
        return (outside if device is None else self._codes(device) for device in self._devices(machines))

    def alike(self, machines: Sequence[Sequence[str]]) -> Iterator[int]:
        """For each row of cells the place of the first that tells the same of a machine."""
        first: dict[Hashable, int] = {}
        for place, device in enumerate(self._devices(machines)):
            yield first.setdefault(None if device is None else reduced(device), place)

    def _devices(self, machines: Sequence[Sequence[str]]) -> Iterator[Device | None]:
        """The machines as the mapping reads them; None where one is no computer."""
        for seen in seen_of(self._shape, machines):
            # Rows are not joined here, so that an update of a device is all that is known of it.
            kind = "device" if seen.kind == "update" else seen.kind
            told = self._names.told(replace(seen, names=("machine",), kind=kind))
            grouped, _, _, _ = grouped_devices([told])
            yield grouped[0][0] if grouped else None

    def _codes(self, device: Device) -> tuple[int, ...]:
        key = reduced(device)
        if key not in self._told:
            kinds = kinds_by_disk(device, self._wanted, self._bounds)
            self._told[key] = tuple(CODES[kind] for each in kinds for kind in each)
        return self._told[key]
