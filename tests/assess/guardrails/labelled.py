"""Run one labelled case: its wire JSON through saved files, the whole line, to the matrix and the findings."""

import json
from pathlib import Path
from typing import Any

from msp_aigov.cli.shared.viewing import looked_at_files
from msp_aigov.collect.saved import saved
from msp_aigov.model.client import AzureTenant, Client
from msp_aigov.model.document import ClientReport
from msp_aigov.model.guardrails import plain
from msp_aigov.pipeline.order import now

HOME = (
    "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg/providers/Microsoft.CognitiveServices"
    "/accounts/ai"
)
KIND = "Microsoft.CognitiveServices/accounts"
HARMS = ("Hate", "Sexual", "Violence", "Selfharm")
SHIELDS = (
    ("Jailbreak", "Prompt"),
    ("Protected Material Text", "Completion"),
    ("Protected Material Code", "Completion"),
)


def filters(which: str | None) -> list[dict[str, Any]]:
    """`harms Medium` is all that general asks for, at that threshold; `none` is an empty list."""
    if which is None or which == "none":
        return []
    made: list[dict[str, Any]] = [
        {"name": harm, "source": source, "enabled": True, "blocking": True, "severityThreshold": which.split()[1]}
        for harm in HARMS
        for source in ("Prompt", "Completion")
    ]
    return made + [{"name": name, "source": source, "enabled": True, "blocking": True} for name, source in SHIELDS]


def wire(case: dict[str, Any]) -> list[dict[str, Any]]:
    """The account, the deployment and the policies of a case, as ARM would list them."""
    policies = [_policy("own", _own(case)), *(_policy(p["name"], p["properties"]) for p in case.get("policies", ()))]
    for name in case.get("listed", ()):
        policies.append(_policy(name, {"type": "SystemManaged", "contentFilters": filters("harms Medium")}))
    properties = {"model": case.get("model", {"name": "gpt-5-mini", "format": "OpenAI", "version": "1"})}
    named = case.get("names", "own")
    properties |= {"raiPolicyName": named} if named else {}
    properties |= case.get("deployment", {})
    account = {"id": HOME, "name": "ai", "type": KIND, "location": "swedencentral", "properties": {}}
    chat = {"id": f"{HOME}/deployments/chat", "name": "chat", "type": f"{KIND}/deployments", "properties": properties}
    return [account, chat | {"sku": {"name": "DataZoneStandard"}}, *policies]


def _own(case: dict[str, Any]) -> Any:
    listed = case.get("before", []) + filters(case["set"]) + case.get("also", [])
    if "replace" in case:
        new = case["replace"]
        listed = [new if (each["name"], each["source"]) == (new["name"], new["source"]) else each for each in listed]
    if "properties" in case and case["properties"] is None:
        return None
    made: dict[str, Any] = {"type": "UserManaged"} | ({"contentFilters": listed} if case["set"] is not None else {})
    made |= {"basePolicyName": case["base"]} if "base" in case else {}
    return made | case.get("properties", {})


def _policy(name: str, properties: Any) -> dict[str, Any]:
    identity = f"{HOME}/raiPolicies/{name}"
    return {"id": identity, "name": name, "type": f"{KIND}/raiPolicies", "properties": properties}


def judged(objects: list[dict[str, Any]], folder: Path, profile: str | None = None, **client: Any) -> ClientReport:
    """What the program says of these objects, saved in one file."""
    path = folder / "saved.json"
    path.write_text(json.dumps(objects), encoding="utf-8")
    about = Client("files", "Files", azure=AzureTenant("", from_=("saved.json",)), profile=profile, **client)
    return looked_at_files(about, "general", "guardrails", folder, lambda _: [saved([path], now)]).clients[0]


def cells(report: ClientReport) -> dict[str, str]:
    """Filter and direction to state, threshold and source."""
    made = {}
    for cell in report.guardrails.deployments[0].filters:
        words = [cell.state, cell.threshold or "", cell.source]
        made[f"{plain(cell.filter)} {cell.direction}"] = " ".join(word for word in words if word)
        assert cell.evidence
    return made
