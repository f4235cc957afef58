"""`msp-aigov bench`: how fast this device runs a model's arithmetic, or how fast an endpoint on it answers."""

from pathlib import Path
from typing import Annotated

import typer

from msp_aigov.cli.endpoints.printing import DeviceOutputs
from msp_aigov.cli.shared.options import ExitZero

app = typer.Typer(add_completion=False, invoke_without_command=True)


Models = Annotated[
    list[str] | None,
    typer.Option(
        "--model", metavar="NAME", help="A model of the catalogue; repeatable. With --endpoint, what it serves."
    ),
]
Work = Annotated[
    str | None, typer.Option("--workload", metavar="NAME", help="Judge against what this kind of work needs.")
]
Provider = Annotated[
    str | None,
    typer.Option("--ep", metavar="EP", help="cpu, cuda, dml or webgpu.", show_default="cuda where it works, else cpu"),
]
Duration = Annotated[
    int, typer.Option("--duration", metavar="S", min=0, max=3600, help="Also run this long, to see it throttle.")
]
NoNetwork = Annotated[bool, typer.Option("--no-network", help="Linux: measure without any network.")]
Endpoint = Annotated[
    str | None,
    typer.Option("--endpoint", metavar="URL", help="Ask this instead: URL, foundry, ollama, llama-cpp, lmstudio."),
]
RemoteModel = Annotated[
    str | None, typer.Option("--remote-model", metavar="NAME", help="The endpoint's own name of the model.")
]
KeyVariable = Annotated[
    str | None, typer.Option("--api-key-env", metavar="NAME", help="The variable that holds the endpoint's key.")
]
FoundryCache = Annotated[
    Path | None,
    typer.Option("--foundry-cache", metavar="DIR", help="Models for Foundry Local's SDK.", show_default="its own"),
]
Remote = Annotated[bool, typer.Option("--allow-remote", help="Ask another machine than this.")]
Recording = Annotated[
    Path | None,
    typer.Option("--sound", metavar="FILE", help="With --endpoint: a WAV to transcribe.", show_default="generated"),
]
AtOnce = Annotated[
    int, typer.Option("--concurrency", min=0, max=64, help="Requests at once.", show_default="the workload's users")
]


@app.callback()
def bench(
    context: typer.Context,
    model: Models = None,
    workload: Work = None,
    ep: Provider = None,
    duration: Duration = 0,
    no_network: NoNetwork = False,
    endpoint: Endpoint = None,
    remote_model: RemoteModel = None,
    api_key_env: KeyVariable = None,
    foundry_cache: FoundryCache = None,
    allow_remote: Remote = False,
    concurrency: AtOnce = 0,
    sound: Recording = None,
    output: DeviceOutputs = None,
    exit_zero: ExitZero = False,
) -> None:
    """Measure this device. Needs no model: it builds a few layers of each in its true shape, with random weights.

    With --endpoint it asks a running program instead, with generated prompts. Ends in 1 when a model is too slow for
    the workload, in 3 when nothing certain can be said.

    \b
    Examples:
      msp-aigov bench --model phi-4-mini --workload chat
      msp-aigov bench --endpoint ollama --remote-model phi4-mini -o json=live.json
      msp-aigov bench compare before.json after.json
    """
    if context.invoked_subcommand:
        return
    from msp_aigov.cli.endpoints.bench_live import Asked
    from msp_aigov.cli.endpoints.benching import measured

    where = (endpoint, remote_model, api_key_env, allow_remote, concurrency, foundry_cache, sound)
    code = measured(Asked(tuple(model or ()), workload, ep, duration, no_network, *where), output)
    raise typer.Exit(0 if exit_zero and code != 4 else code)


@app.command()
def compare(
    first: Annotated[Path, typer.Argument(metavar="A", help="The JSON of one run.")],
    second: Annotated[Path, typer.Argument(metavar="B", help="The JSON of another.")],
    output: DeviceOutputs = None,
) -> None:
    """Compare two runs; what either did not measure cleanly is left out, and said.

    \b
    Examples:
      msp-aigov bench compare before.json after.json
    """
    from msp_aigov.cli.endpoints.benching import loaded
    from msp_aigov.cli.endpoints.printing import chosen, print_device
    from msp_aigov.measure.compare import compared
    from msp_aigov.reports.measured.compare import page

    wanted = chosen(output)
    a, b = loaded(first), loaded(second)
    made = compared(a, b)
    print_device(made, page(a, b, made), wanted)
