"""One part of a document that holds them all."""

from dataclasses import replace

from msp_aigov.assess.guardrails.groups import grouped
from msp_aigov.checks.registry import REGISTRY
from msp_aigov.model.device import Endpoints
from msp_aigov.model.document import ClientReport, Document
from msp_aigov.model.guardrails import Guardrails
from msp_aigov.model.spend import Spend
from msp_aigov.pipeline.one_client import READS
from msp_aigov.reports.lights import PART


def only_part(document: Document, part: str) -> Document:
    """The same document with what belongs to the other parts left out."""
    return replace(document, clients=tuple(_only(client, part) for client in document.clients))


def with_filter_groups(document: Document) -> Document:
    """The same document with the equal filter matrices of its clients grouped."""
    pairs = [(client.id, each) for client in document.clients for each in client.guardrails.deployments]
    return replace(document, filter_groups=grouped(pairs))


def _only(client: ClientReport, part: str) -> ClientReport:
    checks = {check.id for check in REGISTRY if check.part == part}
    return replace(
        client,
        coverage=tuple(cell for cell in client.coverage if cell.source in READS[part]),
        findings=tuple(finding for finding in client.findings if finding.check in checks),
        lights=tuple(light for light in client.lights if PART[light.name] == part),
        spend=client.spend if part == "spend" else Spend(),
        guardrails=client.guardrails if part == "guardrails" else Guardrails(),
        endpoints=client.endpoints if part == "endpoints" else Endpoints(),
        workloads=client.workloads if part == "workloads" else (),
        blockers=client.blockers if part == "workloads" else (),
    )
