"""One server with the ordinary scenario for all tests of a module."""

from collections.abc import Iterator

import pytest

from msp_aigov.simulator.server import SimulatedAzure

from .clinic import Sdks, Wire, scenario


@pytest.fixture(scope="module")
def azure() -> Iterator[SimulatedAzure]:
    """A server with the ordinary scenario."""
    with SimulatedAzure(scenario()) as running:
        yield running


@pytest.fixture(scope="module")
def sdks(azure: SimulatedAzure) -> Sdks:
    """The clinic's SDK clients."""
    return Sdks(azure)


@pytest.fixture(scope="module")
def wire(azure: SimulatedAzure) -> Wire:
    """The clinic's plain HTTP client."""
    return Wire(azure)
