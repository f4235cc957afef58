"""Workloads that nobody described yet, as questions for the client; and the answers as YAML."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import get_args

import yaml

from msp_aigov.config.load import choose, load_fleet
from msp_aigov.config.workloads.answers import answered, untouched
from msp_aigov.errors import ConfigError
from msp_aigov.model.client import Client
from msp_aigov.model.cloud import Deployment
from msp_aigov.model.document import ClientReport
from msp_aigov.model.rules import Rules
from msp_aigov.model.text import Text
from msp_aigov.model.workload import Audience, DataClass, Document, Subject, Task
from msp_aigov.pipeline.run import newest, printed
from msp_aigov.record.atomic import write
from msp_aigov.reports.office.questionnaire import Asked, questionnaire
from msp_aigov.rules.load import load_rules

YES_NO = ("yes", "no")
# What a deployment's capabilities, or else parts of its model's name, say that it does; the first that fits counts.
CAPABLE: Mapping[str, Task] = {
    "imagegenerations": "image-generation",
    "audiotranscriptions": "speech-to-text",
    "audiospeech": "text-to-speech",
    "embeddings": "embeddings",
    "realtime": "realtime-voice",
    "chatcompletion": "chat",
}
NAMED: tuple[tuple[str, Task], ...] = (
    ("realtime", "realtime-voice"),
    ("embed", "embeddings"),
    ("transcribe", "speech-to-text"),
    ("whisper", "speech-to-text"),
    ("tts", "text-to-speech"),
    ("image", "image-generation"),
    ("gpt", "chat"),
    ("phi", "chat"),
    ("llama", "chat"),
    ("mistral", "chat"),
    ("deepseek", "chat"),
    ("claude", "chat"),
)
# What is asked of every stage: the field, the question, the answers that are possible.
STAGE: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("data_class", "What class of data goes in?", get_args(DataClass)),
    ("subjects", "Whom is it about? Several with commas; none if nobody.", get_args(Subject)),
    ("residency", "Where may it be processed? device, any, eu, us, or a country like DE.", ()),
    ("connectivity", "Is there always a network?", ("online", "intermittent", "offline")),
    ("egress_features", "What sends it on, a web search say? Write none if nothing does.", ()),
    ("interactive", "Does somebody wait for the answer?", YES_NO),
    ("p95_target_ms", "If so, how many milliseconds may it take?", ()),
    ("volume", "How often does it run in a month?", ()),
    ("max_unit_cost", "What may one use cost?", ()),
    ("human_review", "Does a person read what comes out before it goes on?", YES_NO),
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
    open_questions = tuple(asked(chosen[0], document.clients[0], rules))
    if not open_questions:
        raise ConfigError(f"{chosen[0].id}: {_nothing_to_ask(document.clients[0])}")
    place = out or Path(f"{chosen[0].id}-questions.xlsx")
    write(place, questionnaire(open_questions, document.run.started))
    return place


def _nothing_to_ask(report: ClientReport) -> str:
    if report.guardrails.deployments or report.endpoints.devices:
        return "every deployment, and every model on its devices, belongs to a workload already"
    return "the run holds no deployment and no device of this client, so there is nothing to ask about"


def read_back(path: Path, rules: Rules) -> str:
    """The answers as the `workloads:` of a client's file; a proposal that nobody answered is only named."""
    made = answered(path, rules)
    left = [f"# {each['name']}: nothing was answered, so it is left out\n" for each in made if untouched(each)]
    kept = [each for each in made if not untouched(each)]
    if not kept:
        raise ConfigError(f"{path}: nothing was answered yet", "Fill in the column Answer, the task at least.")
    return "".join(left) + yaml.safe_dump({"workloads": kept}, sort_keys=False, allow_unicode=True, width=120)


def asked(client: Client, report: ClientReport, rules: Rules) -> Iterator[Asked]:
    """A workload for each deployment and each local model that no workload names yet; what is not known stays open."""
    stages = [stage for each in client.workloads for stage in each.stages]
    named = {model.lower() for stage in stages for model in (*stage.cloud_models, *stage.local_models)}
    taken = {each.name for each in client.workloads}
    for item in report.guardrails.deployments:
        model = item.deployment.model
        if model.lower() not in named:
            name = _free(taken, item.deployment.name, item.account_name)
            yield from _about(name, _task(item.deployment, rules), "cloud_models", model)
    used = sorted({each.model for one in report.endpoints.devices for each in one.device.measured})
    for alias in used:
        if alias.lower() not in named:
            task = next((row.task for row in rules.local_models if row.alias == alias), "")
            yield from _about(_free(taken, alias, "on the devices"), task, "local_models", alias)
    ready = any(device.minimum.verdict == "ready" for device in report.endpoints.devices)
    if ready and not used and not any(stage.local_models for stage in stages):
        yield from _about(_free(taken, "On the devices", client.name), "", "local_models", "")


def _free(taken: set[str], name: str, where: str) -> str:
    """A name that no other workload has: two accounts may hold deployments of one name."""
    tries = (name, f"{name} ({where})", *(f"{name} ({where}, {number})" for number in range(2, 1000)))
    made = next(each for each in tries if each not in taken)
    taken.add(made)
    return made


def _about(name: str, task: str, models: str, known: str) -> Iterator[Asked]:
    yield Asked(name, "", "purpose", Text("What is it for?"))
    yield Asked(name, "", "audience", Text("Who reads what comes out?"), get_args(Audience))
    yield Asked(name, "", "uses", Text("Which uses? Names from the table of uses, like: drafting, summarising."))
    yield Asked(name, "", "currency", Text("In which currency are the prices below, such as EUR?"))
    yield Asked(name, "", "holds", Text("Which of these papers exist?"), get_args(Document))
    yield Asked(name, "main", "task", Text("What does it do?"), get_args(Task), task)
    yield Asked(name, "main", models, Text("Which models would do?"), (), known)
    for field, question, choices in STAGE:
        yield Asked(name, "main", field, Text(question), choices)
    if task == "image-generation":
        yield Asked(name, "main", "image_gate", Text("Is every image looked at before use?"), YES_NO)
    if models == "local_models":
        yield Asked(name, "main", "shared_host", Text("Does it run on a terminal server, for several at once?"), YES_NO)
        yield Asked(name, "main", "app_filter", Text("Does the application filter what the model says?"), YES_NO)


def _task(deployment: Deployment, rules: Rules) -> str:
    """What the dated table says the model does, else what Azure says it can, else what its name says; or nothing."""
    model = deployment.model.lower()
    offered = (row.task for row in rules.cloud_models if row.model.lower() == model)
    able = (task for name in deployment.capabilities for task in (CAPABLE.get(name.lower()),) if task)
    named = (task for part, task in NAMED if part in model)
    return next(offered, None) or next(able, None) or next(named, "")
