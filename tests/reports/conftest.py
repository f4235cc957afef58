"""Comparing with golden files."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture
def golden() -> Callable[[str, bytes], None]:
    """Compare bytes with a file of `golden/`; UPDATE_GOLDEN=1 writes it anew."""

    def compare(name: str, data: bytes) -> None:
        path = GOLDEN / name
        if os.environ.get("UPDATE_GOLDEN"):
            path.write_bytes(data)
        assert data == path.read_bytes(), f"{name} differs; if that is right, run the tests with UPDATE_GOLDEN=1"

    return compare
