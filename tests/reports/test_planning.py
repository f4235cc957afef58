"""Actions, tickets and refresh: worked out once, and never closed by not looking."""

from datetime import date

import pytest

from msp_aigov.model.finding import Finding, Severity, Subject
from msp_aigov.model.guardrails import Guardrails
from msp_aigov.model.text import Text
from msp_aigov.model.workload import Stage, Workload
from msp_aigov.reports.worked.planning import access, actions, quarters, refresh

from .builders import clinic
from .estate import endpoints
from .found import finding

TODAY = date(2026, 11, 20)
SUBJECT = Subject("resource", "r", "r")


def about(outcome: str, status: str) -> Finding:
    return finding("SPD001", Text("Under no budget"), Severity.HIGH, SUBJECT, outcome=outcome, status=status)


@pytest.mark.parametrize(
    ("outcome", "status", "step"),
    [
        ("fail", "new", "open"),
        ("fail", "unchanged", "update"),
        ("fail", "reopened", "open"),
        ("unknown", "lost_sight", "update"),
        ("pass", "resolved", "close"),
    ],
)
def test_only_what_was_seen_to_be_in_order_closes_a_ticket(outcome: str, status: str, step: str) -> None:
    (action,) = actions("one", (about(outcome, status),), (), TODAY)
    assert (action.step, action.owner, action.effort) == (step, "msp", "S")


def test_one_lost_from_sight_keeps_the_ticket_of_the_others_open() -> None:
    found = (about("pass", "resolved"), about("unknown", "lost_sight"))
    assert [each.step for each in actions("one", found, (), TODAY)] == ["update"]


def test_an_action_keeps_its_id_from_run_to_run_and_differs_by_client() -> None:
    first, later = (actions("one", (about("fail", status),), (), TODAY)[0].id for status in ("new", "unchanged"))
    assert first == later != actions("two", (about("fail", "new"),), (), TODAY)[0].id


def test_nothing_is_a_go_that_nobody_looked_at() -> None:
    conditions = list(access((), Guardrails(), ()))
    assert {each.state for each in conditions} == {"not_applicable"}
    paint = Workload("W", stages=(Stage("paint", "image-generation"),))
    assert [each.state for each in access((about("unknown", "new"),), Guardrails(), (paint,))][::4] == [
        "unknown",
        "unknown",
    ]


def test_a_quarter_adds_each_currency_by_itself_and_counts_what_has_no_price() -> None:
    planned = refresh(endpoints(), TODAY)
    assert planned and "ready" not in {each.verdict for each in planned}
    for each in quarters(planned):
        inside = [item for item in planned if item.quarter == each.quarter]
        assert each.devices == len(inside) and each.unpriced == sum(item.cost is None for item in inside)


def test_what_has_to_be_bought_stands_on_the_action_and_what_has_no_price_is_counted() -> None:
    planned = [each for each in refresh(endpoints(), TODAY) if each.quarter]
    subjects = [Subject("device", each.device, each.device) for each in planned]
    found = [finding("EPT001", Text("Too small"), Severity.MEDIUM, each, outcome="fail") for each in subjects]
    (action,) = actions("one", found, (), TODAY, planned)
    (quarter, *others) = quarters(planned)
    assert not others and (action.costs, action.unpriced) == (quarter.costs, quarter.unpriced)
    (work,) = actions("one", (about("fail", "new"),), (), TODAY, planned)
    assert (work.costs, work.unpriced) == ((), 0)


def test_a_question_that_no_check_could_answer_says_why() -> None:
    detail = Text("no budget to hold it against")
    found = finding("SPD007", Text("Exposure"), Severity.MEDIUM, SUBJECT, outcome="not_applicable", detail=detail)
    seen = Guardrails(accounts=clinic().guardrails.accounts)
    quota = list(access((found,), seen, ()))[3]
    assert quota.state == "unknown" and dict(quota.reason.values)["detail"] == detail
