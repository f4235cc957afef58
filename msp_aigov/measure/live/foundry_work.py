"""What the child process does with the Foundry Local SDK: load a model, ask it, and write down when each piece came."""

import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from msp_aigov.measure.live.pulse import Pulse

APP = "msp-aigov-bench"
# Where Foundry Local's own command line keeps its models.
CACHE = ".foundry/cache/models"


def work(job: Mapping[str, Any]) -> dict[str, Any]:
    """Every prompt once, one after the other; times in nanoseconds of one steady clock."""
    import foundry_local_sdk as sdk

    if not hasattr(sdk, "ChatSession"):
        return {"state": "skipped", "reason": "this Foundry Local SDK is older than 2.0"}
    folder = job["folder"] or str(Path.home() / CACHE)
    # An address that nobody serves keeps the SDK to the models that are here already.
    web = sdk.Configuration.WebService(external_url="http://127.0.0.1:1")
    settings = sdk.Configuration(APP, model_cache_dir=folder, web=web, disable_nonessential_telemetry=True)
    sdk.FoundryLocalManager.initialize(settings)
    catalog = sdk.FoundryLocalManager.instance.catalog
    held = list(catalog.get_cached_models())
    model = chosen(held, job["model"])
    if model is None:
        names = ", ".join(sorted(each.id for each in held)) or "none"
        return {"state": "failed", "reason": f"the model is not in the cache here; cached: {names}"}
    model.load()
    with Pulse() as pulse:
        replies = [_asked(sdk, model, prompt, job["tokens"]) for prompt in job["prompts"]]
    return {"model": model.id, "version": sdk.__version__, "replies": replies, "stopped_ns": pulse.stopped_ns}


def chosen(held: Sequence[Any], name: str) -> Any:
    """The cached model of that id, with or without its version, or alias; the first when no name is given."""
    if not name:
        return held[0] if held else None
    plain = name.casefold()
    known = ((each, (each.id, each.id.partition(":")[0], each.alias or "")) for each in held)
    return next((each for each, names in known if plain in map(str.casefold, names)), None)


def _asked(sdk: Any, model: Any, prompt: str, tokens: int) -> dict[str, Any]:
    session = sdk.ChatSession(model)
    session.set_streaming(True)
    session.set_options(sdk.RequestOptions(search=sdk.SearchOptions(temperature=0.0, max_output_tokens=tokens)))
    request = sdk.Request().add_item(sdk.MessageItem(sdk.MessageRole.USER, prompt))
    pieces: list[int] = []
    lengths: list[int] = []
    began, usage, error = time.perf_counter_ns(), None, ""
    try:
        with session.process_streaming_request(request) as stream:
            for item in stream:
                if said := getattr(item, "text", ""):
                    pieces.append(time.perf_counter_ns())
                    lengths.append(len(said))
            with stream.final_response as final:
                usage = final.get_usage()
    except sdk.FoundryLocalException as failure:
        error = str(failure)[:200]
    ended = time.perf_counter_ns()
    if not pieces and not error:
        error = "the answer was empty"
    return {
        "began": began,
        "pieces": pieces,
        "lengths": lengths,
        "ended": ended,
        "tokens": usage.completion_tokens or None if usage else None,
        "prompt": usage.prompt_tokens or None if usage else None,
        "error": error,
    }
