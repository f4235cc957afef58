"""Whether local models run on a device's operating system and architecture at all."""

from msp_aigov.assess.endpoints.aspect import Aspect
from msp_aigov.assess.endpoints.limits import Limits
from msp_aigov.model.device import Device, Facts
from msp_aigov.model.seen import Seen
from msp_aigov.model.text import Text


def system(device: Device, limits: Limits) -> Aspect:
    """The operating system and the architecture, against what Foundry Local is published for."""
    facts = device.facts
    if facts.arch.known and facts.arch.value == "x86":
        reason = Text("32-bit systems are not supported")
        return Aspect("fail", reason, (), (facts.arch.source,), "replace", Text("replace the device"))
    if not facts.os_family.known:
        reason = Text("which operating system runs here is not known")
        return Aspect("unknown", reason, ("os_family",), (facts.os_family.source,))
    judge = {"windows": _windows, "windows-server": _server, "macos": _mac, "linux": _linux}
    family = facts.os_family.value or ""
    if family not in judge:
        return Aspect("fail", Text("{family} is not supported", family=family), (), (facts.os_family.source,))
    return judge[family](facts, limits)


def build(seen: Seen[str]) -> int | None:
    """The Windows build as a number: 26100 of "10.0.26100.4061", 9600 of "6.3.9600"; None where it is none."""
    parts = (seen.value or "").split(".")
    last = parts[2] if len(parts) > 2 else parts[0]
    # "10.0" alone is a version without its build.
    return int(last) if last.isdigit() and last.isascii() and (len(parts) > 2 or int(last) > 2000) else None


def _windows(facts: Facts, limits: Limits) -> Aspect:
    number, evidence = build(facts.os_build), (facts.os_family.source, facts.os_build.source, facts.arch.source)
    trusted = facts.os_build.known or facts.os_build.state == "capped"
    if number is None or not trusted:
        return Aspect("unknown", Text("the Windows build is not known"), ("os_build",), evidence)
    if number >= limits.windows_arm_min_build:
        return Aspect("ok", Text("Windows 11, build {build}", build=str(number)), (), evidence)
    if not facts.os_build.known:
        return Aspect("unknown", Text("which build of Windows runs here is not known"), ("os_build", "arch"), evidence)
    if number < limits.windows_min_build:
        reason = Text("Windows build {build} is older than Windows 10", build=str(number))
        return Aspect("fail", reason, (), evidence, "ready_after", Text("update to Windows 11"))
    if not facts.arch.known:
        reason = Text("Windows 10 is supported on x64 only, and the architecture is not known")
        return Aspect("unknown", reason, ("arch",), evidence)
    if facts.arch.value != "x64":
        reason = Text("Windows 10 is supported on x64 only, and this is {arch}", arch=facts.arch.value or "")
        return Aspect("fail", reason, (), evidence, "ready_after", Text("update to Windows 11"))
    return Aspect("ok", Text("Windows 10 x64, build {build}", build=str(number)), (), evidence)


def _server(facts: Facts, limits: Limits) -> Aspect:
    number, evidence = build(facts.os_build), (facts.os_family.source, facts.os_build.source)
    if number is not None and facts.os_build.known:
        if number >= limits.windows_server_min_build:
            return Aspect("ok", Text("Windows Server, build {build}", build=str(number)), (), evidence)
        reason = Text("Windows Server build {build}: only Windows Server 2025 is supported", build=str(number))
        return Aspect("fail", reason, (), evidence, "ready_after", Text("update to Windows Server 2025"))
    return Aspect("unknown", Text("the build of Windows Server is not known"), ("os_build",), evidence)


def _mac(facts: Facts, limits: Limits) -> Aspect:
    evidence = (facts.os_family.source, facts.arch.source)
    if not facts.arch.known:
        return Aspect("unknown", Text("whether this Mac has Apple silicon is not known"), ("arch",), evidence)
    if facts.arch.value == "arm64":
        return Aspect("ok", Text("a Mac with Apple silicon"), (), evidence)
    reason = Text("a Mac with an Intel processor: only Apple silicon is supported")
    return Aspect("fail", reason, (), evidence, "replace", Text("replace the device"))


def _linux(facts: Facts, limits: Limits) -> Aspect:
    evidence = (facts.os_family.source, facts.arch.source)
    if not facts.arch.known:
        return Aspect("unknown", Text("the architecture of this Linux system is not known"), ("arch",), evidence)
    return Aspect("ok", Text("Linux on {arch}", arch=facts.arch.value or ""), (), evidence)
