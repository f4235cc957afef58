"""Faults: rules that say which call goes wrong, and when."""

import fnmatch
import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace

from msp_aigov.errors import ConfigError
from msp_aigov.simulator.effects import ACTIONS, Effect

GRAMMAR = """\
A rule is [METHOD ]PATH-GLOB=ACTION[:PARAM], with @WHEN after it or not.
PATH-GLOB is matched against the path without its query, in any case, token
endpoint included. WHEN counts the calls that match: 2, 1-3 or every3; without
it, every call. The first rule whose turn it is wins. Actions:
  401 403 404 409 424 500   an error
  204                   an answer without content
  offer                 the refusal of an offer that has no costs
  version               the refusal of an API version
  503                   busy; 503:retry-after=N
  429                   throttled for 1 s; 429:retry-after=N, :cost=N or :none
  html                  a proxy's page as 502; html:200 as 200
  500-after             an error after doing the work
  drop drop-after       hang up before, or after, doing the work
  slow:MS               answer MS milliseconds later
  truncate              half of the body, then hang up
  foreign-nextlink:URL  add a nextLink to another host
  wrong-tenant:TENANT   a token that names another tenant"""

_HINT = "Expected [METHOD ]PATH-GLOB=ACTION[:PARAM] and perhaps @WHEN, for example 'POST */query=429:cost=5@1'."
_RULE = re.compile(r"(?:(?P<method>[A-Za-z]+) +)?(?P<glob>[^=\s]+)=(?P<action>[^:=@]+)(?:[:=](?P<param>.*))?$")
_WHEN = re.compile(r"(?P<first>\d+)(?:-(?P<last>\d+))?$|every(?P<every>\d+)$")


@dataclass(frozen=True)
class Rule:
    """One parsed rule; it is due when the count of matching calls is within its turns."""

    method: str
    glob: str
    first: int
    last: float
    every: int
    effect: Effect

    def matches(self, method: str, path: str) -> bool:
        """Whether a call is one that this rule counts."""
        return self.method in ("", method) and fnmatch.fnmatchcase(path.lower(), self.glob)

    def due(self, count: int) -> bool:
        """Whether the nth matching call is to go wrong."""
        return self.first <= count <= self.last and count % self.every == 0


class Faults:
    """All rules of a server and how often each has matched."""

    def __init__(self, rules: Sequence[str]) -> None:
        self._rules = tuple(parse_rule(rule) for rule in rules)
        self._counts = [0] * len(self._rules)
        self._lock = threading.Lock()

    def effect(self, method: str, path: str) -> Effect:
        """Count a call with every rule that matches it, and give the effect of the first one that is due."""
        due = []
        with self._lock:
            for number, rule in enumerate(self._rules):
                if rule.matches(method, path):
                    self._counts[number] += 1
                    if rule.due(self._counts[number]):
                        due.append(rule.effect)
        return due[0] if due else Effect()


def parse_rule(text: str) -> Rule:
    """Read one rule; a mistake raises ConfigError that says what was expected."""
    body, at, when = text.strip().rpartition("@")
    turns = _WHEN.match(when) if at else None
    # What looks like no WHEN may still be part of a URL in PARAM.
    found = _RULE.match(body if turns else text.strip())
    if found is None or (at and not turns and "://" not in text):
        raise ConfigError(f"fault {text!r}: not a rule", _HINT)
    action, param = found["action"].lower(), found["param"] or ""
    if action not in ACTIONS:
        raise ConfigError(f"fault {text!r}: unknown action {action!r}", f"Expected one of {', '.join(ACTIONS)}.")
    effect = ACTIONS[action](action, param)
    if effect is None:
        raise ConfigError(f"fault {text!r}: {action} cannot take {param!r}", GRAMMAR)
    first, last, every = _turns(turns)
    if not 1 <= first <= last or every < 1:
        raise ConfigError(f"fault {text!r}: calls are counted from 1", _HINT)
    method = (found["method"] or "").upper()
    return Rule(method, found["glob"].lower(), first, last, every, replace(effect, rule=text))


def _turns(when: re.Match[str] | None) -> tuple[int, float, int]:
    if when is None:
        return 1, float("inf"), 1
    if when["every"]:
        return 1, float("inf"), int(when["every"])
    return int(when["first"]), int(when["last"] or when["first"]), 1
