"""`msp-aigov probe`: what this device is."""

import typer

from msp_aigov.cli.endpoints.printing import DeviceOutputs

app = typer.Typer(add_completion=False)


@app.command()
def probe(output: DeviceOutputs = None) -> None:
    """Say what this device is, and what it can run models with. Needs no administrator rights.

    The JSON is an inventory of one device: `endpoints assess` reads it.

    \b
    Examples:
      msp-aigov probe
      msp-aigov probe -o json=laptop.json
    """
    from msp_aigov import __version__
    from msp_aigov.cli.endpoints.printing import chosen, print_device
    from msp_aigov.measure.probe.device import probe as ask
    from msp_aigov.pipeline.order import now
    from msp_aigov.reports.measured.probe import page

    wanted = chosen(output)
    seen = ask(f"msp-aigov {__version__}", now())
    print_device(seen, page(seen), wanted)
