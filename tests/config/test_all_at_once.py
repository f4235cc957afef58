"""Every mistake of a file is told in one go, in the file's order."""

from pathlib import Path

import pytest

from msp_aigov.config.load import load_fleet
from msp_aigov.errors import ConfigError
from msp_aigov.rules.load import load_rules

WRONG = """\
name: NO
profil: general
residency: EU
azure:
  tenant: abc
  acess: {}
workloads:
  - name: a
    stages: [{name: x, task: chatting, residency: mars}]
budget: {monthly: -4, currency: euro, recipients: [nobody]}
"""


def test_mistakes_of_shape_and_of_sense_come_together(tmp_path: Path) -> None:
    (tmp_path / "clients").mkdir()
    (tmp_path / "fleet.yaml").write_text("name: MSP\n", encoding="utf-8")
    (tmp_path / "clients" / "one.yaml").write_text(WRONG, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_fleet(tmp_path, load_rules())
    places = [mistake.split(": ")[:2] for mistake in caught.value.mistakes]
    assert [(place, key) for place, key in places] == [
        ("clients/one.yaml:1", "name"),
        ("clients/one.yaml:2", "profil"),
        ("clients/one.yaml:3", "residency"),
        ("clients/one.yaml:5", "azure.tenant"),
        ("clients/one.yaml:6", "azure.acess"),
        ("clients/one.yaml:9", "workloads.0.stages.0.task"),
        ("clients/one.yaml:9", "workloads.0.stages.0.residency"),
        ("clients/one.yaml:10", "budget.monthly"),
        ("clients/one.yaml:10", "budget.currency"),
        ("clients/one.yaml:10", "budget.recipients.0"),
    ]
