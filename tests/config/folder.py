"""Fleet folders made of plain text, and the mistakes found in them."""

from pathlib import Path

import pytest

from msp_aigov.config.load import load_fleet
from msp_aigov.errors import ConfigError
from msp_aigov.model.client import Fleet
from msp_aigov.rules.load import load_rules

RULES = load_rules()
TENANT = "11111111-1111-4111-8111-111111111111"
SUBSCRIPTION = "22222222-2222-4222-8222-222222222222"
FLEET = "name: Northgate Managed IT\n"

GOOD = f"""\
name: Contoso
status: active
contact: it@contoso.example
profile: general
residency: eu
azure:
  tenant: {TENANT}
  subscriptions:
    - {SUBSCRIPTION}
  cloud: public
  access:
    route: app
    credential:
      method: client-secret
      client_id: 33333333-3333-4333-8333-333333333333
      secret_env: CONTOSO_SECRET
budget:
  monthly: 250.50
  currency: EUR
  recipients:
    - owner@contoso.example
inventories:
  - path: exports/devices.csv
workloads:
  - name: Dictation
    purpose: Letters
    stages:
      - name: notes
        task: speech-to-text
        residency: device
        connectivity: offline
        local_models: [whisper-base]
"""


def folder(root: Path, fleet: str | bytes = FLEET, **clients: str | bytes) -> Path:
    """A fleet folder with these files, as bytes on disk."""
    (root / "clients").mkdir(parents=True, exist_ok=True)
    _put(root / "fleet.yaml", fleet)
    for name, text in clients.items():
        _put(root / "clients" / f"{name}.yaml", text)
    return root


def _put(path: Path, text: str | bytes) -> None:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())


def loaded(root: Path, fleet: str | bytes = FLEET, **clients: str | bytes) -> Fleet:
    """The fleet read from these files."""
    return load_fleet(folder(root, fleet, **clients), RULES)


def mistakes(root: Path, fleet: str | bytes = FLEET, **clients: str | bytes) -> tuple[str, ...]:
    """Everything that is said to be wrong with these files."""
    with pytest.raises(ConfigError) as caught:
        loaded(root, fleet, **clients)
    return caught.value.mistakes
