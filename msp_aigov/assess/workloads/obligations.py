"""What comes with a decision by law or good practice, each with the day from which it holds."""

from collections.abc import Iterator, Sequence

from msp_aigov.assess.workloads.choose import Choice
from msp_aigov.model.client import Client
from msp_aigov.model.rules import Rules
from msp_aigov.model.text import Day, Text
from msp_aigov.model.workload import Workload


def obligations(client: Client, workload: Workload, choices: Sequence[Choice], rules: Rules) -> Iterator[Text]:
    """Every obligation whose trigger holds, in the order of the dated table, each once."""
    triggers = set(_triggers(workload, choices))
    told: set[str] = set()
    for rule in rules.obligations:
        if rule.trigger not in triggers or (rule.where == "eu" and _outside(client, rules)):
            continue
        if rule.text not in told:
            told.add(rule.text)
            words = Text(rule.text)
            yield Text("{words} Since {day}.", words=words, day=Day(rule.since)) if rule.since else words


def _triggers(workload: Workload, choices: Sequence[Choice]) -> Iterator[str]:
    if any(choice.question.task and choice.question.task.generates == "text" for choice in choices):
        yield f"audience:{workload.audience}"
    for use in workload.uses or ():
        yield f"use:{use}"
    for choice in choices:
        question = choice.question
        yield f"residency:{question.residency}"
        yield f"class:{question.data_class}"
        if question.task:
            yield f"generates:{question.task.generates}"
        for subject in question.stage.subjects or ():
            yield f"subject:{subject}"


def _outside(client: Client, rules: Rules) -> bool:
    """Whether the client surely is outside the EU; not knowing is no reason to stay silent."""
    if client.residency in (None, "any", "eu"):
        return False
    zones = {region.zone for region in rules.regions if client.residency in (region.country, region.zone)}
    return "eu" not in zones
