"""What the clinic has: its spend, filters, devices and workloads."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from msp_aigov.model.cloud import AiAccount, Deployment
from msp_aigov.model.device import (
    Device,
    DeviceReadiness,
    DeviceVerdict,
    Endpoints,
    Facts,
    Gpu,
    RejectedRow,
    Rows,
    VerdictKind,
    WorkloadFit,
)
from msp_aigov.model.guardrails import DeploymentGuardrail, EffectiveFilter, Guardrails, Match, Processing
from msp_aigov.model.placing import Crossing, Obligation
from msp_aigov.model.seen import Seen
from msp_aigov.model.spend import Budget, BudgetCoverage, DaySpend, Notification, ServiceSpend, Spend
from msp_aigov.model.text import Money, Size, Text
from msp_aigov.model.workload import Candidate, Gate, StageDecision, WorkloadDecision

from .found import ACCOUNT, euro

GIB = 1024**3
CASES = ("Hate", "Sexual", "Violence", "Selfharm")


def spend() -> Spend:
    """A month with a rising curve, two budgets and one resource that nobody watches."""
    days = tuple(DaySpend(date(2026, 10, day), euro(f"{24 + day * day / 22:.2f}")) for day in range(1, 32))
    alerts = tuple(Notification(f"at-{at}", True, Decimal(at), False, ("it@harbour.example",)) for at in (50, 80))
    forecast = Notification("forecast", True, Decimal(100), True, ("it@harbour.example",))
    monthly = Budget(
        "b1",
        "clinic-monthly",
        "/subscriptions/1111",
        "Microsoft.Consumption",
        euro("900"),
        "Monthly",
        date(2026, 1, 1),
        date(2027, 12, 31),
        (),
        (*alerts, forecast),
    )
    silent = replace(monthly, id="b2", name="old-pilot", amount=None, grain=None, end=None, notifications=())
    resources = (
        BudgetCoverage("r1", "hero-images", "Azure OpenAI", (euro("1284.16"),), ()),
        BudgetCoverage(
            "r2",
            "clinic-chat",
            "Azure OpenAI",
            (euro("446.86"), Money(Decimal("12.5"), "USD")),
            ("b1",),
            (),
            (euro("401.10"),),
        ),
        BudgetCoverage("r3", "speech", "Speech", (euro("0.000412"),), (), ("b2",)),
    )
    return Spend(
        period_from=date(2026, 10, 1),
        period_to=date(2026, 10, 31),
        price_basis="retail",
        totals=(euro("1731.02"),),
        uncovered=(euro("1284.16"),),
        services=(
            ServiceSpend("Azure OpenAI", True, euro("1731.02")),
            ServiceSpend("Everything else", False, euro("20418.905")),
        ),
        days=days,
        resources=resources,
        budgets=(monthly, silent),
        target=euro("900"),
    )


def filters(weaker: bool) -> tuple[EffectiveFilter, ...]:
    """Four graded filters in both directions, and two that know no severity."""
    graded = [
        EffectiveFilter(name, direction, "blocks", "Medium", "configured", "policy clinic-chat", "Medium", "meets")
        for name in CASES
        for direction in ("prompt", "completion")
    ]
    if weaker:
        graded[-1] = replace(graded[-1], state="annotates", threshold=None, match="weaker")
    unknown: Match = "unknown"
    return (
        *graded,
        EffectiveFilter("Jailbreak", "prompt", "blocks", None, "inherited", "Microsoft.DefaultV2", "blocks", "meets"),
        EffectiveFilter("Indirect Attack", "prompt", "unknown", None, "default", "not in any file", "blocks", unknown),
    )


def deployment(name: str, model: str, zone: Processing, weaker: bool) -> DeploymentGuardrail:
    """One deployment of the clinic."""
    made = Deployment(
        id=f"{ACCOUNT}/deployments/{name}",
        name=name,
        account=ACCOUNT,
        model=model,
        model_format="OpenAI",
        model_version="2026-08-01",
        sku="DataZoneStandard",
        policy=Seen("clinic-chat", "read", "ARM"),
        scopes=("1111",),
    )
    return DeploymentGuardrail(made, "harbour-ai-weu", "clinic-chat", "healthcare", filters(weaker), zone)


def guardrails() -> Guardrails:
    """One account with two deployments."""
    account = AiAccount(
        ACCOUNT,
        "harbour-ai-weu",
        "1111",
        "rg-web",
        "westeurope",
        "OpenAI",
        Seen(True, "default", "ARM leaves it out"),
        Seen(None, "missing"),
        Seen("Allow", "read", "ARM"),
    )
    inside = Processing("data_zone", "EU", True, Text("inside {zone}", zone="eu"))
    outside = Processing("global", "", False, Text("the client allows {zone} only", zone="eu"))
    return Guardrails(
        (account,),
        (
            deployment("clinic-chat", "gpt-5.4-mini", inside, True),
            deployment("hero-images", "MAI-Image-2.5", outside, False),
        ),
    )


def device(name: str, ram: Seen[int], verdict: VerdictKind) -> DeviceReadiness:
    """One device of the clinic with its verdicts."""
    facts = Facts(
        manufacturer=Seen("Dell", "read", "ninja.csv row 4"),
        model=Seen("OptiPlex 7010", "read", "ninja.csv row 4"),
        ram_installed_bytes=ram,
        last_seen=Seen(date(2026, 11, 18), "read", "ninja.csv row 4"),
    )
    gpu = Gpu("Intel UHD 770", "integrated")
    after = verdict == "ready_after"
    reasons = (
        ()
        if verdict == "ready"
        else (Text("{has} of memory, {needs} needed", has=Size(8 * GIB), needs=Size(16 * GIB)),)
    )
    minimum = DeviceVerdict("", (), "unknown" if verdict == "unknown" else "ready")
    against = DeviceVerdict(
        "Surgery dictation",
        ("whisper-small",),
        verdict,
        reasons if verdict != "unknown" else (),
        ("ram_installed_bytes",) if verdict == "unknown" else (),
        Text("Add {size} of memory", size=Size(8 * GIB)) if after else None,
        euro("62") if after else None,
        ("Foundry Local, system requirements, 2026-11-01",),
    )
    return DeviceReadiness(Device(name.lower(), (name,), facts, (gpu,), True), minimum, (against,))


def endpoints() -> Endpoints:
    """Five devices, one for each verdict but one."""
    devices = (
        device("SURGERY-1", Seen(32 * GIB, "read", "ninja.csv row 4", "bytes"), "ready"),
        device("SURGERY-2", Seen(8 * GIB, "read", "ninja.csv row 5", "bytes"), "ready_after"),
        device("XRAY-1", Seen(8 * GIB, "contradicted", "ninja.csv says 8, intune.csv 16", "bytes"), "replace"),
        device("FRONTDESK-1", Seen(None, "missing", "", "bytes"), "unknown"),
        device("LAB-2", Seen(4 * GIB, "capped", "WMI", "bytes"), "unknown"),
    )
    return Endpoints(
        rows=Rows(24, 18, 3, 1, 1, 1),
        devices=devices,
        fits=(
            WorkloadFit("Surgery dictation", ("whisper-small",), 8, 2, 1, 0, 7),
            WorkloadFit("Notes summary", ("phi-4-mini",), 3, 5, 3, 0, 7),
        ),
        rejected=(RejectedRow("ninja.csv", 17, "memory is “lots”"),),
    )


def workloads() -> tuple[WorkloadDecision, ...]:
    """Three decisions, one of them in two stages."""
    gate = Gate("region", "pass", Text("audio stays on the device"), ("profile healthcare",))
    stages = (
        StageDecision(
            "listen", "speech-to-text", "foundry_local", "approved", (Candidate("device", "device", (gate,)),)
        ),
        StageDecision("draft", "chat", "azure_data_zone", "conditional"),
    )
    return (
        WorkloadDecision(
            "Surgery dictation",
            "Letters from spoken notes",
            "hybrid",
            "conditional",
            "feasibility",
            Text("{ready} of {total} devices are ready", ready=8, total=18),
            stages,
            (Crossing("restricted", "listen", "draft", Text("Text leaves the device for the EU data zone")),),
            (Obligation("notice", Text("Tell patients"), None, "the house's own rule"),),
            "EU data zone",
            Text("{count} unknown devices are inventoried", count=7),
        ),
        WorkloadDecision("Website images", "", "azure_global", "approved", None, Text("All gates passed")),
        WorkloadDecision(
            "Patient letters", "", "run_additional_eval", "needs_evidence", "evidence", Text("No evaluation")
        ),
    )
