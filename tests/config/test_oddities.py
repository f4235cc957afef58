"""YAML that no fleet needs and loaders stumble over."""

from pathlib import Path

import pytest

from msp_aigov.config.source import read_yaml
from msp_aigov.errors import ConfigError


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
