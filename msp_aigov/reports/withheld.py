"""What a partner pays is nobody else's business: no rendering holds it, whatever the format."""

from dataclasses import replace

from msp_aigov.model.document import Action, ClientReport, Document
from msp_aigov.model.finding import Finding
from msp_aigov.model.spend import Spend
from msp_aigov.model.text import Money, Text, Value

KEPT = Text("What was read are the partner's own prices. They are internal and stand in no report.")
HIDDEN = Text("an internal amount")


def withheld(document: Document) -> Document:
    """The same document; where figures rest on partner prices, without any of them."""
    return replace(document, clients=tuple(_client(client) for client in document.clients))


def _client(client: ClientReport) -> ClientReport:
    if client.spend.price_basis != "partner":
        return client
    spend = Spend(client.spend.period_from, client.spend.period_to, "partner", standing=(KEPT,))
    return replace(
        client,
        spend=spend,
        findings=tuple(_finding(finding) for finding in client.findings),
        lights=tuple(replace(light, headline=_said(light.headline)) for light in client.lights),
        decisions=tuple(_said(decision) for decision in client.decisions),
        access=tuple(replace(each, reason=_said(each.reason)) for each in client.access),
        actions=tuple(_action(action) for action in client.actions),
    )


def _finding(finding: Finding) -> Finding:
    if not finding.check.startswith("SPD"):
        return finding
    return replace(finding, detail=_said(finding.detail), remedy=_said(finding.remedy), evidence=())


def _action(action: Action) -> Action:
    if not action.check.startswith("SPD"):
        return action
    return replace(action, title=_said(action.title), remedy=_said(action.remedy), costs=())


def _said(text: Text) -> Text:
    return Text(text.template, **{name: _value(value) for name, value in text.values})


def _value(value: Value) -> Value:
    if isinstance(value, Money):
        return HIDDEN
    return _said(value) if isinstance(value, Text) else value
