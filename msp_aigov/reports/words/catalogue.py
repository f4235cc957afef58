"""Translations: one YAML file a language beside this module, from English template to foreign one."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
ENGLISH = "en"


@cache
def languages() -> tuple[str, ...]:
    """Every language there is a catalogue for."""
    return (ENGLISH, *sorted(path.stem for path in HERE.glob("*.yaml")))


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """The translations of one language; a template that is missing in it stays English."""
    if language not in languages() or language == ENGLISH:
        return {}
    import yaml

    found = yaml.safe_load((HERE / f"{language}.yaml").read_text(encoding="utf-8"))
    return {str(key): str(value) for key, value in found.items()}
