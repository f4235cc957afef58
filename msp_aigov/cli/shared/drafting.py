"""Workloads that nobody described yet, as questions for the client; and the answers as YAML."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import get_args

import yaml

from msp_aigov.config.answers import answered
from msp_aigov.config.load import choose, load_fleet
from msp_aigov.errors import ConfigError
from msp_aigov.model.client import Client
from msp_aigov.model.document import ClientReport
from msp_aigov.model.rules import Rules
from msp_aigov.model.text import Text
from msp_aigov.model.workload import Audience, DataClass, Subject, Task
from msp_aigov.pipeline import newest, printed
from msp_aigov.record.atomic import write
from msp_aigov.reports.office.questionnaire import Asked, questionnaire
from msp_aigov.rules.load import load_rules

# What is asked of every stage: the field, the question, the answers that are possible.
STAGE: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("data_class", "What class of data goes in?", get_args(DataClass)),
    ("subjects", "Whom is it about? Write [none] if nobody.", get_args(Subject)),
    ("residency", "Where may it be processed? device, any, eu, us, or a country like DE.", ()),
    ("connectivity", "Is there always a network?", ("online", "intermittent", "offline")),
    ("egress_features", "Does it send anything on, to a web search say? Write [] if not.", ()),
    ("interactive", "Does somebody wait for the answer?", ("true", "false")),
    ("p95_target_ms", "If so, how many milliseconds may it take?", ()),
    ("volume", "How often does it run in a month?", ()),
    ("max_unit_cost", "What may one use cost?", ()),
    ("human_review", "Does a person read what comes out before it goes on?", ("true", "false")),
)


def written(folder: Path, clients: Sequence[str], out: Path | None) -> Path:
    """Write the questionnaire of one client; the path it went to."""
    rules = load_rules(folder / "rules")
    chosen = choose(load_fleet(folder, rules), clients)
    run = newest(folder / "runs")
    if run is None:
        raise ConfigError(f"{folder / 'runs'}: holds no run yet", "Run `msp-aigov audit` first.")
    if len(chosen) != 1:
        raise ConfigError("a questionnaire is for one client", "Name one with --client ID.")
    document = printed(run, [chosen[0].id])
    asked = tuple(_asked(chosen[0], document.clients[0], rules))
    if not asked:
        raise ConfigError(f"{chosen[0].id}: every deployment belongs to a workload already")
    place = out or Path(f"{chosen[0].id}-questions.xlsx")
    write(place, questionnaire(asked, document.run.started))
    return place


def read_back(path: Path) -> str:
    """The answers as the `workloads:` of a client's file."""
    made = list(answered(path))
    return yaml.safe_dump({"workloads": made}, sort_keys=False, allow_unicode=True, width=120)


def _asked(client: Client, report: ClientReport, rules: Rules) -> Iterator[Asked]:
    """A workload for each deployed model that no workload names yet; what is not known stays open."""
    named = {model.lower() for each in client.workloads for stage in each.stages for model in stage.cloud_models}
    for item in report.guardrails.deployments:
        model = item.deployment.model
        if model.lower() not in named:
            yield from _about(item.deployment.name, _task(model, rules), "cloud_models", f"[{model}]")
    ready = any(device.minimum.verdict == "ready" for device in report.endpoints.devices)
    if ready and not any(stage.local_models for each in client.workloads for stage in each.stages):
        yield from _about("On the devices", "", "local_models", "")


def _about(name: str, task: str, models: str, known: str) -> Iterator[Asked]:
    yield Asked(name, "", "purpose", Text("What is it for?"))
    yield Asked(name, "", "audience", Text("Who reads what comes out?"), get_args(Audience))
    yield Asked(name, "", "uses", Text("Which uses? Names from the table of uses, like [drafting, summarising]."))
    yield Asked(name, "main", "task", Text("What does it do?"), get_args(Task), task)
    yield Asked(name, "main", models, Text("Which models would do?"), (), known)
    for field, question, choices in STAGE:
        yield Asked(name, "main", field, Text(question), choices)


def _task(model: str, rules: Rules) -> str:
    offered = (row.task for row in rules.cloud_models if row.model.lower() == model.lower())
    return next(offered, "")
