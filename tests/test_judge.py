"""The check loop: what was not read is unknown, a check that crashes stops nobody else."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from msp_aigov.checks.check import Brief, Check, check
from msp_aigov.judge import judge_all
from msp_aigov.model.answers import Answer, AnswerState, Ask, Scope
from msp_aigov.model.client import Client
from msp_aigov.model.cloud import AiAccount
from msp_aigov.model.finding import Finding, Severity, Verdict, failed, not_applicable, passed, unknown
from msp_aigov.model.seen import missing
from msp_aigov.model.text import Text
from msp_aigov.model.workload import WorkloadDecision
from msp_aigov.rules.load import load_rules

BRIEF = Brief(Client("one", "One"), load_rules(), date(2026, 11, 20))
SUBSCRIPTION = Scope("subscription", "s-1", "Production", ("one",))


def account(name: str = "a", subscription: str = "s-1") -> AiAccount:
    identity = f"/{subscription}/{name}"
    scopes = (identity, subscription, "one")
    return AiAccount(identity, name, subscription, "rg", "", "", missing(), missing(), missing(), scopes)


def made(
    identity: str, verdict: Verdict | Exception, severity: Severity = Severity.HIGH, about: type = AiAccount
) -> Check:
    """A check that always says the same."""

    @check(
        identity,
        "A check",
        severity=severity,
        about=about,
        needs=("azure.accounts",),
        identity=("id",) if about is AiAccount else ("name",),
        remedy=Text("mend it"),
    )
    def judge(assessment: Any, brief: Brief) -> Verdict:
        """Because."""
        if isinstance(verdict, Exception):
            raise verdict
        return verdict

    return judge


GOOD, BAD = made("TST001", passed()), made("TST002", failed(Text("bad")))


def gap(source: str = "azure.accounts", scope: Scope = SUBSCRIPTION, state: AnswerState = "denied") -> Answer:
    return Answer(Ask(source, scope), state, reason="HTTP 403", mend="a role")


def judged(checks: list[Check], assessments: list[object], *answers: Answer) -> tuple[Finding, ...]:
    findings, crashes = judge_all(checks, assessments, answers, BRIEF)
    assert not crashes
    return findings


@pytest.mark.parametrize("state", ["denied", "throttled", "unsupported", "failed", "skipped"])
def test_a_gap_is_unknown_not_pass(state: AnswerState) -> None:
    (finding,) = judged([GOOD], [account()], gap(state=state))
    assert (finding.outcome, finding.subject.name) == ("unknown", "a")
    assert dict(finding.detail.values) == {"source": "azure.accounts", "reason": "HTTP 403"}
    assert finding.evidence == ("a role",)


def test_an_answer_that_was_read_is_no_gap() -> None:
    (finding,) = judged([GOOD], [account()], replace(gap(), state="read"))
    assert finding.outcome == "pass"


def test_a_gap_in_a_source_that_a_check_does_not_need_changes_nothing() -> None:
    (finding,) = judged([GOOD], [account()], gap("azure.cost"))
    assert finding.outcome == "pass"


def test_a_gap_elsewhere_leaves_the_others_judged_and_is_told_itself() -> None:
    elsewhere = Scope("subscription", "s-2", "Test", ("one",))
    findings = judged([GOOD], [account()], gap(scope=elsewhere))
    assert [(item.outcome, item.subject.name) for item in findings] == [("unknown", "Test"), ("pass", "a")]


def test_a_gap_below_which_nothing_exists_is_one_unknown_about_the_scope() -> None:
    (finding,) = judged([GOOD], [], gap(), gap())
    assert (finding.outcome, finding.subject.kind, finding.subject.id) == ("unknown", "subscription", "s-1")


def test_a_gap_says_nothing_of_what_a_clients_file_declares_but_what_is_declared() -> None:
    declared = made("TST003", passed(), about=WorkloadDecision)
    assert judged([declared], [], gap()) == ()
    decision = WorkloadDecision("W", "", "blocked", "rejected", None, Text("x"), scopes=("s-1",))
    (finding,) = judged([declared], [decision], gap())
    assert finding.outcome == "unknown"


def test_a_check_that_crashes_is_unknown_and_the_others_are_still_judged() -> None:
    broken = made("TST000", ZeroDivisionError("bug"))
    findings, crashes = judge_all([broken, GOOD, BAD], [account()], [], BRIEF)
    assert [(item.check, item.outcome) for item in findings] == [
        ("TST002", "fail"),
        ("TST000", "unknown"),
        ("TST001", "pass"),
    ]
    (crash,) = crashes
    assert crash.where == "TST000 on /s-1/a" and "ZeroDivisionError" in crash.message


def test_a_check_judges_only_what_it_is_about() -> None:
    assert judged([GOOD], ["something else", 5]) == ()


def test_a_verdict_may_be_graver_than_its_check() -> None:
    graver = made("TST004", failed(Text("x"), severity=Severity.CRITICAL), severity=Severity.LOW)
    (finding,) = judged([graver], [account()])
    assert finding.severity is Severity.CRITICAL


def test_findings_come_by_urgency() -> None:
    checks = [
        made("TST006", passed(), Severity.CRITICAL),
        made("TST005", not_applicable(Text("x")), Severity.CRITICAL),
        made("TST004", unknown(Text("x")), Severity.CRITICAL),
        made("TST003", failed(Text("x")), Severity.LOW),
        made("TST002", failed(Text("x")), Severity.CRITICAL),
        made("TST001", failed(Text("x")), Severity.LOW),
    ]
    findings = judged(checks, [account("b"), account("a")])
    assert [(item.check, item.subject.name) for item in findings] == [
        (check, name) for check in ("TST002", "TST001", "TST003", "TST004", "TST005", "TST006") for name in "ab"
    ]
    assert judged(checks[::-1], [account("a"), account("b")]) == findings


def test_a_fingerprint_is_of_client_check_and_identity_and_of_nothing_else() -> None:
    (one,) = judged([BAD], [account()])
    said_otherwise = made("TST002", failed(Text("{amount} EUR", amount=5), ("evidence",)), Severity.LOW)
    (same,) = judged([said_otherwise], [replace(account(), name="renamed", location="elsewhere")])
    assert same.fingerprint == one.fingerprint and len(one.fingerprint) == 16
    (other_subject,) = judged([BAD], [account("b")])
    (other_check,) = judged([made("TST009", failed(Text("bad")))], [account()])
    brief = replace(BRIEF, client=Client("two", "Two"))
    ((other_client,), _) = judge_all([BAD], [account()], [], brief)
    assert len({one.fingerprint, other_subject.fingerprint, other_check.fingerprint, other_client.fingerprint}) == 4


def test_the_same_problem_seen_and_unseen_keeps_its_fingerprint() -> None:
    (seen,), (unseen,) = judged([BAD], [account()]), judged([BAD], [account()], gap())
    assert seen.fingerprint == unseen.fingerprint


def test_a_hostile_name_is_judged_like_any_other() -> None:
    (finding,) = judged([BAD], [account("\ud800<script>\x1b[31m")])
    assert finding.outcome == "fail" and finding.fingerprint


def test_a_check_without_identity_or_reason_cannot_be_made() -> None:
    def judge(assessment: Any, brief: Brief) -> Verdict:
        return passed()

    about: dict[str, Any] = dict(severity=Severity.LOW, about=AiAccount, needs=(), remedy=Text("x"))
    with pytest.raises(TypeError, match="why it matters"):
        check("TST001", "t", identity=("id",), **about)(judge)
    judge.__doc__ = "Because."
    with pytest.raises(TypeError):
        check("TST001", "t", identity=(), **about)(judge)
