"""A whole fleet audited in the simulated Azure: seconds, reads and memory of the auditing process (Linux)."""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from msp_aigov.simulator.scenario import scenario_from
from msp_aigov.simulator.server import SimulatedAzure

SECRET = "MSP_AIGOV_BENCH_SECRET"
APPLICATION = "aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa"
HARMS = ("Hate", "Sexual", "Violence", "Selfharm")
FILTERS = [
    {"name": name, "blocking": True, "enabled": True, "severityThreshold": "Medium", "source": source}
    for name in HARMS
    for source in ("Prompt", "Completion")
]
HEADER = "Device,Serial,Manufacturer,Model,RAM (GB),CPU,OS,OS Build,Free Disk (GB)"
DEVICE = "PC-{n:05},SN{c:04}{n:05},Dell,OptiPlex 7010,16,Intel(R) Core(TM) i5-12500,Windows 11 Pro,10.0.26100.1,120"


@dataclass(frozen=True)
class Measured:
    """What one audit took."""

    seconds: float
    megabytes: float
    requests: int
    read: int
    asked: int


def identity(kind: str, number: int) -> str:
    """The same UUID for the same thing in every run."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{kind}/{number}"))


def account(number: int) -> dict[str, Any]:
    """One account with a policy and two deployments."""
    model = {"model": {"format": "OpenAI", "name": "gpt-5-mini", "version": "1"}, "raiPolicyName": "own"}
    sku = {"name": "DataZoneStandard", "capacity": 10}
    return {
        "name": f"ai-{number}",
        "resource_group": "rg-ai",
        "location": "westeurope",
        "properties": {"disableLocalAuth": True, "publicNetworkAccess": "Disabled"},
        "rai_policies": [{"name": "own", "properties": {"mode": "Blocking", "contentFilters": FILTERS}}],
        "deployments": [{"name": name, "sku": sku, "properties": model} for name in ("letters", "notes")],
    }


def tenant(number: int, accounts: int) -> dict[str, Any]:
    """One client's tenant: one subscription with its accounts and what each costs a day."""
    costs = [
        {"account": f"ai-{index}", "service": "Foundry Models", "daily": "1.25", "currency": "EUR"}
        for index in range(accounts)
    ]
    subscription = {"id": identity("subscription", number), "name": "Production", "costs": costs}
    subscription["accounts"] = [account(index) for index in range(accounts)]
    applications = [{"client_id": APPLICATION, "secret": "bench"}]
    return {"id": identity("tenant", number), "applications": applications, "subscriptions": [subscription]}


def write_fleet(folder: Path, clients: int, devices: int) -> None:
    """A fleet folder that fits the tenants."""
    for name in ("clients", "inventories"):
        (folder / name).mkdir()
    (folder / "fleet.yaml").write_text("name: Bench\n", encoding="utf-8")
    credential = {"method": "client-secret", "client_id": APPLICATION, "secret_env": SECRET}
    for number in range(clients):
        rows = "\n".join(DEVICE.format(n=index, c=number) for index in range(devices))
        (folder / f"inventories/{number}.csv").write_text(f"{HEADER}\n{rows}\n", encoding="utf-8")
        azure = {"cloud": "custom", "tenant": identity("tenant", number), "access": {"credential": credential}}
        body = {"name": f"Client {number}", "azure": azure, "inventories": [{"path": f"inventories/{number}.csv"}]}
        (folder / f"clients/c{number:04}.yaml").write_text(yaml.safe_dump(body), encoding="utf-8")


def audited(folder: Path, azure: SimulatedAzure) -> Measured:
    """Audit the folder in a process of its own."""
    environment = {**os.environ, **azure.environment(), SECRET: "bench"}
    command = [sys.executable, "-m", "msp_aigov", "audit", "--quiet", "--exit-zero", "-o", "json=report.json"]
    began = time.perf_counter()
    done = subprocess.run(command, cwd=folder, env=environment, check=False)
    seconds = time.perf_counter() - began
    if done.returncode:
        raise SystemExit(f"the audit ended in {done.returncode}")
    kilobytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss  # of the one child there was
    report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    states = [cell["state"] for client in report["clients"] for cell in client["coverage"]]
    return Measured(seconds, kilobytes * 1024 / 1e6, len(azure.log.entries), states.count("read"), len(states))


def main() -> int:
    """Print one line; 1 when anything could not be read."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=20)
    parser.add_argument("--accounts", type=int, default=5, help="AI accounts per client")
    parser.add_argument("--devices", type=int, default=200, help="devices per client")
    parser.add_argument("--latency", type=int, default=50, metavar="MS", help="delay of every answer")
    chosen = parser.parse_args()
    scenario = scenario_from({"tenants": [tenant(number, chosen.accounts) for number in range(chosen.clients)]})
    with tempfile.TemporaryDirectory() as name, SimulatedAzure(scenario, latency_ms=chosen.latency) as azure:
        write_fleet(Path(name), chosen.clients, chosen.devices)
        done = audited(Path(name), azure)
    size = f"{chosen.clients} clients x {chosen.accounts} accounts x {chosen.devices} devices, {chosen.latency} ms"
    print(f"{size}: {done.seconds:.1f} s, {done.read} of {done.asked} reads, ", end="")
    print(f"{done.requests} requests, {done.megabytes:.0f} MB at most")
    return 0 if done.read == done.asked else 1


if __name__ == "__main__":
    sys.exit(main())
