"""What was read and found of the clinic: coverage, findings and lights."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from msp_aigov.model.document import CoverageCell, Light
from msp_aigov.model.finding import Finding, Severity, Subject
from msp_aigov.model.text import Money, Text

STARTED = datetime(2026, 11, 20, 6, 12, 5, tzinfo=UTC)
ACCOUNT = "/subscriptions/1111/resourcegroups/rg-web/providers/microsoft.cognitiveservices/accounts/harbour-ai-weu"


def euro(amount: str) -> Money:
    """An amount in EUR."""
    return Money(Decimal(amount), "EUR")


def coverage() -> tuple[CoverageCell, ...]:
    """Six reads, two of them gaps."""
    read = [
        CoverageCell(source, "1111", "Harbour production", "read", "", read_at=STARTED, status=200)
        for source in ("azure.accounts", "azure.budgets", "azure.cost", "azure.deployments")
    ]
    denied = CoverageCell(
        "azure.rai_policies",
        ACCOUNT,
        "harbour-ai-weu",
        "denied",
        "the credential may not read this",
        "Give it Reader on the resource group rg-web.",
        "Microsoft.CognitiveServices",
        403,
        STARTED,
        "b7d0c6de-51",
    )
    late = CoverageCell(
        "inventory", "exports/ninja.csv", "exports/ninja.csv", "failed", "no such file", "Export it again."
    )
    return (*read, denied, late)


def finding(check: str, title: Text, severity: Severity, subject: Subject, **more: object) -> Finding:
    """A failure with what every finding has."""
    usual = Finding(
        check=check,
        title=title,
        severity=severity,
        outcome="fail",
        subject=subject,
        detail=Text("seen"),
        remedy=Text("Mend it."),
        fingerprint=f"{check}-{subject.id}",
        why="A budget is the only thing that tells you before the invoice does.",
    )
    return replace(usual, **more)  # type: ignore[arg-type]


def findings() -> tuple[Finding, ...]:
    """One of each kind a page has to show."""
    images = Subject("resource", ACCOUNT + "/deployments/hero-images", "hero-images")
    chat = Subject("deployment", ACCOUNT + "/deployments/clinic-chat", "clinic-chat")
    memory = (
        finding(
            "EPT002",
            Text("Memory is in no inventory"),
            Severity.MEDIUM,
            Subject("device", name, name),
            outcome="unknown",
            detail=Text("no inventory gives the memory of this device"),
            remedy=Text("Run the inventory script on it."),
            why="A model that does not fit into memory does not start.",
            status="unchanged",
            since=date(2026, 10, 10),
        )
        for name in ("FRONTDESK-1", "FRONTDESK-2", "XRAY-3", "LAB-2", "LAB-3")
    )
    return (
        finding(
            "SPD001",
            Text("Image generation is under no budget"),
            Severity.HIGH,
            images,
            detail=Text("{amount} a month, and no budget takes it in", amount=euro("1284.16")),
            remedy=Text("Add a budget whose scope and filter take in {name}.", name="hero-images"),
            evidence=("Cost by resource, October 2026, read 06:09 UTC", "Budget clinic-monthly filters rg-clinic only"),
        ),
        finding(
            "CFG002",
            Text("Self-harm is only marked, not blocked, in answers"),
            Severity.MEDIUM,
            chat,
            status="unchanged",
            since=date(2026, 10, 10),
            remedy=Text("Set self-harm to block from Medium in the policy clinic-chat."),
            why="A chat that patients use must not answer such a text.\n\nThe profile healthcare asks for it.",
        ),
        *memory,
        finding("SPD004", Text("Budget has no alert"), Severity.LOW, images, outcome="waived"),
        finding("GRD003", Text("Keys are switched off"), Severity.HIGH, chat, outcome="pass", status="resolved"),
    )


def lights() -> tuple[Light, ...]:
    """Four lights, one in each state."""
    return (
        Light(
            "spend",
            Text("Spend control"),
            "act_now",
            Severity.HIGH,
            6,
            6,
            Text("Read {known} of {total} sources", known=6, total=6),
            Text("{amount} a month under no budget", amount=euro("1284.16")),
        ),
        Light(
            "safety",
            Text("Content safety"),
            "improve",
            Severity.MEDIUM,
            4,
            4,
            Text("Read {known} of {total} sources", known=4, total=4),
            Text("{count} filter weaker than the profile", count=1),
        ),
        Light(
            "devices",
            Text("Device readiness"),
            "unknown",
            Severity.MEDIUM,
            11,
            18,
            Text("{known} of {total} devices known well enough", known=11, total=18),
            Text("{count} devices need an inventory run", count=7),
        ),
        Light(
            "workloads",
            Text("Workload placement"),
            "in_order",
            None,
            3,
            3,
            Text("{known} of {total} workloads decided", known=3, total=3),
            Text("Every workload has a place"),
        ),
    )
