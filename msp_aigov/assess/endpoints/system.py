"""Whether local models run on a device's operating system and architecture at all."""

from collections.abc import Callable
from dataclasses import replace

from msp_aigov.assess.endpoints.aspect import Aspect
from msp_aigov.assess.endpoints.limits import Limits
from msp_aigov.model.ability.fit import Step
from msp_aigov.model.device import Device, Facts
from msp_aigov.model.seen import Seen
from msp_aigov.model.text import Text

WINDOWS_11 = Step("os", Text("update to Windows 11"))
SERVER_2025 = Step("os", Text("update to Windows Server 2025"))
REPLACE = Step("replace", Text("replace the device"))
OUT_OF_S_MODE = Step("settings", Text("switch Windows out of S mode"))


def system(device: Device, limits: Limits) -> Aspect:
    """The operating system and the architecture, against what Foundry Local is published for."""
    facts = device.facts
    if facts.arch.known and facts.arch.value == "x86":
        reason = Text("32-bit systems are not supported")
        return Aspect("fail", reason, (), (facts.arch,), "replace", REPLACE, limits.cite("windows_min_build"))
    if not facts.os_family.known:
        reason = Text("which operating system runs here is not known")
        return Aspect("unknown", reason, ("os_family",), (facts.os_family,), rules=limits.cite("windows_min_build"))
    family = facts.os_family.value or ""
    if _is_azure_local(device.edition):
        reason = Text("a node of Azure Local: local models run there on Kubernetes with Arc, a preview by request")
        return Aspect("fail", reason, (), (device.edition,), rules=limits.cite("azure_local"))
    if family not in _JUDGES:
        reason = Text("{family} is not supported", family=family)
        return Aspect("fail", reason, (), (facts.os_family,), rules=limits.cite("windows_min_build"))
    judged, rules = _JUDGES[family]
    told = judged(facts, limits)
    if told.state != "fail" and family == "windows" and _is_s_mode(device.edition):
        reason = Text("Windows in S mode installs programs of the Store only")
        told = Aspect("fail", reason, (), (device.edition,), "ready_after", OUT_OF_S_MODE)
    return replace(told, rules=limits.cite(*rules))


def build(seen: Seen[str]) -> int | None:
    """The Windows build as a number: 26100 of "10.0.26100.4061", 9600 of "6.3.9600"; None where it is none."""
    parts = (seen.value or "").split(".")
    last = parts[2] if len(parts) > 2 else parts[0]
    # "10.0" alone is a version without its build, and no Windows had one below 2000: 0 fills a place.
    return int(last) if last.isdigit() and last.isascii() and int(last) > 2000 else None


def is_shared(device: Device) -> bool:
    """Whether several people work on it at once: the MSP says so, or the system's name, as in Azure Virtual Desktop."""
    return device.shared or device.edition.known and "multi-session" in (device.edition.value or "").casefold()


def _is_azure_local(edition: Seen[str]) -> bool:
    words = (edition.value or "").casefold() if edition.known else ""
    return "azure stack hci" in words or "azure local" in words


def _is_s_mode(edition: Seen[str]) -> bool:
    words = f" {(edition.value or '').casefold()} " if edition.known else ""
    return any(
        mark in words for mark in (" s mode", "-s-modus", " s-modus", " in s ", "windows 10 s ", "windows 11 s ")
    )


def _windows(facts: Facts, limits: Limits) -> Aspect:
    number, seen = build(facts.os_build), (facts.os_family, facts.os_build, facts.arch)
    trusted = facts.os_build.known or facts.os_build.state == "capped"
    if number is None or not trusted:
        return Aspect("unknown", Text("the Windows build is not known"), ("os_build",), seen)
    if number >= limits.windows_arm_min_build:
        return Aspect("ok", Text("Windows 11, build {build}", build=str(number)), (), seen[:2])
    if number >= limits.windows_min_build and facts.arch.known and facts.arch.value == "x64":
        return Aspect("ok", Text("Windows 10 x64, build {build}", build=str(number)), (), seen)
    if not facts.os_build.known:
        return Aspect("unknown", Text("which build of Windows runs here is not known"), ("os_build", "arch"), seen)
    if number < limits.windows_min_build:
        reason = Text("Windows build {build} is older than Windows 10", build=str(number))
        return Aspect("fail", reason, (), seen[:2], "ready_after", WINDOWS_11)
    if not facts.arch.known:
        reason = Text("Windows 10 is supported on x64 only, and the architecture is not known")
        return Aspect("unknown", reason, ("arch",), seen)
    reason = Text("Windows 10 is supported on x64 only, and this is {arch}", arch=facts.arch.value or "")
    return Aspect("fail", reason, (), seen, "ready_after", WINDOWS_11)


def _server(facts: Facts, limits: Limits) -> Aspect:
    number, seen = build(facts.os_build), (facts.os_family, facts.os_build)
    if number is not None and facts.os_build.known:
        if number >= limits.windows_server_min_build:
            return Aspect("ok", Text("Windows Server, build {build}", build=str(number)), (), seen)
        reason = Text("Windows Server build {build}: only Windows Server 2025 is supported", build=str(number))
        return Aspect("fail", reason, (), seen, "ready_after", SERVER_2025)
    return Aspect("unknown", Text("the build of Windows Server is not known"), ("os_build",), seen)


def _mac(facts: Facts, limits: Limits) -> Aspect:
    seen = (facts.os_family, facts.arch)
    if not facts.arch.known:
        return Aspect("unknown", Text("whether this Mac has Apple silicon is not known"), ("arch",), seen)
    if facts.arch.value == "arm64":
        return Aspect("ok", Text("a Mac with Apple silicon"), (), seen)
    reason = Text("a Mac with an Intel processor: only Apple silicon is supported")
    return Aspect("fail", reason, (), seen, "replace", REPLACE)


def _linux(facts: Facts, limits: Limits) -> Aspect:
    seen = (facts.os_family, facts.arch)
    if not facts.arch.known:
        return Aspect("unknown", Text("the architecture of this Linux system is not known"), ("arch",), seen)
    return Aspect("ok", Text("Linux on {arch}", arch=facts.arch.value or ""), (), seen)


_JUDGES: dict[str, tuple[Callable[[Facts, Limits], Aspect], tuple[str, ...]]] = {
    "windows": (_windows, ("windows_min_build", "windows_arm_min_build")),
    "windows-server": (_server, ("windows_server_min_build",)),
    "macos": (_mac, ("macos_arch",)),
    "linux": (_linux, ("linux_arch",)),
}
