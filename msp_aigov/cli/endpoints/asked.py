"""What `--model` and `--workload` ask for."""

import re
from collections.abc import Sequence

from msp_aigov.errors import ConfigError
from msp_aigov.model.rules import Rules
from msp_aigov.model.workload import Stage, Workload

_WORKLOAD = re.compile(r"^(?P<name>[^=]+)=(?P<models>[^@]+)(?:@(?P<tokens>\d{1,7}))?$")


def asked(
    models: Sequence[str], wanted: Sequence[str], rules: Rules, there: Sequence[Workload] = ()
) -> tuple[Workload, ...]:
    """The workloads wanted, all of those there where none is, and one for each model by itself."""
    return (*_chosen(there, wanted, rules), *_models(models, rules))


def _chosen(there: Sequence[Workload], wanted: Sequence[str], rules: Rules) -> tuple[Workload, ...]:
    if not wanted:
        return tuple(there)
    named = {workload.name.casefold(): workload for workload in there}
    made = []
    for words in wanted:
        if words.casefold() in named:
            made.append(named[words.casefold()])
            continue
        match = _WORKLOAD.match(words)
        if not match:
            hint = "Write NAME=MODEL+MODEL, or name one of: " + (", ".join(sorted(named)) or "(the client has none)")
            raise ConfigError(f"--workload {words}: there is no such workload", hint)
        tokens = int(match["tokens"]) if match["tokens"] else None
        made.append(_workload(match["name"].strip(), match["models"].split("+"), tokens, rules))
    return tuple(made)


def _models(models: Sequence[str], rules: Rules) -> tuple[Workload, ...]:
    return tuple(_workload(model, [model], None, rules) for model in dict.fromkeys(models))


def _workload(name: str, models: Sequence[str], tokens: int | None, rules: Rules) -> Workload:
    tasks = {model.alias: model.task for model in rules.local_models}
    stages = []
    for alias in (model.strip() for model in models):
        if alias not in tasks:
            raise ConfigError(
                f"{alias}: the catalogue of local models has no such model", "It has " + ", ".join(sorted(tasks)) + "."
            )
        stages.append(Stage(alias, tasks[alias], local_models=(alias,), context_tokens=tokens))
    return Workload(name, stages=tuple(stages))
