"""The loop that asks: expands every source over its scopes, in threads, and keeps each answer on arrival."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from msp_aigov.collect.source import Source, queries_of
from msp_aigov.errors import guarded
from msp_aigov.model.answers import Answer, Ask, Scope
from msp_aigov.model.client import Client
from msp_aigov.model.cloud import AiAccount, Subscription

WORKERS = 16
Link = Callable[[Ask], Answer | None]
ROOT, ACCOUNTS, INVENTORY = "azure.subscriptions", "azure.accounts", "inventory.file"
EXPORT, EXPORT_QUERIES, BUDGETS = "export.cost", ("", "rows that cannot be read"), "azure.budgets"

BELOW = ("subscription", "account", "location")  # what lies below a client, the nearest first


@dataclass(frozen=True)
class Collected:
    """Every answer about one client, sorted, and the facts in them. `stopped` says why no more was read, if so."""

    answers: tuple[Answer, ...]
    stopped: str = ""
    facts: tuple[Any, ...] = ()


def collect(
    client: Client, today: date, sources: Mapping[str, Source], chain: Sequence[Link], done: Callable[[Answer], None]
) -> Collected:
    """Ask everything that a client's file configures. The first link of the chain that answers, answers."""
    asker = _Asker(client, today, sources, chain, done)
    stopped = asker.run()
    answers = tuple(sorted(asker.answers, key=_order))
    return Collected(answers, stopped, tuple(fact for answer in answers for fact in asker.shaped.get(answer.ask, ())))


def facts(answers: Iterable[Answer], sources: Mapping[str, Source]) -> Iterator[Any]:
    """Every fact of every answer that was read."""
    for answer in answers:
        if answer.state == "read":
            yield from sources[answer.ask.source].parse(answer)


class _Asker:
    def __init__(
        self,
        client: Client,
        today: date,
        sources: Mapping[str, Source],
        chain: Sequence[Link],
        done: Callable[[Answer], None],
    ) -> None:
        self._client, self._today, self._sources, self._chain, self._done = client, today, sources, chain, done
        self._scope = Scope("client", client.id, client.name)
        self.answers: list[Answer] = []
        self.shaped: dict[Ask, Sequence[Any]] = {}

    def run(self) -> str:
        files = [
            Ask(INVENTORY, Scope("file", f"file:{file.path}", file.path, self._scope.path))
            for file in self._client.inventories
            if INVENTORY in self._sources
        ]
        roots = [ask for ask in self._asks("client", [self._scope])] if self._client.azure else []
        answers = self._answer([*roots, *files])
        self._exports()
        if not roots:  # no Azure in the client's file, or a part of the audit that does not ask it
            return ""
        root = next(answer for answer in answers if answer.ask.source == ROOT)
        if root.state != "read":
            reason = f"{ROOT} was not read: {root.reason}"
            return self._skip(self._scope, BELOW, reason, root.mend)
        scopes, stopped = self._subscriptions(list(self._sources[ROOT].parse(root)))
        if stopped:
            mend = "Put the right subscriptions and tenant into the client's file."
            return self._skip(self._scope, BELOW, stopped, mend)
        self._accounts(self._answer(self._asks("subscription", scopes)))
        return ""

    def _exports(self) -> None:
        """Costs from files: what they leave open, budgets above all, is a gap at each subscription they speak of."""
        if not self._client.exports:
            return
        scope = Scope("file", "export", ", ".join(self._client.exports), self._scope.path)
        first, *_ = self._answer([Ask(EXPORT, scope, query) for query in EXPORT_QUERIES])
        lines = self._sources[EXPORT].parse(first) if first.state == "read" else ()
        for name in sorted({line.subscription for line in lines}):
            gap = Ask(BUDGETS, Scope("subscription", name, name, self._scope.path))
            reason, mend = "an export holds no budgets", "Run `msp-aigov spend --live` with a way into the tenant."
            self.answers.append(Answer(gap, "skipped", reason=reason, mend=mend))

    def _subscriptions(self, visible: list[Subscription]) -> tuple[list[Scope], str]:
        """The subscriptions to read, and why none may be: every one's home tenant must be the client's."""
        azure = self._client.azure
        assert azure is not None
        home, by_id = azure.tenant.lower(), {item.id: item for item in visible}
        # Saved answers may not say whose subscription they are about; what they do say must be right all the same.
        homes = {home, None} if azure.from_ else {home}
        wanted = [name.lower() for name in azure.subscriptions] or [
            item.id for item in visible if not home or item.tenant in homes
        ]
        for name in wanted:
            if home and name in by_id and by_id[name].tenant not in homes:
                other = by_id[name].tenant or "unknown"
                return [], f"subscription {name} belongs to tenant {other}, not to the client's tenant {home}"
        for name in (name for name in wanted if name not in by_id):
            scope = Scope("subscription", name, name, self._scope.path)
            reason, mend = "the credential does not see this subscription", "Give it the role Reader there."
            self._gap(scope, BELOW, Answer(Ask("", scope), "denied", reason=reason, mend=mend))
        if not wanted:
            reason, mend = f"the credential sees no subscription of tenant {home}", "Give it the role Reader on one."
            nothing = Answer(Ask("", self._scope), "denied", reason=reason, mend=mend)
            self._gap(self._scope, BELOW, nothing)
        found = [by_id[name] for name in wanted if name in by_id]
        return [Scope("subscription", item.id, item.name, self._scope.path) for item in found], ""

    def _accounts(self, answers: Iterable[Answer]) -> None:
        scopes, regions = [], {}
        for answer in (answer for answer in answers if answer.ask.source == ACCOUNTS):
            if answer.state != "read":
                self._skip(answer.ask.scope, BELOW[1:], f"{ACCOUNTS} was not read: {answer.reason}", answer.mend)
                continue
            for account in self._sources[ACCOUNTS].parse(answer):
                assert isinstance(account, AiAccount)
                scopes.append(Scope("account", account.id, account.name, answer.ask.scope.path))
                if account.location:
                    place = f"/subscriptions/{answer.ask.scope.id}/locations/{account.location}"
                    regions[place] = Scope("location", place, account.location, answer.ask.scope.path)
        self._answer([*self._asks("account", scopes), *self._asks("location", regions.values())])

    def _asks(self, kind: str, scopes: Iterable[Scope]) -> list[Ask]:
        kinds = [source for source in self._sources.values() if kind == source.PER]
        return [
            Ask(source.SOURCE, scope, query)
            for scope in scopes
            for source in kinds
            for query in queries_of(source, self._today)
        ]

    def _answer(self, asks: Sequence[Ask]) -> list[Answer]:
        with ThreadPoolExecutor(max_workers=WORKERS) as pool:
            answers = list(pool.map(self._one, asks))
        self.answers += answers
        return answers

    def _one(self, ask: Ask) -> Answer:
        answer = next((found for link in self._chain if (found := link(ask)) is not None), None)
        if answer is None:
            answer = Answer(ask, "skipped", reason="not in the saved answers", mend="Run `msp-aigov audit` again.")
        answer = self._understood(answer)
        self._done(answer)
        return answer

    def _understood(self, answer: Answer) -> Answer:
        """An answer that its own source cannot shape is a gap, found now rather than in the middle of judging."""
        if answer.state != "read":
            return answer
        source = self._sources[answer.ask.source]
        try:
            shaped = guarded(source.SOURCE, lambda: [*source.parse(answer)])
        except ValueError as error:
            return replace(answer, state="failed", reason=f"the answer is not understood: {error}")
        if shaped.crash:
            return replace(answer, state="failed", reason=f"the answer is not understood: {shaped.crash.message}")
        self.shaped[answer.ask] = shaped.value or ()
        return answer

    def _skip(self, scope: Scope, kinds: tuple[str, ...], reason: str, mend: str = "") -> str:
        self._gap(scope, kinds, Answer(Ask("", scope), "skipped", reason=reason, mend=mend))
        return reason

    def _gap(self, scope: Scope, kinds: tuple[str, ...], gap: Answer) -> None:
        """The same gap for every source that would have been asked below `scope`."""
        for source in self._sources.values():
            if source.PER in kinds:
                self.answers.append(replace(gap, ask=Ask(source.SOURCE, scope)))


def _order(answer: Answer) -> tuple[str, str, str]:
    return (answer.ask.source, answer.ask.scope.id, answer.ask.query)
