"""A document by hand: a clinic of which nearly all is known, and a shop of which nothing is."""

from dataclasses import replace
from datetime import date

from msp_aigov.model.client import Branding
from msp_aigov.model.device import (
    Endpoints,
)
from msp_aigov.model.document import Changes, CheckCrash, ClientReport, CoverageCell, Document, Run
from msp_aigov.model.guardrails import Guardrails
from msp_aigov.model.spend import Spend
from msp_aigov.model.text import Day, Text

from .estate import endpoints, guardrails, spend, workloads
from .found import STARTED, coverage, euro, findings, lights


def clinic(name: str = "Harbour Clinic") -> ClientReport:
    """The client of whom nearly all is known."""
    return ClientReport(
        id="harbour",
        name=name,
        coverage=coverage(),
        findings=findings(),
        lights=lights(),
        decisions=(
            Text("Approve a budget of {amount} a month for image generation.", amount=euro("900")),
            Text("Allow us to run the inventory script on {count} PCs.", count=7),
            Text("Confirm that patient letters may be drafted in the EU data zone."),
        ),
        changes=Changes(date(2026, 10, 20), 2, 1, 0, 1),
        spend=spend(),
        guardrails=guardrails(),
        endpoints=endpoints(),
        workloads=workloads(),
        profile="healthcare",
        residency="eu",
        sources=(
            ("https://learn.microsoft.com/azure/cost-management", date(2026, 11, 1)),
            ("RFC 9110", date(2026, 1, 2)),
        ),
    )


def shop() -> ClientReport:
    """The client of whom nothing is known."""
    dark = tuple(
        replace(
            light,
            state="unknown",
            worst=None,
            known=0,
            total=1,
            caption=Text("Nothing read"),
            headline=Text("Not known"),
        )
        for light in lights()
    )
    return ClientReport(
        id="quay-shop",
        name="Quay Shop",
        coverage=(
            CoverageCell("azure.accounts", "2222", "Quay", "denied", "sign-in failed", "Renew the secret.", status=401),
        ),
        findings=(),
        lights=dark,
        decisions=(),
        changes=Changes(),
        spend=Spend(),
        guardrails=Guardrails(),
        endpoints=Endpoints(),
        workloads=(),
        crashes=(CheckCrash("SPD001", "KeyError: 'name'"),),
        stopped="the tenant refused the sign-in",
    )


def document(*clients: ClientReport, colour: str = "#0b5cad") -> Document:
    """One run of one MSP."""
    return Document(
        run=Run("20261120T061205Z", STARTED, "9f2c4e1ab03377d1", "0.1.0"),
        msp="Northgate Managed IT",
        contact="help@northgate.example",
        branding=Branding(colour, "Northgate Managed IT, 1 Harbour Street", "Confidential."),
        clients=clients or (clinic(), shop()),
    )


def today() -> Day:
    """The day of the run."""
    return Day(STARTED.date())
