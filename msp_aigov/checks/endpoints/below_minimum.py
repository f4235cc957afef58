"""EPT001: a device that falls short of the published minimum or of a workload meant for it."""

from msp_aigov.checks.check import Brief, check
from msp_aigov.model.device import DeviceReadiness, DeviceVerdict
from msp_aigov.model.finding import Severity, Verdict, failed, passed, unknown
from msp_aigov.model.text import Text

_SHORT = ("replace", "not_suitable", "ready_after")


@check(
    "EPT001",
    "Device below the minimum for its workload",
    severity=Severity.MEDIUM,
    about=DeviceReadiness,
    needs=("inventory.file",),
    identity=("device.id",),
    unknown_told_by="EPT002",
    remedy=Text("Extend, update or replace the device as the refresh plan says, or run the workload elsewhere."),
)
def judge(readiness: DeviceReadiness, brief: Brief) -> Verdict:
    """A model that does not fit its device fails on the day somebody starts it, in front of the person who needs it."""
    every = (readiness.minimum, *readiness.verdicts)
    evidence = tuple(dict.fromkeys(source for verdict in every for source in verdict.evidence))
    if short := next((verdict for verdict in every if verdict.verdict in _SHORT), None):
        return failed(_told(short), evidence)
    if any(verdict.verdict == "unknown" for verdict in every):
        return unknown(Text("nothing falls short, and not everything is known"), evidence)
    return passed(Text("ready for everything meant to run on it"), evidence)


def _told(verdict: DeviceVerdict) -> Text:
    reason = verdict.reasons[0] if verdict.reasons else Text("it does not fit")
    named = Text("published minimum") if not verdict.workload else Text.verbatim(verdict.workload)
    if verdict.action is None:
        return Text("{what}: {reason}", what=named, reason=reason)
    return Text("{what}: {reason}. To do: {action}", what=named, reason=reason, action=verdict.action)
