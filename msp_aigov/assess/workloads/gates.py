"""The gates a candidate goes through, in order: region, then feasibility."""

from msp_aigov.assess.workloads.places import CloudPlace
from msp_aigov.model.device import WorkloadFit
from msp_aigov.model.rules import Rules
from msp_aigov.model.text import Text
from msp_aigov.model.workload import Candidate, Gate, Stage

READY_SHARE = 90  # percent of devices that must be ready before a workload is said to run on the fleet


def device_candidate(stage: Stage, fit: WorkloadFit | None, rules: Rules) -> Candidate:
    """The client's own devices with Foundry Local."""
    region = Gate("region", "pass", Text("the data stays on the device"))
    return Candidate("device:foundry-local", "device", (region, _device_feasibility(stage, fit, rules)))


def cloud_candidate(stage: Stage, place: CloudPlace, residency: str | None) -> Candidate:
    """One place in the cloud."""
    return Candidate(
        place.id, place.placement, (_cloud_region(stage, place, residency), _cloud_feasibility(stage, place))
    )


def _cloud_region(stage: Stage, place: CloudPlace, residency: str | None) -> Gate:
    if residency == "device":
        return Gate("region", "fail", Text("the data must not leave the device"))
    if residency is None:
        return Gate("region", "unknown", Text("nobody said where the data of {stage} may go", stage=stage.name))
    if place.processing is None or place.processing.allowed is None:
        reason = place.processing.reason if place.processing else place.said
        return Gate("region", "unknown", reason, place.evidence)
    return Gate("region", "pass" if place.processing.allowed else "fail", place.processing.reason, place.evidence)


def _cloud_feasibility(stage: Stage, place: CloudPlace) -> Gate:
    if stage.connectivity in ("offline", "intermittent"):
        return Gate(
            "feasibility", "fail", Text("the cloud is out of reach: connectivity is {kind}", kind=stage.connectivity)
        )
    if stage.connectivity is None:
        return Gate("feasibility", "unknown", Text("nobody said whether {stage} is always online", stage=stage.name))
    if place.deployed:
        return Gate("feasibility", "pass", place.said, place.evidence)
    return Gate("feasibility", "conditional" if place.processing else "unknown", place.said, place.evidence)


def _device_feasibility(stage: Stage, fit: WorkloadFit | None, rules: Rules) -> Gate:
    tasks = {model.task for model in rules.local_models}
    if stage.task not in tasks:
        return Gate("feasibility", "fail", Text("Foundry Local does not offer {task}", task=stage.task))
    if not stage.local_models:
        return Gate("feasibility", "unknown", Text("no on-device model is named for {stage}", stage=stage.name))
    total = fit.ready + fit.ready_after + fit.replace + fit.not_suitable + fit.unknown if fit else 0
    if not fit or not total:
        return Gate("feasibility", "unknown", Text("no device of this client is in an inventory"))
    share = Text(
        "{ready} of {total} devices are ready, {unknown} are unknown", ready=fit.ready, total=total, unknown=fit.unknown
    )
    if fit.ready * 100 >= READY_SHARE * total:
        return Gate("feasibility", "pass", share)
    if fit.ready:
        return Gate("feasibility", "conditional", share)
    return Gate("feasibility", "unknown" if fit.unknown or fit.ready_after else "fail", share)
