"""What names in an inventory say of hardware: adapters, architecture, operating system, virtual machines."""

import re
from functools import lru_cache
from typing import Literal

from msp_aigov.model.seen import Seen, State, missing

GpuKind = Literal["discrete", "integrated", "virtual"] | None

# In this order, over the name without its marks. "Basic Display" means that the driver is missing, so what lies behind
# it is not known; nor is a card's share that a virtual machine was given.
_GPU_NAMES: tuple[tuple[GpuKind, str], ...] = (
    (
        None,
        r"basic (display|render)|standard.vga|video controller \(vga"
        r"|\b(grid|vgpu|mxgpu|mig)\b|\b[a-z]{1,4}\d+[a-z]*(-ada)?(-\d+)?-\d+[qbac]\b",
    ),
    (
        "virtual",
        r"virtual|virtio|remote (display|control)|remotefx|rdp|mirror|mirage|displaylink|parsec|citrix|vmware|hyper-?v"
        r"|aspeed|matrox.*g200|dxgkrnl|spacedesk|teamviewer|anydesk|idd(cx|driver|sample)|\bidd\b"
        r"|indirect display|qxl|cirrus|bochs|red hat|xen(server)?\b|parallels|usb .*(display|graphics|vga)"
        r"|trigger \d external|llvmpipe|swiftshader",
    ),
    (
        "integrated",
        r"\b[uh]?hd graphics|\buhd\b|\biris\b(?!.*\bmax\b)|\barc\b.*\b(1[0-9]0[vtu]|b3[79]0)\b|\bexpress chipset"
        r"|media accelerator|integrated graphics|intel\W(?!.*\b([ab][0-9]{2,3}m?|max)\b).*\bgraphics\b"
        r"|radeon( rx)?( vega)?( [0-9]{1,2})?( mobile)? graphics|radeon (rx )?vega ([368]|1[01]|series|mobile)\b"
        r"|radeon ([678][0-9]{2}m|80[456]0s)\b|radeon (hd \d{4} / )?r[2-8]e? (graphics|series)"
        r"|radeon hd ([678]\d{3}[dg]|[67][23]\d{2} graphics)\b|\badreno\b|\bapple [am][0-9]|\bgb10\b|\btegra\b",
    ),
    (
        "discrete",
        r"nvidia|geforce|quadro|\b[rg]tx\b|\btesla\b|radeon (rx|pro|ai pro|vii|instinct)\b|\bfirepro\b|\binstinct mi"
        r"|\barc\b.*\b[ab][0-9]{2,3}m?\b|iris xe max|data center gpu (flex|max)"
        r"|radeon ((r[579] )?m?[2-9][0-9]{2}x?|r9|x1[0-9]{3}|hd [4-9][0-9]{3}[mx]?)\b"
        r"|\baty,radeon|matrox (c|m|d)[0-9]",
    ),
)
_GPU_KINDS = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _GPU_NAMES)
_MARKS = re.compile(r"\s*\((?:r|tm|c)\)|[®™©]", re.IGNORECASE)
_VM = re.compile(
    r"vmware|virtualbox|innotek|\bqemu\b|\bkvm\b|bochs|\bxen\b|hvm domu|virtual machine|parallels virtual|amazon ec2"
    r"|google compute|openstack|nutanix ahv|proxmox|\brhev\b|\bvirtual platform|digitalocean|\bdroplet\b|alibaba cloud"
    r"|\bovirt\b|\bbhyve\b|\blinode\b|\bvserver\b|upcloud|\bvultr\b|huaweicloud|\bvirtualmac\d|apple virtuali[sz]ation",
    re.IGNORECASE,
)
_MAC = re.compile(r"^(macbook|imac\b|mac ?(mini|pro|studio)\b|mac[0-9]{2},|apple m[0-9])", re.IGNORECASE)
_ARCHES = (
    ("arm64", re.compile(r"arm64|aarch64|\barm\b.*64|apple m[0-9]|snapdragon|qualcomm|\barmv[89]", re.IGNORECASE)),
    ("x64", re.compile(r"x64|amd64|x86[-_]64|x86-64|em64t|64[- ]?bit\b.*|\bintel64\b", re.IGNORECASE)),
    ("x86", re.compile(r"^(x86|x86-based pc|i[3-6]86|32[- ]?bit.*|ia32)$", re.IGNORECASE)),
)
_CPU_ARM = re.compile(r"snapdragon|qualcomm|\bapple m[0-9]|\bmicrosoft sq[0-9]|ampere|cortex|neoverse", re.IGNORECASE)
_CPU_X64 = re.compile(
    r"core\W.{0,6}(i[3579]\b|ultra|[3579] |2\b)|\bi[3579]-\d{3,5}|xeon|ryzen|epyc|threadripper|athlon"
    r"|\bamd (pro )?(a\d{1,2}|e\d|fx)\b|intel\W.*\b(n[0-9]{2,3}|pentium|celeron)\b",
    re.IGNORECASE,
)
_FAMILIES = (
    ("ios", r"\bios\b|ipados|iphone|ipad|tvos|visionos|watchos"),
    ("android", r"android"),
    ("chromeos", r"chrome ?os"),
    ("macos", r"mac ?os|\bos x\b|darwin|^mac$"),
    ("windows-server", r"windows.*server|hyper-v server"),
    ("windows", r"windows|^win(dows)?\b|^win(10|11|7|8)"),
    ("linux", r"linux|ubuntu|debian|fedora|centos|red ?hat|rhel|suse|rocky|alma|arch\b|mint\b|alpine"),
)
PHONES = frozenset(("ios", "android", "chromeos"))
_BUILD = re.compile(r"(?<![\d.])(\d{1,3}\.\d{1,3}(?:\.\d{1,6}){0,3})(?![\d.])")
_LONE_BUILD = re.compile(r"(?:^|build |\()(\d{4,5})\b", re.IGNORECASE)
# What a product name alone says of its build; a name that later builds share says "at least".
_NAMED: tuple[tuple[str, str, State], ...] = (
    (r"server 2025", "10.0.26100", "inferred"),
    (r"server 2022", "10.0.20348", "inferred"),
    (r"server 2019", "10.0.17763", "inferred"),
    (r"server 2016", "10.0.14393", "inferred"),
    (r"server 2012 r2", "6.3.9600", "inferred"),
    (r"server 2012", "6.2.9200", "inferred"),
    (r"server 2008 r2", "6.1.7601", "inferred"),
    (r"(windows|^win) ?11\b.*\b25h2", "10.0.26200", "inferred"),
    (r"(windows|^win) ?11\b.*\b24h2", "10.0.26100", "inferred"),
    (r"(windows|^win) ?11\b.*\b23h2", "10.0.22631", "inferred"),
    (r"(windows|^win) ?11\b.*\b22h2", "10.0.22621", "inferred"),
    (r"(windows|^win) ?10\b.*\b22h2", "10.0.19045", "inferred"),
    (r"(windows|^win) ?10\b.*\b21h2", "10.0.19044", "inferred"),
    (r"windows 11|^win ?11", "10.0.22000", "capped"),
    (r"windows 10|^win ?10", "10.0.10240", "capped"),
    (r"windows 8\.1", "6.3.9600", "inferred"),
    (r"windows 8\b", "6.2.9200", "inferred"),
    (r"windows 7", "6.1.7601", "inferred"),
    (r"windows (xp|vista|2000)", "6.0.6002", "inferred"),
)


@lru_cache(4096)
def gpu_kind(name: str) -> GpuKind:
    """What kind of adapter a name tells of; None where it tells none, as for a share of a data-centre card (GRID)."""
    bare = _MARKS.sub("", name)
    return next((kind for kind, pattern in _GPU_KINDS if pattern.search(bare)), None)


@lru_cache(4096)
def is_virtual(manufacturer: str, model: str) -> bool:
    """Whether vendor and model name a virtual machine; a running hypervisor proves nothing."""
    return bool(_VM.search(f"{manufacturer} {model}"))


@lru_cache(4096)
def is_mac(name: str) -> bool:
    """Whether a model or a processor is one that only Macs are or have."""
    return bool(_MAC.search(name))


@lru_cache(4096)
def arch(words: str) -> str | None:
    """`x64`, `arm64` or `x86`, where the words name an architecture."""
    return next((name for name, pattern in _ARCHES if pattern.search(words.strip())), None)


@lru_cache(4096)
def arch_of_cpu(name: str) -> str | None:
    """The architecture that a processor's name implies."""
    if _CPU_ARM.search(name):
        return "arm64"
    return "x64" if _CPU_X64.search(name) else None


@lru_cache(4096)
def os_family(words: str) -> str | None:
    """`windows`, `windows-server`, `macos`, `linux`, or a family that no local model runs on."""
    lowered = words.strip().casefold()
    return next((name for name, pattern in _FAMILIES if re.search(pattern, lowered)), None)


def os_build(words: str, source: str) -> Seen[str]:
    """The build in a text such as "Windows 10 Pro 10.0.22631": numbers before names."""
    version = _BUILD.search(words)
    if version and version.group(1).count(".") >= 2:
        return Seen(version.group(1), "read", source)
    if lone := _LONE_BUILD.search(words.strip()):
        return Seen(lone.group(1), "read", source)
    # Two numbers beside a name, as in "Windows 8.1", are the name's; Apple counts its releases so.
    if version and os_family(words) in (None, "macos"):
        return Seen(version.group(1), "read", source)
    for pattern, build, state in _NAMED:
        if re.search(pattern, words, re.IGNORECASE):
            return Seen(build, state, source)
    return missing(source)


@lru_cache(4096)
def family_of_build(build: str) -> str | None:
    """The family that a Windows build number alone tells: 10.0.x and bare numbers from 10240 on are Windows."""
    last = build.removeprefix("10.0.").split(".")[0]
    if not last.isdigit() or not (build.startswith("10.0.") or build == last):
        return None
    number = int(last)
    if number in (20348, 25398):
        return "windows-server"
    return "windows" if 10240 <= number < 40000 else None
