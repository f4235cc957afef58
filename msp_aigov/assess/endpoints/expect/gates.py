"""Whether an execution provider may run on one processor of a device, by what Microsoft's pages ask of it."""

import re
from collections.abc import Sequence
from functools import lru_cache

from msp_aigov.assess.endpoints.aspect import Aspect, State, compare
from msp_aigov.assess.endpoints.limits import Limits, cited
from msp_aigov.assess.endpoints.memory import GIB, installed
from msp_aigov.assess.endpoints.system import WINDOWS_11, build
from msp_aigov.model.ability.fit import Step
from msp_aigov.model.ability.gates import ProviderGate
from msp_aigov.model.device import Device
from msp_aigov.model.seen import Seen, missing
from msp_aigov.model.text import Text

_ORDER: tuple[State, ...] = ("fail", "unknown", "ok")
_MARKS = re.compile(r"\((?:r|tm|c)\)|[®™©]", re.IGNORECASE)
_MAKERS = frozenset(("nvidia", "amd", "intel", "corporation"))
_NVIDIA = ("CUDAExecutionProvider", "NvTensorRTRTXExecutionProvider")


def gate(device: Device, provider: str, kind: str, name: str, limits: Limits, beside: str = "") -> Aspect:
    """One provider on the adapter or processor called `name`; where pages differ, that is open and in doubt.

    `beside` is what else tells of the silicon, as the processor that a neural processor lies in.
    """
    rows = [row for row in limits.gates if row.provider == provider and row.device == kind]
    rules = tuple(_cited(row) for row in rows)
    told = device.providers
    if told.known and provider in (told.value or ()):
        reason = Text("the device itself reported {provider}", provider=provider)
        return Aspect("ok", reason, (), (told,), rules=rules)
    if not rows:
        return Aspect("ok", Text("no page asks more of {provider}", provider=provider))
    if all(row.generative == "no" for row in rows):
        return Aspect("fail", Text("{provider} is not for generative models", provider=provider), rules=rules)
    asked = (
        _silicon(rows, f"{name} {beside}".strip()),
        _system(rows, device),
        _memory(rows, device, limits),
        _driver(rows, device, name),
    )
    worst = min(asked, key=lambda each: _ORDER.index(each.state))
    steps = [each.step for each in asked if each.state == "fail"]
    mendable = worst.state == "fail" and all(steps)
    return Aspect(
        worst.state,
        worst.reason,
        tuple(dict.fromkeys(field for each in asked if each.state == "unknown" for field in each.fields)),
        tuple(seen for each in asked for seen in each.seen),
        "ready_after" if mendable else "not_suitable",
        worst.step if mendable else None,
        rules,
        any(each.doubt for each in asked),
    )


def driver_of(device: Device, name: str) -> Seen[str]:
    """The driver of the adapter or neural processor called `name`; missing where no inventory tells it."""
    found = (each.version for each in device.drivers if _bare(each.of) == _bare(name))
    return next(found, missing())


def version(words: str, nvidia: bool = False) -> tuple[int, ...] | None:
    """A dotted driver version as numbers; NVIDIA's 32.0.15.5585 of Windows and its own 555.85 are one."""
    if not re.fullmatch(r"\d+(\.\d+)+", words.strip(), re.ASCII):
        return None
    parts = [int(part) for part in words.strip().split(".")]
    if nvidia and len(parts) == 4:
        digits = f"{parts[2]}{parts[3]:04d}"[-5:]
        return int(digits[:3]), int(digits[3:])
    return tuple(parts[:2] if nvidia else parts)


@lru_cache(512)
def _bare(name: str) -> tuple[str, ...]:
    """A name as it compares: no marks and no maker, which some tools write and some do not."""
    words = _MARKS.sub(" ", name).casefold().split()
    return tuple(word for word in words if word not in _MAKERS)


@lru_cache(512)
def _matches(pattern: str, name: str) -> bool:
    return re.search(pattern, name, re.IGNORECASE) is not None


def _silicon(rows: Sequence[ProviderGate], name: str) -> Aspect:
    bare = _MARKS.sub(" ", name)
    found = {_matches(row.pattern, " ".join(bare.split())) for row in rows if row.pattern}
    wanted = " / ".join(dict.fromkeys(row.silicon for row in rows if row.silicon))
    if found <= {True}:
        return Aspect("ok", Text("{name} is on its list", name=name))
    if found == {False}:
        return Aspect("fail", Text("{name} is not on its list: {wanted}", name=name, wanted=wanted))
    reason = Text("pages differ on whether {name} will do: {wanted}", name=name, wanted=wanted)
    return Aspect("unknown", reason, ("providers",), doubt=True)


def _system(rows: Sequence[ProviderGate], device: Device) -> Aspect:
    need = max((row.os_build_min for row in rows if row.os_build_min is not None), default=None)
    family, seen = device.facts.os_family, device.facts.os_build
    if need is None:
        return Aspect("ok", Text("any system"))
    if not family.known:
        return Aspect("unknown", Text("which operating system runs here is not known"), ("os_family",), (family,))
    if family.value not in ("windows", "windows-server"):
        return Aspect("fail", Text("it comes with Windows only"), (), (family,))
    number = build(seen)
    if number is not None and number >= need and (seen.known or seen.state == "capped"):
        return Aspect("ok", Text("Windows build {build}", build=str(number)), (), (seen,))
    if number is None or not seen.known:
        return Aspect("unknown", Text("the Windows build is not known"), ("os_build",), (seen,))
    reason = Text("Windows build {build}, {need} is needed", build=str(number), need=str(need))
    return Aspect("fail", reason, (), (seen,), "ready_after", WINDOWS_11)


def _memory(rows: Sequence[ProviderGate], device: Device, limits: Limits) -> Aspect:
    sizes = sorted({row.ram_min_gib for row in rows if row.ram_min_gib is not None})
    if not sizes:
        return Aspect("ok", Text("any memory"))
    have = installed(device, limits)
    if compare(have, sizes[-1] * GIB) == "ok":
        return Aspect("ok", Text("memory enough"), (), (have,))
    least = compare(have, sizes[0] * GIB)
    if least == "ok":
        reason = Text("pages differ: {low} GB or {high} GB of memory", low=sizes[0], high=sizes[-1])
        return Aspect("unknown", reason, ("providers",), (have,), doubt=True)
    reason = Text("{low} GB of memory are needed for it", low=sizes[0])
    return Aspect(least, reason, ("ram_installed_bytes",) if least == "unknown" else (), (have,))


def _driver(rows: Sequence[ProviderGate], device: Device, name: str) -> Aspect:
    nvidia = rows[0].provider in _NVIDIA
    lows = [made for row in rows if row.driver_min and (made := version(row.driver_min, nvidia))]
    highs = [made for row in rows if row.driver_max and (made := version(row.driver_max, nvidia))]
    if not lows:
        return Aspect("ok", Text("any driver"))
    seen = driver_of(device, name)
    have = version(seen.value, nvidia) if seen.known and seen.value else None
    wanted = max(row.driver_min or "" for row in rows)
    if have is None:
        reason = Text("the driver of {name} is not known; {wanted} or later is needed", name=name, wanted=wanted)
        return Aspect("unknown", reason, ("drivers",), (seen,))
    if have < max(lows):
        reason = Text("driver {have} of {name}, {wanted} is needed", have=seen.value or "", name=name, wanted=wanted)
        step = Step("driver", Text("update the driver of {name} to {wanted} or later", name=name, wanted=wanted))
        return Aspect("fail", reason, (), (seen,), "ready_after", step)
    if highs and have > min(highs):
        reason = Text("driver {have} of {name} is newer than any its page names", have=seen.value or "", name=name)
        return Aspect("unknown", reason, ("providers",), (seen,), doubt=True)
    return Aspect("ok", Text("driver {have}", have=seen.value or ""), (), (seen,))


def _cited(row: ProviderGate) -> str:
    asks = [row.silicon, f"build {row.os_build_min}" if row.os_build_min else "", row.driver_min or ""]
    asks += [f"{row.ram_min_gib} GB" if row.ram_min_gib else ""]
    return f"{row.provider} on {row.device}: {', '.join(each for each in asks if each)}: {cited(row.reference)}"
