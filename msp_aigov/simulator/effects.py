"""Effects: the ways in which a call can go wrong."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from msp_aigov.simulator.wire import Response, arm_error

_SECONDS = re.compile(r"retry-after=(\d+)$")
_COST = "x-ms-ratelimit-microsoft.costmanagement-"
_PAGE = "<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body>The proxy had no answer.</body></html>"
_ERRORS = {
    "401": (401, "RBACAccessDenied", "The client does not have authorization to perform action."),
    "403": (403, "AuthorizationFailed", "The client does not have authorization to perform the action."),
    "404": (404, "ResourceNotFound", "The resource was not found."),
    "409": (
        409,
        "MissingSubscriptionRegistration",
        "The subscription is not registered to use namespace '{namespace}'.",
    ),
    "424": (424, "FailedDependency", "Not enough history, or more than one currency."),
    "429": (429, "429", "Too many requests. Please retry."),
    "version": (400, "InvalidApiVersionParameter", "The api-version is invalid. The supported ones are older."),
    "offer": (400, "BadRequest", "The offer MS-AZR-0243P is not supported."),
    "500": (500, "InternalServerError", "The server encountered an error."),
    "503": (503, "ServerTimeout", "The request timed out. Please try again later."),
}


@dataclass(frozen=True)
class Effect:
    """What a rule does to one call."""

    rule: str = ""
    answer: Callable[[str], Response] | None = None
    delay_ms: int = 0
    drop: str = ""
    done_first: bool = False
    truncate: bool = False
    next_link: str = ""
    tenant: str = ""


def _answer(action: str, headers: dict[str, str]) -> Callable[[str], Response]:
    status, code, message = _ERRORS[action]
    # The SDKs read from a 409's message which provider they would have to register.
    return lambda path: arm_error(status, code, message.format(namespace=_namespace(path)), headers)


def _namespace(path: str) -> str:
    found = re.search(r"/providers/([^/]+)", path, re.IGNORECASE)
    return found[1] if found else "Microsoft.Resources"


def _error(action: str, param: str) -> Effect | None:
    return None if param else Effect(answer=_answer(action, {}))


def _empty(action: str, param: str) -> Effect | None:
    return None if param else Effect(answer=lambda path: Response(204))


def _error_after(action: str, param: str) -> Effect | None:
    return None if param else Effect(answer=_answer(action.removesuffix("-after"), {}), done_first=True)


def _unavailable(action: str, param: str) -> Effect | None:
    seconds = _SECONDS.match(param)
    if param and not seconds:
        return None
    return Effect(answer=_answer(action, {"Retry-After": seconds[1]} if seconds else {}))


def _throttled(action: str, param: str) -> Effect | None:
    if cost := re.match(r"cost=(\d+)$", param):
        return Effect(answer=_answer(action, _cost_headers(int(cost[1]))))
    return _unavailable(action, "" if param == "none" else param or "retry-after=1")


def _cost_headers(seconds: int) -> dict[str, str]:
    # The longest of them is the one to obey; Cost Management sends no Retry-After.
    waits = {"entity": seconds, "qpu": seconds, "clienttype": max(seconds - 1, 0), "client": 0}
    headers = {f"{_COST}{scope}-retry-after": str(wait) for scope, wait in waits.items()}
    return headers | {f"{_COST}qpu-consumed": "1", f"{_COST}qpu-remaining": "QueriesPerMin:0,QueriesPerHour:540"}


def _page(action: str, param: str) -> Effect | None:
    if param not in ("", "200", "502"):
        return None
    page = Response(int(param or "502"), _PAGE, {"Content-Type": "text/html; charset=utf-8"})
    return Effect(answer=lambda path: page)


def _drop(action: str, param: str) -> Effect | None:
    return None if param else Effect(drop="after" if action == "drop-after" else "before")


def _slow(action: str, param: str) -> Effect | None:
    return Effect(delay_ms=int(param)) if re.match(r"\d+$", param) else None


def _truncate(action: str, param: str) -> Effect | None:
    return None if param else Effect(truncate=True)


def _foreign(action: str, param: str) -> Effect | None:
    return Effect(next_link=param) if re.match(r"https?://[^/]", param) else None


def _tenant(action: str, param: str) -> Effect | None:
    return Effect(tenant=param) if param else None


ACTIONS: dict[str, Callable[[str, str], Effect | None]] = {
    "401": _error,
    "403": _error,
    "404": _error,
    "409": _error,
    "424": _error,
    "offer": _error,
    "version": _error,
    "204": _empty,
    "429": _throttled,
    "500": _error,
    "500-after": _error_after,
    "503": _unavailable,
    "html": _page,
    "drop": _drop,
    "drop-after": _drop,
    "slow": _slow,
    "truncate": _truncate,
    "foreign-nextlink": _foreign,
    "wrong-tenant": _tenant,
}
