"""Adapter names of real fleets: the kind and the memory that each of them tells, and no more."""

import csv
from pathlib import Path

import pytest

from msp_aigov.collect.inventory.hardware import gpu_kind
from msp_aigov.model.device import Gpu

from .reading import NAMES

GIB = 2**30
ADAPTERS = list(csv.DictReader(Path(__file__).with_name("adapters.csv").read_text("utf-8").splitlines()))


@pytest.mark.parametrize("row", ADAPTERS, ids=lambda row: row["name"])
def test_a_name_tells_its_kind_and_the_memory_its_cards_have(row):
    sizes = ";".join(str(size // GIB) for size in NAMES.memory(Gpu(row["name"], gpu_kind(row["name"])))[0])
    assert (gpu_kind(row["name"]) or "", sizes) == (row["kind"], row["memory_gib"])


def test_the_list_holds_every_kind_and_what_no_name_tells():
    assert {row["kind"] for row in ADAPTERS} == {"discrete", "integrated", "virtual", ""}
