"""A candidate's id in words: what it is called where people read it."""

from collections.abc import Mapping

from msp_aigov.model.text import Text

OWN: Mapping[str, str] = {
    "foundry-local": "Foundry Local on the devices",
    "os-voice": "the voices of the operating system",
    "own-tool": "a tool of the client's own",
    "azure-local": "Azure Local at the client's",
    "azure-arc": "the client's own server under Azure Arc",
}

# Where a workload may run, in a sentence; where one stage does; and what each gate asks.
WHERE: Mapping[str, str] = {
    "foundry_local": "on the client's own devices",
    "premises": "on a server of the client's own",
    "azure_region": "in one Azure region",
    "azure_data_zone": "in an Azure data zone, a group of regions that the data does not leave",
    "azure_global": "in Azure, in any region of the world",
    "hybrid": "partly with the client and partly in the cloud",
    "clouds": "in the cloud, in several places",
    "run_additional_eval": "nowhere yet, because something is not known",
    "blocked": "nowhere",
}
PLACED: Mapping[str, str] = {
    "foundry_local": "The stage {stage} stays with the client.",
    "azure_region": "The stage {stage} runs in one Azure region.",
    "azure_data_zone": "The stage {stage} runs in an Azure data zone.",
    "azure_global": "The stage {stage} runs in Azure, in any region.",
    "run_additional_eval": "For the stage {stage} something is not known yet.",
    "blocked": "The stage {stage} has no place.",
}
SETTLED: Mapping[str, str] = {
    "safety": "whether it is lawful and safe",
    "region": "where the data may go",
    "feasibility": "whether it can be done there",
    "cost": "what it costs",
    "evidence": "whether it was tried and was good enough",
}


def place_name(candidate: str) -> Text:
    """The words for `deployment:account/name`, `offer:model/SKU`, `device:runtime` and their like."""
    kind, _, rest = candidate.partition(":")
    front, _, back = rest.rpartition("/")
    if kind == "deployment":
        return Text("the deployment {name} in {account}", name=back, account=front)
    if kind == "offer":
        return Text("{model} as {sku}, on offer", model=front, sku=back)
    if rest in OWN:
        return Text(OWN[rest])
    if kind == "device":
        return Text("{runtime} on the devices", runtime=rest)
    if kind == "premises":
        return Text("{runtime} on a server of the client's own", runtime=rest)
    return Text("a model that nobody named") if rest == "unnamed" else Text.verbatim(rest)
