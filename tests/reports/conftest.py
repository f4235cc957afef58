"""Comparing with golden files."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture
def golden() -> Callable[[str, bytes], bytes]:
    """What a file of `golden/` holds; with UPDATE_GOLDEN=1 the given bytes are written into it first."""

    def kept(name: str, data: bytes) -> bytes:
        path = GOLDEN / name
        if os.environ.get("UPDATE_GOLDEN"):
            path.write_bytes(data)
        return path.read_bytes()

    return kept
