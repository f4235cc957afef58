"""What comes with a decision by law or good practice, each with the day from which it holds."""

from collections.abc import Iterator, Sequence

from msp_aigov.assess.guardrails.residency import countries_of
from msp_aigov.assess.workloads.choose import Choice
from msp_aigov.assess.workloads.gates.safety import use_named
from msp_aigov.model.client import Client
from msp_aigov.model.placing import Obligation
from msp_aigov.model.rules import ObligationRule, Rules
from msp_aigov.model.text import Day, Text
from msp_aigov.model.workload import Workload


def obligations(client: Client, workload: Workload, choices: Sequence[Choice], rules: Rules) -> Iterator[Obligation]:
    """Every obligation whose trigger holds, in the order of the dated table, each once."""
    triggers = set(_triggers(workload, choices))
    told: set[str] = set()
    for rule in rules.obligations:
        if rule.trigger not in triggers or not _holds_for(client, rule, rules):
            continue
        if rule.text not in told:
            told.add(rule.text)
            words = Text(rule.text)
            dated = Text("{words} Since {day}.", words=words, day=Day(rule.since)) if rule.since else words
            if rule.since and rule.since > choices[0].question.today:
                dated = Text("{words} From {day} on.", words=words, day=Day(rule.since))
            source = f"{rule.reference.source}, read {rule.reference.read_on}"
            yield Obligation(rule.obligation, dated, rule.since, source)


def _triggers(workload: Workload, choices: Sequence[Choice]) -> Iterator[str]:
    if any(choice.question.task and choice.question.task.generates in ("text", "audio") for choice in choices):
        yield f"audience:{workload.audience}"
    for use in workload.uses or ():
        yield f"use:{use_named(use)}"
    for choice in choices:
        question = choice.question
        if choice.decision.route == "foundry_local" or question.residency == "device":
            yield "residency:device"
        yield f"class:{question.data_class}"
        if question.task:
            yield f"generates:{question.task.generates}"
        for subject in question.subjects or ():
            yield f"subject:{subject}"


def _holds_for(client: Client, rule: ObligationRule, rules: Rules) -> bool:
    """Unless the client surely is elsewhere: not knowing is no reason to stay silent."""
    residency = client.residency
    if rule.where == "any" or residency in (None, "any"):
        return True
    reach = countries_of("eu", rules) | ({"GB"} if rule.where == "gdpr" else frozenset())
    return bool((countries_of(residency or "", rules) or frozenset({residency})) & reach)
