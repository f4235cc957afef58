"""Money through the real SDKs: gaps explained, closed months read once, metrics asked for by definition."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from msp_aigov.assess.spend.outlook.use import settled_days
from msp_aigov.collect.azure.spend import cost_closed, cost_meters, table
from msp_aigov.collect.azure.spend import marketplace as resold
from msp_aigov.model.document import ClientReport
from msp_aigov.model.text import Money
from msp_aigov.pipeline.settled import plan_of
from tests import storm, world

SAAS = f"/subscriptions/{world.SUBSCRIPTION}/resourceGroups/rg-ai/providers/Microsoft.SaaS/resources/claude-opus-1234"


def audited(folder: Path, data: dict[str, Any], monkeypatch: pytest.MonkeyPatch, *faults: str) -> ClientReport:
    world.write_fleet(folder, {"one": world.client_file()})
    with world.simulated(data, *faults) as azure:
        world.enter(azure, monkeypatch)
        return world.run_audit(folder).document.clients[0]


GAPS = [
    ("POST */query=204", "unsupported", "not the same as zero", "cost visibility is off"),
    ("POST */query=offer", "unsupported", "MS-AZR-0243P", "ask who bills"),
    ("POST */query=401", "denied", "RBACAccessDenied", "Cost Management Reader"),
    ("POST */query=424", "unsupported", "FailedDependency", "too little history"),
]


@pytest.mark.parametrize(("fault", "state", "reason", "mend"), GAPS)
def test_every_refusal_of_costs_is_a_gap_with_its_own_mend(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str, state: str, reason: str, mend: str
) -> None:
    report = audited(tmp_path, world.estate(), monkeypatch, fault)
    (cell,) = [cell for cell in report.coverage if cell.source == "azure.cost"]
    assert (cell.state, reason in cell.reason, mend in cell.mend) == (state, True, True)
    assert report.spend.totals == () and report.lights[0].state == "unknown"


@pytest.mark.parametrize("fault", ["POST */forecast=204", "POST */forecast=424"])
def test_without_azures_forecast_history_is_used_and_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    report = audited(tmp_path, world.estate(), monkeypatch, fault)
    assert [each.method for each in report.spend.forecasts] == ["history"]
    assert report.lights[0].state == "in_order"


def test_closed_months_are_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = one_subscription(tmp_path)
    with world.simulated(world.estate()) as azure:
        world.enter(azure, monkeypatch)
        first = world.run_audit(folder).document.clients[0]
        once = Counter(entry.body for entry in azure.log.entries if entry.path.endswith("/query"))
        second = world.run_audit(folder).document.clients[0]
        twice = Counter(entry.body for entry in azure.log.entries if entry.path.endswith("/query"))
    assert first.spend.months == second.spend.months and len(first.spend.months) == 4
    settled_now = storm.today().day >= table.SETTLES_ON
    closed = [table.period(*table.month(storm.today(), back)) for back in (1, 2, 3)]
    again = {body for body in twice if twice[body] > once[body]}
    reread = sum(period[:10] in (body or "") for period in closed for body in again)
    assert reread == (0 if settled_now else 3)  # the daily costs, those by meter and those of the Marketplace
    served, asked = (5, 5) if settled_now else (2, 8)
    assert planned_units(folder) == (
        f"one: {asked} cost query units in its tenant, about {asked} s, {served} served from earlier runs"
    )
    assert len(again) == (4 if settled_now else 7)  # the same of this month, its meters' ids; a forecast is no query


def test_the_first_days_of_a_month_still_correct_the_one_before() -> None:
    from datetime import date

    from msp_aigov.model.answers import Ask, Scope

    ask = Ask(cost_closed.SOURCE, Scope("subscription", "s", "S"), "2026-10-01..2026-10-31")
    assert cost_closed.settled(ask) == date(2026, 11, 10)
    so_far = Ask(cost_meters.SOURCE, ask.scope, "2026-10-01..2026-10-20")
    assert cost_meters.settled(so_far) == resold.settled(so_far) == date(2026, 11, 10)
    assert cost_meters.queries(date(2026, 1, 5)) == ("2025-12-01..2025-12-31", "2026-01-01..2026-01-05")
    assert cost_closed.queries(date(2026, 1, 5)) == (
        "2025-10-01..2025-10-31",
        "2025-11-01..2025-11-30",
        "2025-12-01..2025-12-31",
    )


def marketplace() -> dict[str, Any]:
    """A model billed through the Marketplace beside the account, and a budget that filters on the account's type."""
    data = world.estate()
    subscription = data["tenants"][0]["subscriptions"][0]
    bought = {"resource_id": SAAS, "service": "", "publisher": "Marketplace", "daily": "3.5", "currency": "USD"}
    mail = {"resource_id": SAAS.replace("claude-opus", "mailer"), "service": "", "publisher": "Marketplace"}
    subscription["costs"] += [bought, {**mail, "daily": "9", "currency": "USD"}]
    kind = {"name": "ResourceType", "operator": "In", "values": ["Microsoft.CognitiveServices/accounts"]}
    subscription["budgets"]["consumption"] = [world.budget(filter={"dimensions": kind})]
    return data


def test_a_marketplace_model_is_ai_counted_once_and_the_budget_that_misses_it_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = audited(tmp_path, marketplace(), monkeypatch)
    days = storm.today().day
    assert [cost.amount for cost in report.spend.totals] == [days * (storm.Decimal("1.25") + storm.Decimal("3.5"))]
    assert [cost.amount for cost in report.spend.other] == [days * 9]
    (missed,) = [finding for finding in report.findings if finding.check == "SPD004" and finding.outcome == "fail"]
    assert missed.subject.name == "claude-opus-1234" and ("budget", "ai-monthly") in missed.detail.values


def test_under_a_partner_the_blind_spot_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = world.changed(world.estate(), lambda s: s.update(quota_id="CSP_2015-05-01"))
    report = audited(tmp_path, data, monkeypatch)
    assert report.spend.price_basis == "retail" and len(report.spend.standing) == 2


def test_metrics_are_defined_first_and_only_those_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = world.write_fleet(tmp_path, {"one": world.client_file()})
    with world.simulated(world.estate()) as azure:
        world.enter(azure, monkeypatch)
        report = world.run_audit(folder).document.clients[0]
        asked = [entry.query for entry in azure.log.entries if entry.path.lower().endswith("insights/metrics")]
    assert any("ProcessedPromptTokens" in query for query in asked) and not any("OutputTokens" in q for q in asked)
    (now,) = report.spend.now
    assert now.today is not None and now.billed is None


def test_estimate_and_bill_of_one_planted_ledger_agree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A million tokens in and a quarter of one out in ten hours of each settled day; billing repeats it day by day."""
    today, data = storm.today(), world.estate()
    days = settled_days(today)
    at = {f"{day:%Y-%m-%d}T{hour:02}": 1 for day in days for hour in range(10)}
    subscription = data["tenants"][0]["subscriptions"][0]
    split = {"ModelDeploymentName": "letters", "ServiceTierResponse": "default"}
    subscription["accounts"][0]["usage"] = [
        {"metric": metric, "dimensions": dimensions, "hourly": "0", "at": dict.fromkeys(at, count)}
        for metric, dimensions, count in (
            ("ProcessedPromptTokens", split, 1000000),
            ("GeneratedTokens", split, 250000),
            ("InputTokens", {"ModelDeploymentName": "letters"}, 1000000),
        )
    ]
    meters = (("gpt-5-mini Inp DZ", "2.50"), ("gpt-5-mini Outp DZ", "5.00"))
    subscription["costs"] = [
        {"account": "client-ai", "service": "Foundry Models", "meter": meter, "daily": cost, "until": days[-1]}
        for meter, cost in meters
        if days
    ]
    report = audited(tmp_path, data, monkeypatch)
    (now,), total = report.spend.now, Money(len(days) * storm.Decimal("7.50"), "USD")
    assert now.month == now.month_filled == total and now.today == Money(storm.Decimal("0.00"), "USD")
    if days:
        assert (now.billed, now.ratio, now.billed_until) == (total, 1, days[-1])
        (together,) = report.spend.now_totals
        assert (together.month, together.billed, together.unknown) == (total, total, ())
        assert {line.meter: line.paid.values for line in report.spend.models} == {
            "gpt-5-mini Inp DZ": (("amount", Money(storm.Decimal("0.25"), "USD")),),
            "gpt-5-mini Outp DZ": (("amount", Money(storm.Decimal("2.00"), "USD")),),
        }


def test_the_plan_says_what_the_tenant_will_pay(tmp_path: Path) -> None:
    assert planned_units(one_subscription(tmp_path)) == "one: 10 cost query units in its tenant, about 10 s"


def one_subscription(tmp_path: Path) -> Path:
    """A fleet whose client's file names its one subscription."""
    file = world.client_file()
    file["azure"]["subscriptions"] = [world.SUBSCRIPTION]
    return world.write_fleet(tmp_path, {"one": file})


def planned_units(folder: Path) -> str:
    """What an audit would say beforehand."""
    from msp_aigov.config.load import load_fleet
    from msp_aigov.pipeline.order import Order
    from msp_aigov.rules.load import load_rules

    rules = load_rules()
    fleet = load_fleet(folder, rules)
    (line,) = plan_of(Order(fleet, fleet.clients, rules, folder, folder / "runs"))
    return line
