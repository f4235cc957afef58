"""YAML that no fleet needs and loaders stumble over."""

from pathlib import Path

import pytest

from msp_aigov.config.load import load_fleet
from msp_aigov.config.source import read_yaml
from msp_aigov.errors import ConfigError
from msp_aigov.rules.load import load_rules


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name: &n X\ncontact: *n\n", "x.yaml:2: YAML aliases are not supported"),
        ("name: !!bool maybe\n", "x.yaml:1: YAML tags"),
        ("name: !!timestamp x\n", "x.yaml:1: YAML tags"),
        ("name: " + "[" * 30000 + "]" * 30000, "x.yaml:1: is nested deeper"),
        ("name: a\x07b\n", "x.yaml: holds a character"),
        ("name: 2026-02-31\n", "x.yaml: "),
    ],
)
def test_it_is_refused_in_words(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "x.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        read_yaml(tmp_path / "x.yaml", "x.yaml")
    assert caught.value.mistakes[0].startswith(said)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("budget:\n  currency: EUR\n  monthly: 10\n  recipients: a@b.example\n", "expected a list: each entry on"),
        ("budget: 5\n", "expected keys of its own, each on a line below it"),
        ("devices_since: 31.12.2026\n", "expected a valid date, written like 2026-11-20, found '31.12.2026'"),
        ("workloads:\n- name: a\n  stages:\n  - {name: s, task: chat, volume: 1.5}\n", "expected a whole number"),
        ("workloads:\n- name: a\n  stages:\n  - {name: s, task: chat, shared_host: maybe}\n", "expected true or false"),
    ],
)
def test_a_mistake_is_told_in_words_of_yaml_not_of_python(body: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "clients").mkdir()
    (tmp_path / "fleet.yaml").write_text("name: M\n", encoding="utf-8")
    (tmp_path / "clients" / "a.yaml").write_text(f"name: A\n{body}", encoding="utf-8")
    with pytest.raises(ConfigError) as raised:
        load_fleet(tmp_path, load_rules())
    assert said in str(raised.value)
    assert not any(word in str(raised.value) for word in ("tuple", "instance", "dictionary", "parse"))
