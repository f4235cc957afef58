"""Decisions in plain words: sentences, no codes, in both languages."""

from collections.abc import Iterator

import pytest

from msp_aigov.model.text import Text
from msp_aigov.model.workload import Gate, WorkloadDecision
from msp_aigov.reports.blocking import blockers
from msp_aigov.reports.pages.explained import plain_words
from msp_aigov.reports.words import say
from msp_aigov.reports.words.catalogue import catalogue
from tests.assess.workloads.casebook import cases

DECISIONS = {case.name: case.decided() for case in cases()}
CODES = ("foundry_local", "azure_region", "azure_data_zone", "azure_global", "run_additional_eval", "needs_evidence")


def said(name: str) -> str:
    return say(plain_words(DECISIONS[name]))


@pytest.mark.parametrize("decision", DECISIONS.values(), ids=DECISIONS.keys())
def test_every_decision_is_a_paragraph_of_sentences(decision: WorkloadDecision) -> None:
    words = say(plain_words(decision))
    assert words.endswith(".") and not any(code in words for code in (*CODES, "device:", "offer:", "deployment:", ".."))
    assert "{" not in words and "None" not in words


def test_each_kind_of_answer_begins_with_the_answer() -> None:
    assert said("Dictation in a clinic").startswith("Dictation in a clinic may run on the client's own devices.")
    assert "8 of 20 devices are ready: keep it off on the others" in said("Dictation with too few new machines")
    assert said("Notes on devices that nobody has counted").startswith("Nobody can say yet where")
    assert said("Moods of staff from their calls, kept local").startswith("As it is described, Moods of staff")
    assert "on a server of the client's own" in said("A server of the client's own that was measured")
    assert "in the cloud, in several places" in said(
        "One stage in a region, one in a zone, and nothing at the client's"
    )
    assert "partly with the client and partly in the cloud" in said("A spoken brief becomes a poster")


def test_what_has_to_be_settled_is_said_once() -> None:
    for name, decision in DECISIONS.items():
        if decision.would_change:
            reasons = say(decision.would_change).split("; ")
            assert len(reasons) == len(set(reasons)), name


def test_the_biggest_blocker_comes_first() -> None:
    found = blockers(tuple(DECISIONS.values()))
    weights = [each.rejected + each.open for each in found]
    assert weights == sorted(weights, reverse=True) and len(found) == 5
    stopped = sum(each.status in ("rejected", "needs_evidence") for each in DECISIONS.values())
    assert sum(weights) == stopped
    assert blockers(()) == ()


def templates(text: Text) -> Iterator[str]:
    yield text.template
    for _, value in text.values:
        if isinstance(value, Text):
            yield from templates(value)


def test_whatever_a_client_reads_of_a_decision_is_there_in_german() -> None:
    german = catalogue("de")
    shown: set[str] = set()
    for decision in DECISIONS.values():
        texts = [plain_words(decision), *(gate.reason for gate in gates(decision)), *decision.record.review_when]
        texts += [*(each.words for each in decision.crossings), *(each.words for each in decision.obligations)]
        texts += [each.words for each in decision.economics.break_even]
        shown |= {template for text in texts for template in templates(text)}
    joins = {"{words}", "{first}; {rest}", "{first} {rest}", ""}
    assert sorted(shown - joins - german.keys()) == []


def gates(decision: WorkloadDecision) -> Iterator[Gate]:
    for stage in decision.stages:
        for candidate in stage.candidates:
            yield from candidate.gates
