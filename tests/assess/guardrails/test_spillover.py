"""Where a deployment processes counts what it spills over to, its service tier, and the countries of its zone."""

from typing import Any

import pytest

from msp_aigov.assess.guardrails.residency import countries_of, deployed, processing
from msp_aigov.model.cloud import Deployment
from msp_aigov.rules.load import load_rules
from tests.assess.guardrails.policies import ACCOUNT, deployment

RULES = load_rules()


def place(others: dict[str, str], residency: str = "eu", **fields: Any) -> tuple[str, bool | None]:
    made = deployment(**{"sku": "DataZoneStandard", **fields})
    near: dict[str, Deployment] = {
        f"{ACCOUNT}/deployments/{name}": deployment(name=name, sku=sku) for name, sku in others.items()
    }
    found = deployed(made, "swedencentral", near, residency, RULES)
    return found.kind, found.allowed


def test_the_eu_zone_holds_norway_and_switzerland_and_not_the_united_kingdom() -> None:
    assert {"NO", "CH", "SE"} <= countries_of("eu", RULES)
    assert "GB" not in countries_of("eu", RULES)
    assert not {"NO", "CH", "GB"} & countries_of("eu_members_only", RULES)


ZONES = [
    ("DataZoneStandard", "swedencentral", "eu", True),
    ("DataZoneStandard", "swedencentral", "eu_members_only", False),
    ("Standard", "swedencentral", "eu_members_only", True),
    ("Standard", "norwayeast", "eu", True),
    ("Standard", "norwayeast", "eu_members_only", False),
    ("Standard", "switzerlandnorth", "eu_members_only", False),
    ("Standard", "uksouth", "eu", False),
    ("GlobalStandard", "swedencentral", "eu_members_only", False),
]


@pytest.mark.parametrize(("sku", "region", "residency", "allowed"), ZONES)
def test_a_zone_is_a_list_of_countries(sku: str, region: str, residency: str, allowed: bool) -> None:
    assert processing(sku, region, residency, RULES).allowed is allowed


def test_spill_over_to_a_wider_class_counts() -> None:
    assert place({"wide": "GlobalStandard"}, spillover="WIDE") == ("global", False)
    assert place({"near": "Standard"}, spillover="near") == ("data_zone", True)


def test_spill_over_to_a_deployment_that_is_not_there_is_unknown() -> None:
    assert place({}, spillover="gone") == ("unknown", None)
    assert place({}, spillover="gone", sku="GlobalStandard") == ("unknown", False)
    assert place({}, "any", spillover="gone") == ("unknown", True)


def test_a_service_tier_that_only_costs_more_changes_nothing_and_a_newer_one_is_unknown() -> None:
    assert place({}, service_tier="Priority") == ("data_zone", True)
    assert place({}, service_tier="Orbital") == ("unknown", None)
