"""docs/proven.md has a line for every credential method, route, cloud and inventory product."""

import typing

from msp_aigov.collect.inventory.mapping import catalogue
from msp_aigov.model.client import Access, AzureTenant, CredentialMethod

from .blocks import ROOT

PAGE = (ROOT / "docs" / "proven.md").read_text(encoding="utf-8")


def choices(kind: type, field: str) -> tuple[str, ...]:
    return typing.get_args(typing.get_type_hints(kind)[field])


def test_every_way_to_sign_in_has_a_line() -> None:
    for method in (*typing.get_args(CredentialMethod), *choices(Access, "route")):
        assert f"| `{method}`" in PAGE


def test_every_cloud_has_a_line() -> None:
    lines = [line for line in PAGE.splitlines() if line.startswith("| Clouds:")]
    assert [cloud for cloud in choices(AzureTenant, "cloud") if not any(f"`{cloud}`" in line for line in lines)] == []


def test_every_inventory_product_has_a_line() -> None:
    assert [product for product in catalogue() if f"`{product}`" not in PAGE] == []
