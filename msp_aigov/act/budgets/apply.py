"""Carry out one planned budget: re-read, refuse what changed, write, read back, note each step in the journal."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from azure.core.exceptions import AzureError, HttpResponseError

from msp_aigov.act.budgets.form import body_hash, parsed, same
from msp_aigov.act.budgets.guard import body_sent
from msp_aigov.act.budgets.journal import Journal
from msp_aigov.act.budgets.plan import BudgetOutcome, OutcomeState, PlannedBudget
from msp_aigov.act.budgets.read import Found, budgets_at, client_of
from msp_aigov.azure.failure import failure
from msp_aigov.azure.session import Session
from msp_aigov.azure.throttle import LONGEST_WAIT, asked_wait

TRIES = 4
ROLE = "Cost Management Contributor"
Standing = Literal["wanted", "untouched", "foreign"]


@dataclass(frozen=True)
class Sent:
    """What came back from one write. `final` says that trying again cannot help."""

    ok: bool
    status: int | None
    said: str
    request_id: str
    wait: float
    final: bool


@dataclass(frozen=True)
class Writer:
    """One client's way to write: a session whose guard admits the plan alone, and the journal."""

    session: Session
    journal: Journal
    sleep: Callable[[float], None]
    dry_run: bool = False

    def carry_out(self, budget: PlannedBudget) -> BudgetOutcome:
        """The planned budget exists exactly once with the planned body, or the outcome says why not."""
        try:
            outcome = self._carried_out(budget)
        except (AzureError, ValueError, OSError) as error:
            outcome = BudgetOutcome(budget, "failed", f"cannot be read: {failure(error, ROLE).reason}")
        if not self.dry_run:
            self.journal.write("outcome", budget, state=outcome.state, detail=outcome.detail)
        return outcome

    def _carried_out(self, budget: PlannedBudget) -> BudgetOutcome:
        sent: Sent | None = None
        for left in reversed(range(TRIES)):  # the last time round only looks: a write is always followed by a look
            found = self._current(budget)
            standing = _standing(budget, found)
            if standing == "wanted":
                return BudgetOutcome(budget, *_reached(sent))
            if standing == "foreign":
                return BudgetOutcome(budget, "refused", _foreign(budget, found, sent))
            if self.dry_run:
                return BudgetOutcome(budget, "would")
            if left == 0 or (sent and sent.final):
                break
            if sent is None or not sent.ok:
                sent = self._write(budget)
                self.sleep(sent.wait)
            else:  # written, and not yet to be read: only look again
                self.sleep(2.0)
        assert sent is not None
        said = "written, but it cannot be read back" if sent.ok else sent.said
        return BudgetOutcome(budget, "failed", said)

    def _current(self, budget: PlannedBudget) -> Found | None:
        found = budgets_at(self.session, budget.scope)
        return next((item for item in found if item.name.lower() == budget.name.lower()), None)

    def _write(self, budget: PlannedBudget) -> Sent:
        client = client_of(self.session, budget.provider, budget.scope)
        body = "" if budget.action == "delete" else body_sent(budget).decode()
        self.journal.write("before", budget, etag=budget.etag, body=body)
        ids: list[str] = []
        # One try on the wire per journal line: whether to try again is decided after reading, not by the SDK.
        options = {"retry_total": 0, "raw_response_hook": lambda r: ids.append(_request_id(r))}
        try:
            if budget.action == "delete":
                client.budgets.delete(budget.scope, budget.name, **options)
            else:
                client.budgets.create_or_update(budget.scope, budget.name, body.encode(), **options)
            sent = Sent(True, 200, "written", ids[-1] if ids else "", 0.0, False)
        except (AzureError, ValueError, OSError) as error:
            sent = _refusal(error)
        self.journal.write("after", budget, ok=sent.ok, status=sent.status, said=sent.said, request_id=sent.request_id)
        return sent


def _standing(budget: PlannedBudget, found: Found | None) -> Standing:
    current = parsed(found.body) if found else {}
    if budget.action == "delete":
        if found is None:
            return "wanted"
    elif same(current, parsed(budget.desired)) and found and found.provider == budget.provider:
        return "wanted"
    if found is None:
        return "untouched" if budget.action == "create" else "foreign"
    unchanged = (found.provider, found.etag, body_hash(current)) == (budget.provider, budget.etag, budget.current_hash)
    return "untouched" if unchanged and budget.action != "create" else "foreign"


def _reached(sent: Sent | None) -> tuple[OutcomeState, str]:
    if sent is None:
        return "already", "as planned before anything was sent"
    return "done", "written and read back" if sent.ok else f"in effect although the answer was: {sent.said}"


def _foreign(budget: PlannedBudget, found: Found | None, sent: Sent | None) -> str:
    if sent and sent.ok:
        return "Azure, or somebody else, made something else of it: plan again"
    if found is None:
        return "it is gone since the plan was made: plan again"
    if budget.action == "create":
        return "a budget of this name appeared since the plan was made: plan again"
    return "it was changed since the plan was made: plan again"


def _refusal(error: AzureError | ValueError | OSError) -> Sent:
    gap = failure(error, ROLE)
    response = error.response if isinstance(error, HttpResponseError) else None
    asked = asked_wait(getattr(response, "headers", {}))
    retried = gap.status is None or gap.status in (408, 409, 429) or gap.status >= 500
    final = gap.state in ("denied", "unsupported") or not retried
    wait = min(asked if asked is not None else 1.0, LONGEST_WAIT)
    return Sent(False, gap.status, gap.reason, gap.request_id, 0.0 if final else wait, final)


def _request_id(response: object) -> str:
    headers = getattr(getattr(response, "http_response", None), "headers", {})
    return str(headers.get("x-ms-request-id", ""))
