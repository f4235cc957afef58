"""Name what stands between a credential and an API."""

from collections.abc import Iterable, Iterator, Mapping

from msp_aigov.model.answers import Answer
from msp_aigov.model.reach.access import Diagnosis, Reached

# What an audit needs; anything that writes or hands out secrets is more than that.
SECRETS = ("/listkeys/action", "/listsecrets/action", "/regeneratekey/action")
SAID: tuple[tuple[str, Diagnosis], ...] = (
    ("belongs to tenant", "wrong tenant"),
    ("is not registered", "provider not registered"),
    ("sign-in failed", "sign-in failed"),
    ("environment variable", "sign-in failed"),
    ("certificate ", "sign-in failed"),
)
UNREACHED = (
    *("max retries exceeded", "httpsconnectionpool", "proxyerror", "name resolution", "newconnectionerror"),
    "ca certificate",
)
OPEN = "Open the way to the host named here: look at the proxy, the firewall, the name service and the certificates."
NETWORK = ("connection", "name resolution", "timed out", "proxy", "certificate verify", "refused", "unreachable")


def reached(answers: Iterable[Answer], roles: Mapping[str, str]) -> tuple[Reached, ...]:
    """One row for each API at each scope, in the order of the answers; questions that fared alike are one row."""
    return tuple(dict.fromkeys(_row(answer, roles.get(answer.ask.source, "")) for answer in answers))


def _row(answer: Answer, role: str) -> Reached:
    found = diagnosis(answer)
    mend = OPEN if found == "blocked by the network" else answer.mend
    return Reached(answer.ask.source, answer.ask.scope.name, found, role, answer.reason, mend)


def diagnosis(answer: Answer) -> Diagnosis:
    """The one word for why a read gave nothing."""
    if answer.state == "read":
        return "works"
    words = answer.reason.lower()
    if answer.state == "skipped":  # because of what the row above says, or because of whose the subscription is
        return "wrong tenant" if SAID[0][0] in words and "was not read" not in words else "not asked"
    if _unreached(answer, words, UNREACHED) and "aadsts" not in words:
        return "blocked by the network"  # signing in needs the network too
    said = next((named for said, named in SAID if said in words), None)
    return said or _by_state(answer, words)


def _by_state(answer: Answer, words: str) -> Diagnosis:
    if answer.status in (401, 403) or answer.state == "denied":
        return "role missing"
    if answer.state == "unsupported":
        return "not offered"
    return "blocked by the network" if _unreached(answer, words, NETWORK) else "failed"


def _unreached(answer: Answer, words: str, signs: tuple[str, ...]) -> bool:
    """Whether no answer came at all."""
    return answer.status is None and any(word in words for word in signs)


def beyond_need(actions: Iterable[str]) -> Iterator[str]:
    """The actions that go further than reading."""
    for action in sorted(set(actions)):
        lower = action.lower()
        if lower == "*" or lower.endswith(("/*", "/write", "/delete", *SECRETS)):
            yield action
