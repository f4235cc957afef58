"""The logo is read once and must be a whole picture; a client's own words use no value that is not there."""

from pathlib import Path

import pytest

from msp_aigov.config.load import load_fleet
from msp_aigov.config.shipped import shipped
from msp_aigov.errors import ConfigError
from msp_aigov.rules.load import load_rules

LOGO = shipped("templates/demo/logo.png").read_bytes()
JPEG = b"\xff\xd8\xff" + b"0" * 20 + b"\xff\xd9"


def fleet(folder: Path, data: bytes, name: str = "logo.png", client: str = "") -> Path:
    (folder / "clients").mkdir()
    (folder / "fleet.yaml").write_text(f"name: MSP\nbranding:\n  logo: {name}\n", encoding="utf-8")
    (folder / "clients/one.yaml").write_text(f"name: One\n{client}", encoding="utf-8")
    (folder / "logo.png").write_bytes(data)
    return folder


@pytest.mark.parametrize(("data", "kind"), [(LOGO, "png"), (JPEG, "jpeg")])
def test_a_whole_picture_is_kept_with_the_fleet(tmp_path: Path, data: bytes, kind: str) -> None:
    loaded = load_fleet(fleet(tmp_path, data), load_rules())
    assert loaded.branding.logo.startswith(f"data:image/{kind};base64,")


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"<svg onload='x()'/>", "logo.png", "logo.png: is no PNG or JPEG"),
        (LOGO[:-20], "logo.png", "logo.png: is cut off"),
        (LOGO[:70] + b"x" + LOGO[71:], "logo.png", "logo.png: is damaged"),
        (JPEG + b"0" * 200_000, "logo.png", "131,072 at most"),
        (LOGO, "absent.png", "absent.png: cannot be read"),
        (LOGO, "/etc/logo.png", "expected a path relative to the fleet folder"),
    ],
)
def test_anything_else_is_a_mistake_with_its_line(tmp_path: Path, data: bytes, name: str, said: str) -> None:
    with pytest.raises(ConfigError) as told:
        load_fleet(fleet(tmp_path, data, name), load_rules())
    assert str(told.value).startswith("fleet.yaml:3: branding.logo: ") and said in str(told.value)


def test_own_words_may_use_only_the_values_of_the_text_they_stand_for(tmp_path: Path) -> None:
    words = "words:\n  - {text: 'Budget of {name}', instead: 'Budget of {owner}'}\n"
    with pytest.raises(ConfigError) as told:
        load_fleet(fleet(tmp_path, LOGO, client=words), load_rules())
    assert str(told.value) == "clients/one.yaml:3: words.0.instead: the text has no value {owner}"
