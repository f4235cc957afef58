"""Where a SKU may process data, against where the client allows it; what is not known is not allowed."""

import pytest

from msp_aigov.assess.guardrails.residency import processing
from tests.assess.guardrails.policies import RULES

TABLE = [
    ("Standard", "westeurope", "NL", "region", True),
    ("Standard", "westeurope", "eu", "region", True),
    ("Standard", "westeurope", "any", "region", True),
    ("Standard", "westeurope", "IE", "region", False),
    ("Standard", "westeurope", "us", "region", False),
    ("Standard", "westeurope", None, "region", None),
    ("Standard", "uksouth", "GB", "region", True),
    ("Standard", "uksouth", "eu", "region", False),
    ("standard", "westeurope", "NL", "region", True),
    ("Standard", "moonbase1", "eu", "region", None),
    ("Standard", "moonbase1", "any", "region", True),
    ("Standard", "", "eu", "region", None),
    ("DataZoneStandard", "westeurope", "eu", "data_zone", True),
    ("DataZoneStandard", "westeurope", "NL", "data_zone", False),
    ("DataZoneStandard", "northeurope", "IE", "data_zone", False),
    ("DataZoneStandard", "westeurope", "us", "data_zone", False),
    ("DataZoneStandard", "westeurope", "any", "data_zone", True),
    ("DataZoneStandard", "westeurope", None, "data_zone", None),
    ("DataZoneStandard", "uksouth", "GB", "data_zone", None),
    ("DataZoneStandard", "uksouth", "any", "data_zone", True),
    ("GlobalStandard", "westeurope", "eu", "global", False),
    ("GlobalStandard", "westeurope", "any", "global", True),
    ("GlobalStandard", "westeurope", None, "global", None),
    ("GlobalStandard", "moonbase1", "eu", "global", False),
    ("DeveloperTier", "westeurope", "eu", "unknown", None),
    ("DeveloperTier", "westeurope", "any", "unknown", True),
    ("NewTier", "westeurope", "eu", "unknown", None),
    ("", "westeurope", "eu", "unknown", None),
    (None, "westeurope", "eu", "unknown", None),
]


@pytest.mark.parametrize(("sku", "region", "residency", "kind", "allowed"), TABLE)
def test_the_place_of_processing_follows_sku_and_region(
    sku: str | None, region: str, residency: str | None, kind: str, allowed: bool | None
) -> None:
    place = processing(sku, region, residency, RULES)
    assert (place.kind, place.allowed) == (kind, allowed)
    assert place.reason.template
