"""EPT002: a device of which the inventories say too little."""

from msp_aigov.checks.check import Brief, check
from msp_aigov.model.device import DeviceReadiness
from msp_aigov.model.finding import Severity, Verdict, passed, unknown
from msp_aigov.model.text import Text

_WORDS = {
    "ram_installed_bytes": "installed memory",
    "ram_visible_bytes": "memory",
    "disk_free_bytes": "free disk",
    "os_family": "operating system",
    "os_build": "build of the operating system",
    "arch": "processor architecture",
    "gpus": "graphics cards",
    "gpus.vram_bytes": "memory of the graphics card",
    "drivers": "version of the graphics driver",
    "providers": "execution provider that the device itself reports",
}


@check(
    "EPT002",
    "Device with insufficient data",
    severity=Severity.MEDIUM,
    about=DeviceReadiness,
    needs=("inventory.file",),
    identity=("device.id",),
    remedy=Text("Export an inventory that holds these columns, or collect them on the device."),
)
def judge(readiness: DeviceReadiness, brief: Brief) -> Verdict:
    """A device nobody has data of is neither ready nor unfit: money spent on a guess is spent twice."""
    open_ = [one for one in (readiness.minimum, *readiness.verdicts) if one.verdict == "unknown"]
    if not open_:
        return passed(Text("the inventories say enough to decide"))
    fields = dict.fromkeys(field for verdict in open_ for field in verdict.fields)
    evidence = tuple(dict.fromkeys(source for verdict in open_ for source in verdict.evidence))
    named = ", ".join(_WORDS.get(field, field) for field in fields)
    return unknown(Text("not decided; what would settle it: {fields}", fields=named or "another inventory"), evidence)
