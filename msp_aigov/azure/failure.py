"""A failed read as a value: what state the answer is in, why, and what would mend it."""

from collections.abc import Callable
from dataclasses import dataclass

from azure.core.exceptions import AzureError, ClientAuthenticationError, HttpResponseError

from msp_aigov.azure.refusal import GuardRefusal, NothingBooked, ProviderNotRegistered, Throttled, WrongTenant
from msp_aigov.model.answers import AnswerState

OFFERS = ("offer types", "is not supported", "accountcostdisabled", "departmentcostdisabled", "indirectcostdisabled")


@dataclass(frozen=True)
class Failure:
    """Why a read gave nothing."""

    state: AnswerState
    reason: str
    mend: str
    status: int | None = None
    request_id: str = ""


# What happened, and what a person would do about it; {role} is the role the source needs.
SIGN_IN = "Check the client's credential: `azure.access` in its file, and the secret it names."
ROLE = "Give the auditing identity the role {role} at this scope."
LATER = "Run the same command again later: what was read is kept."
REGISTER = "If this client uses AI here, its administrator runs `az provider register`; an audit never does."
OFFER = "Cost Management does not serve this offer, or cost visibility is off: ask who bills the subscription."
COST_ROLE = (
    "Give the auditing identity the role {role} at this subscription; where it has it, the role may be minutes old, "
    "or a partner has not turned on cost visibility for this customer."
)
EMPTY = "Usual for a subscription that is new or unused, or whose cost visibility is off; ask who bills it."
YOUNG = "A subscription younger than 48 hours has no costs yet: run again later. Otherwise check its id."
HISTORY = "Cost Management has too little history or mixed currencies here; run again when a week is billed."
VISIBILITY = "Cost visibility is off. A partner turns on the Azure usage policy for this customer in Partner Center."
MOVED = "The subscription moved to another tenant: put the tenant it is in now into the client's file."
NO_CHARGES = "This subscription cannot have charges, so Cost Management keeps none: nothing is to be mended."
NO_TYPE = "Cost Management does not serve this kind of scope for the client's agreement: audit its subscriptions."
BILLING = "The billing account refuses: its owner gives the auditing identity a billing reader's role."
ENROLMENT = f"{OFFER} In an enrolment its administrator turns on the view of charges."
# Errors of Cost Management that need more than a role: a word of the error's code, the state, and what would mend it.
EXPLAINED: tuple[tuple[str, AnswerState, str], ...] = (
    ("subscriptionnotfound", "failed", YOUNG),
    ("invalidauthenticationtokentenant", "denied", MOVED),
    ("disallowedoperation", "unsupported", NO_CHARGES),
    ("subscriptiontypenotsupported", "unsupported", NO_TYPE),
    ("billingaccessdenied", "denied", BILLING),
    ("faileddependency", "unsupported", HISTORY),
    ("indirectcostdisabled", "unsupported", VISIBILITY),
    ("accountcostdisabled", "unsupported", ENROLMENT),
    ("departmentcostdisabled", "unsupported", ENROLMENT),
)


def failure(error: AzureError | ValueError | OSError, role: str) -> Failure:
    """Name the failure of one read; every way an SDK call can fail ends here."""
    for kind, said in REFUSED:
        if isinstance(error, kind):
            return said(error)
    if isinstance(error, HttpResponseError) and error.status_code:
        return _http(error, role)
    if isinstance(error, ClientAuthenticationError):
        return Failure("denied", f"sign-in failed: {_short(error)}", SIGN_IN)
    return Failure("failed", f"no usable answer: {_short(error)}", LATER)


def _refused(state: AnswerState, mend: str) -> Callable[[BaseException], Failure]:
    return lambda error: Failure(state, _short(error), mend, getattr(error, "status_code", None))


REFUSED: tuple[tuple[type[BaseException], Callable[[BaseException], Failure]], ...] = (
    (WrongTenant, _refused("denied", "Check `azure.tenant` and the access route in the client's file.")),
    (ProviderNotRegistered, _refused("unsupported", REGISTER)),
    (Throttled, _refused("throttled", LATER)),
    (NothingBooked, _refused("unsupported", EMPTY)),
    (GuardRefusal, _refused("failed", "Report it: Azure, or something between, sent the reader astray.")),
)


def _http(error: HttpResponseError, role: str) -> Failure:
    status = error.status_code or 0
    code = getattr(error.error, "code", None) or ""
    headers = getattr(error.response, "headers", None) or {}
    request_id = headers.get("x-ms-request-id", "")
    state, mend = _state(status, f"{code} {error.message}".lower(), role)
    reason = f"HTTP {status}" + (f" {code}" if code and code != str(status) else "")
    detail = _short(error.error or error)
    return Failure(state, f"{reason}: {detail}" if detail else reason, mend, status, request_id)


def _state(status: int, words: str, role: str) -> tuple[AnswerState, str]:
    for word, state, mend in EXPLAINED:
        if word in words:
            return state, mend
    if status == 401 and "rbacaccessdenied" in words:  # how Cost Management refuses; others answer 403
        return "denied", COST_ROLE.format(role=role)
    if status in (401, 403):
        return "denied", ROLE.format(role=role)
    if status == 429:
        return "throttled", LATER
    if status == 400 and any(word in words for word in OFFERS):
        return "unsupported", OFFER
    if status == 404:
        return "failed", "Check that it exists and that the client's file names the right subscription."
    return "failed", LATER


def _short(error: object) -> str:
    """The first line of an error's message, at most 300 characters."""
    message = str(getattr(error, "message", "") or error)
    lines = [line.strip() for line in message.splitlines() if line.strip()]
    return (lines[0] if lines else type(error).__name__)[:300]
