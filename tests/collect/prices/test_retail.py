"""The public price list: read without a token, from one host, shaped into dated rules."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from msp_aigov.azure.pricelist import price_items
from msp_aigov.azure.refusal import GuardRefusal
from msp_aigov.collect.prices.retail import prices
from msp_aigov.errors import AigovError
from msp_aigov.pipeline.prices import refreshed
from msp_aigov.rules.load import load_rules
from tests import world

TODAY = date(2026, 11, 20)


def item(meter: str = "gpt-5-mini Inp Gl", **changed: Any) -> dict[str, Any]:
    usual = {
        "currencyCode": "USD",
        "retailPrice": Decimal("0.25"),
        "meterId": "AAAA-1",
        "meterName": meter,
        "serviceName": "Foundry Models",
        "armRegionName": "westeurope",
        "unitOfMeasure": "1M",
        "tierMinimumUnits": 0,
        "effectiveStartDate": "2026-01-01T00:00:00Z",
        "type": "Consumption",
    }
    return {**usual, **changed}


def test_a_meters_name_says_model_sku_and_what_it_counts() -> None:
    (price,) = prices([item()], TODAY)
    assert (price.model, price.sku, price.metric, price.amount, price.unit) == (
        "gpt-5-mini",
        "GlobalStandard",
        "input",
        Decimal("0.25"),
        "1M",
    )
    assert (price.meter_id, price.reference.read_on) == ("aaaa-1", TODAY)


@pytest.mark.parametrize(
    "left_out",
    [
        {"retailPrice": 0},
        {"effectiveStartDate": "2027-01-01T00:00:00Z"},
        {"tierMinimumUnits": 1000},
        {"type": "Reservation"},
        {"meterName": "gpt-5-mini Batch Inp Gl"},
        {"currencyCode": None},
    ],
)
def test_what_is_no_price_in_force_is_left_out(left_out: dict[str, Any]) -> None:
    assert list(prices([item(**left_out)], TODAY)) == []


def test_the_newest_price_of_a_meter_counts() -> None:
    newer = item(retailPrice=Decimal("0.20"), effectiveStartDate="2026-06-01T00:00:00Z")
    assert [price.amount for price in prices([newer, item()], TODAY)] == [Decimal("0.20")]


def listed(count: int) -> dict[str, Any]:
    rows = [item(meterId=f"m{number}", retailPrice="0.25") for number in range(count)]
    return {**world.estate(), "prices": rows}


def test_refresh_reads_every_page_without_a_token_and_writes_a_rule_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with world.simulated(listed(250)) as azure:
        world.enter(azure, monkeypatch)
        path, count = refreshed(tmp_path, ("USD",))
        asked = [entry for entry in azure.log.entries if entry.path == "/api/retail/prices"]
        assert {entry.tenant for entry in azure.log.entries} == {""} and len(asked) == 4
    assert count == 250 and path == tmp_path / "prices.csv"
    assert len(load_rules(tmp_path).prices) == 250


def test_a_next_page_on_another_host_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from msp_aigov.simulator.arm.money import retail_prices

    monkeypatch.setattr(retail_prices, "link", lambda request, token: "https://elsewhere.example/api/retail/prices")
    with world.simulated(listed(150)) as azure:
        world.enter(azure, monkeypatch)
        with pytest.raises(GuardRefusal, match=r"elsewhere\.example"):
            list(price_items("Foundry Models", "USD"))


def test_priority_and_provisioned_meters_are_kept_apart_from_the_standard_ones() -> None:
    found = prices(
        [item("gpt-5-mini PP Inp Gl", meterId="1"), item("Provisioned Managed Global Unit", meterId="2")], TODAY
    )
    apart = {(each.model, each.metric, each.tier, each.sku) for each in found}
    assert apart == {
        ("gpt-5-mini", "input", "priority", "GlobalStandard"),
        ("", "provisioned", "", "GlobalProvisionedManaged"),
    }


def test_old_prices_are_flagged_where_they_are_shown(tmp_path: Path) -> None:
    from typer.testing import CliRunner

    from msp_aigov.cli.spend import prices as command

    rules = tmp_path / "rules"
    rules.mkdir()
    header = "client,meter_id,meter,model,sku,metric,region,currency,amount,unit,effective,source,read_on"
    rows = [
        f",,m,{model},,input,,USD,1,1M,,list,{day}" for model, day in (("old-x", "2020-01-01"), ("new-x", "2999-01-01"))
    ]
    (rules / "prices.csv").write_text("\n".join([header, *rows]) + "\n", "utf-8")
    done = CliRunner().invoke(command.app, ["show", "--fleet", str(tmp_path)])
    marked = [line for line in done.stdout.splitlines() if "OLDER THAN 45 DAYS" in line]
    assert len(marked) == 1 and marked[0].startswith("old-x") and "prices refresh" in done.stderr


@pytest.mark.parametrize("fault", [(), ("GET */prices=500",), ("GET */prices=html:200",), ("GET */prices=drop",)])
def test_a_list_that_is_empty_or_broken_never_takes_the_place_of_prices(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: tuple[str, ...]
) -> None:
    monkeypatch.setattr("azure.core.pipeline.transport.RequestsTransport.sleep", lambda self, seconds: None)
    (tmp_path / "prices.csv").write_text("kept", "utf-8")
    with world.simulated(world.estate(), *fault) as azure:
        world.enter(azure, monkeypatch)
        with pytest.raises(AigovError, match="nothing was written|was not read"):
            refreshed(tmp_path, ("USD",))
    assert (tmp_path / "prices.csv").read_text("utf-8") == "kept"


@pytest.mark.parametrize(
    ("meter", "model", "metric"),
    [
        ("MAI-Image-2.5 Image Outp Gl", "MAI-Image-2.5", "output"),
        ("MAI-Image-2.5 Text Inp Gl", "MAI-Image-2.5", "input"),
        ("MAI-Image-2.5 Image Inp Gl", "MAI-Image-2.5", "input_image"),
        ("gpt img 1.5 out img gl", "gpt-image-1.5", "output"),
        ("gpt img 1.5 out txt gl", "gpt-image-1.5", "output_text"),
        ("gpt-image-2 cached Inp Data Zone", "gpt-image-2", "cached"),
        ("DeepSeek V3.2 Outp DZ", "DeepSeek-V3.2", "output"),
    ],
)
def test_the_word_image_in_a_models_name_stays_there(meter: str, model: str, metric: str) -> None:
    (price,) = prices([item(meter)], TODAY)
    assert (price.model, price.metric) == (model, metric)
