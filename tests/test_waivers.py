"""A waiver: somebody answers for a failure until a day; nothing is hidden, and nothing lasts for ever."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from msp_aigov.config.load import load_fleet
from msp_aigov.errors import ConfigError
from msp_aigov.judge import judge_all
from msp_aigov.model.finding import Finding, unknown
from msp_aigov.model.pack.waiver import Waiver
from msp_aigov.model.text import Text
from msp_aigov.record.compare import compared
from msp_aigov.reports.words import say
from msp_aigov.reports.worked.planning import actions
from msp_aigov.rules.load import load_rules

from .test_judge import BAD, BRIEF, account, made

TODAY = BRIEF.today
WAIVER = Waiver("TST002", "one", "the move comes in spring", "Jo Smith", TODAY, subject="A")


def judged(*waivers: Waiver) -> Finding:
    brief = replace(BRIEF, client=replace(BRIEF.client, waivers=waivers))
    (finding,) = judge_all([BAD], [account("a")], [], brief)[0]
    return finding


def test_a_waived_failure_stays_in_sight_with_reason_name_and_day() -> None:
    finding = judged(WAIVER)
    assert finding.outcome == "waived"
    assert say(finding.detail) == "bad; accepted by Jo Smith until 20 November 2026: the move comes in spring"


def test_a_waiver_holds_on_its_last_day_and_not_on_the_next() -> None:
    ended = judged(replace(WAIVER, until=TODAY - timedelta(1)))
    assert ended.outcome == "fail"
    assert "the waiver by Jo Smith ran out on 19 November 2026" in say(ended.detail)


@pytest.mark.parametrize(
    "changed",
    [
        {"check": "TST001"},
        {"subject": "b"},
        {"subject": "a "},
        {"subject": None, "fingerprint": "0" * 16},
        {"fingerprint": "0" * 16},
    ],
)
def test_a_waiver_for_something_else_waives_nothing(changed: dict[str, str | None]) -> None:
    assert judged(replace(WAIVER, **changed)).outcome == "fail"  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["A", "/S-1/A"])
def test_a_subject_is_named_or_given_by_its_id_in_any_case(name: str) -> None:
    assert judged(replace(WAIVER, subject=name)).outcome == "waived"


def test_a_fingerprint_names_exactly_one_finding() -> None:
    assert judged(replace(WAIVER, subject=None, fingerprint=judged().fingerprint.upper())).outcome == "waived"


def test_the_waiver_that_lasts_longest_counts() -> None:
    assert judged(replace(WAIVER, until=TODAY - timedelta(9)), WAIVER).outcome == "waived"


def test_what_nobody_could_read_is_never_waived() -> None:
    brief = replace(BRIEF, client=replace(BRIEF.client, waivers=(WAIVER,)))
    (finding,) = judge_all([made("TST002", unknown(Text("not told")))], [account("a")], [], brief)[0]
    assert finding.outcome == "unknown"


def test_accepting_is_not_putting_right_and_what_ran_out_is_back_again() -> None:
    first = compared([judged()], [], first=True)
    (accepted,) = compared([judged(WAIVER)], first, first=False)
    assert (accepted.outcome, accepted.status, accepted.failed_before) == ("waived", "unchanged", True)
    (back,) = compared([judged(replace(WAIVER, until=TODAY - timedelta(1)))], [accepted], first=False)
    assert (back.outcome, back.status) == ("fail", "reopened")


def test_the_ticket_of_an_accepted_finding_is_closed_and_opened_again_when_the_time_is_over() -> None:
    (accepted,) = compared([judged(WAIVER)], compared([judged()], [], first=True), first=False)
    (back,) = compared([judged()], [accepted], first=False)
    closed, opened = (actions("one", (each,), (), TODAY)[0] for each in (accepted, back))
    assert (closed.step, opened.step) == ("close", "open") and closed.id == opened.id


def test_what_was_accepted_from_the_start_never_makes_a_ticket() -> None:
    assert actions("one", compared([judged(WAIVER)], [], first=True), (), TODAY) == ()


GOOD = "  - {check: GRD001, client: one, subject: letters, reason: tested, approver: Jo, until: 2027-01-31}\n"


def fleet(folder: Path, waivers: str) -> Path:
    (folder / "clients").mkdir()
    (folder / "fleet.yaml").write_text("name: MSP\n", encoding="utf-8")
    for name in ("one", "two"):
        (folder / f"clients/{name}.yaml").write_text(f"name: {name}\n", encoding="utf-8")
    (folder / "waivers.yaml").write_text(f"waivers:\n{waivers}", encoding="utf-8")
    return folder


def test_each_client_gets_its_own_waivers_and_the_file_counts_into_the_digest(tmp_path: Path) -> None:
    loaded = load_fleet(fleet(tmp_path, GOOD), load_rules())
    one, two = loaded.clients
    assert [waiver.until for waiver in one.waivers] == [date(2027, 1, 31)] and two.waivers == ()
    (tmp_path / "waivers.yaml").write_text("waivers: []\n", encoding="utf-8")
    assert load_fleet(tmp_path, load_rules()).digest != loaded.digest


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (GOOD.replace("one", "nobody"), "waivers.yaml:2: waivers.0.client: no such client here, found 'nobody'"),
        (GOOD.replace("GRD001", "filters"), "waivers.yaml:2: waivers.0.check: expected a check's id like GRD001"),
        (GOOD.replace("subject: letters, ", ""), "waivers.yaml:2: waivers.0: says not of what"),
        (GOOD.replace("tested", "' '"), "waivers.yaml:2: waivers.0.reason: a waiver says why"),
        (GOOD.replace("approver: Jo, ", ""), "waivers.yaml:2: waivers.0.approver: is required"),
        (GOOD.replace("2027-01-31", "soon"), "waivers.yaml:2: waivers.0.until: expected a valid date"),
        (GOOD.replace("approver", "aprover"), "waivers.0.aprover: unknown key; did you mean `approver`?"),
        (GOOD.replace("subject: letters", "fingerprint: x"), "expected the 16 digits of a finding, found 'x'"),
    ],
)
def test_a_mistake_in_the_file_names_its_line(tmp_path: Path, line: str, said: str) -> None:
    with pytest.raises(ConfigError) as told:
        load_fleet(fleet(tmp_path, line), load_rules())
    assert said in str(told.value)
