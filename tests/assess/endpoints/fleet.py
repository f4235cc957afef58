"""Small devices and rules to judge."""

from dataclasses import replace
from datetime import date

from msp_aigov.model.client import Client
from msp_aigov.model.device import Device, Facts, Gpu, Sighting
from msp_aigov.model.rules import DeviceRule, LocalModel, Reference, Rules
from msp_aigov.model.seen import Seen, missing
from msp_aigov.model.text import Day, Size, Text
from msp_aigov.model.workload import Stage, Workload

GB = 2**30
READ = Reference("a test", date(2026, 11, 20))
NUMBERS = {
    "ram_min_bytes": 8 * GB,
    "disk_min_bytes": 3 * GB,
    "windows_min_build": 10240,
    "windows_arm_min_build": 22000,
    "windows_server_min_build": 26100,
    "npu_min_build": 26100,
    "os_reserve_bytes": 4 * GB,
    "ram_factor_percent": 160,
    "vram_factor_percent": 110,
    "vram_reserve_bytes": GB,
    "default_context_tokens": 4096,
    "default_prompt_tokens": 512,
    "ssd_step_bytes": 256 * GB,
    "speed_low_percent": 35,
    "speed_high_percent": 85,
    "old_after_years": 5,
    "warranty_soon_days": 180,
    "snap_min_percent": 90,
    "visible_min_percent": 70,
    "ram_upgrade_from_bytes": 8 * GB,
    "ram_upgrade_max_bytes": 64 * GB,
    "published_on": "2026-01-06",
}


def model(alias, device="cpu", size=5 * GB, context=32768, kv=2**18, task="chat", provider=None):
    usual = {"cpu": "CPUExecutionProvider", "gpu": "WebGPUExecutionProvider", "npu": "QNNExecutionProvider"}
    return LocalModel(alias, f"{alias}-{device}", task, device, provider or usual[device], size, context, kv, READ)


MODELS = (
    model("mid"),
    model("mid", "gpu", 4 * GB, kv=2**17),
    model("mid", "npu", 3 * GB),
    model("ear", size=GB // 2, context=448, task="speech-to-text"),
    model("ear", "gpu", GB // 4, context=448, task="speech-to-text", provider="CUDAExecutionProvider"),
    model("huge", size=60 * GB),
    model("vague", size=GB, kv=None),
)
RULES = Rules(
    profiles=(),
    system_policies=(),
    skus=(),
    regions=(),
    ai_services=(),
    local_models=MODELS,
    device_rules=tuple(DeviceRule(key, str(value), "", READ) for key, value in NUMBERS.items()),
    cloud_models=(),
)


def read(value, source="a.csv:2 x"):
    return missing() if value is None else Seen(value, "read", source)


def facts(**values):
    """A laptop that is well known; a fact given as None is missing."""
    usual = {
        "cpu_name": "Intel(R) Core(TM) i7-1165G7",
        "arch": "x64",
        "ram_visible_bytes": 16 * GB - 2**28,
        "os_family": "windows",
        "os_build": "10.0.22631",
        "disk_free_bytes": 100 * GB,
        "is_vm": False,
    }
    chosen = {**usual, **values}
    return Facts(**{name: value if isinstance(value, Seen) else read(value) for name, value in chosen.items()})


INTEGRATED = Gpu("Intel(R) Iris(R) Xe Graphics", "integrated")


def card(size, state="read", name="AMD Radeon RX 7600"):
    return Gpu(name, "discrete", Seen(size, state, "a.csv:2 vram", "bytes"))


def device(gpus=(INTEGRATED,), listed=True, npu=None, **values):
    return Device("pc-1", ("pc-1",), facts(**values), tuple(gpus), listed, read(npu))


def row(number=2, file="a.csv", name=None, kind="device", entra=None, macs=(), organisation=None, reason="", **values):
    return Sighting(
        file=file,
        row=number,
        product="generic",
        kind=kind,
        names=(name,) if name else (),
        entra_id=entra,
        macs=tuple(macs),
        organisation=organisation,
        facts=replace(Facts(), **{key: read(value, f"{file}:{number} {key}") for key, value in values.items()}),
        reason=reason,
    )


def workload(*models, context=None, name="Notes"):
    return Workload(name, stages=(Stage("only", "chat", local_models=models, context_tokens=context),))


def client(*workloads):
    return Client("birch", "Birch Ltd", workloads=workloads)


def said(value):
    """A text as a person would read it, roughly."""
    if isinstance(value, Text):
        return value.template.format(**{name: said(inner) for name, inner in value.values})
    if isinstance(value, Size):
        return f"{value.bytes / GB:.1f} GB"
    return value.day.isoformat() if isinstance(value, Day) else value
