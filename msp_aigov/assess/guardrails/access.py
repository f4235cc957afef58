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
NETWORK = ("connection", "name resolution", "timed out", "proxy", "certificate verify", "refused", "unreachable")


def reached(answers: Iterable[Answer], roles: Mapping[str, str]) -> tuple[Reached, ...]:
    """One row for each API at each scope, in the order of the answers; questions that fared alike are one row."""
    rows = (
        Reached(
            answer.ask.source,
            answer.ask.scope.name,
            diagnosis(answer),
            roles.get(answer.ask.source, ""),
            answer.reason,
            answer.mend,
        )
        for answer in answers
    )
    return tuple(dict.fromkeys(rows))


def diagnosis(answer: Answer) -> Diagnosis:
    """The one word for why a read gave nothing."""
    if answer.state == "read":
        return "works"
    words = answer.reason.lower()
    if answer.state == "skipped":
        return "not asked"
    for said, named in SAID:
        if said in words:
            return named
    if answer.status in (401, 403) or answer.state == "denied":
        return "role missing"
    if answer.state == "unsupported":
        return "not offered"
    if answer.status is None and any(word in words for word in NETWORK):
        return "blocked by the network"
    return "failed"


def beyond_need(actions: Iterable[str]) -> Iterator[str]:
    """The actions that go further than reading."""
    for action in sorted(set(actions)):
        lower = action.lower()
        if lower == "*" or lower.endswith(("/*", "/write", "/delete", *SECRETS)):
            yield action
