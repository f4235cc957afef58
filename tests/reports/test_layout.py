"""A client's own blocks of the HTML pages: drawn in place of ours, and able to do nothing else."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from msp_aigov.config.load import load_fleet
from msp_aigov.errors import AigovError, ConfigError
from msp_aigov.model.client import OwnBlock
from msp_aigov.reports.options import Options
from msp_aigov.reports.render import render
from msp_aigov.rules.load import load_rules

from .builders import clinic, document


def drawn(*blocks: Any, name: str = "Harbour Clinic") -> str:
    guide = replace(clinic().guide, layout=tuple(OwnBlock(*each) for each in blocks))
    (made,) = render(document(replace(clinic(), name=name, guide=guide)), "html", Options(page="guide"))
    return made.data.decode()


def test_a_block_stands_in_place_of_ours_and_may_hold_ours() -> None:
    words = drawn(("footer", "<footer>Matter 4711</footer>"), ("header", "{{ super() }}<p>Our ref.</p>"))
    assert "<footer>Matter 4711</footer>" in words and '<footer class="soft' not in words
    assert "<p>Our ref.</p>" in words and words.count("<h1>") == 1


@pytest.mark.parametrize("block", ["style", "header", "content", "footer"])
def test_every_block_can_be_drawn_otherwise_and_hostile_values_stay_escaped(block: str) -> None:
    words = drawn((block, "/*own*/{{ page.title }}"), name="<script>alert(1)</script>")
    assert "/*own*/&lt;script&gt;" in words and "<script>alert" not in words
    assert "default-src 'none'" in words


@pytest.mark.parametrize(
    "html",
    [
        "{{ page.__class__.__mro__ }}",
        "{{ ''.__class__.__base__.__subclasses__() }}",
        "{{ page.title|safe }}",
        "{% include '../../pyproject.toml' %}",
        "{{ nothing_of_the_kind }}",
        "{{ range(999999999)|list }}",
        "{{ 1 / 0 }}",
    ],
)
def test_a_block_gets_at_nothing_but_its_page(html: str) -> None:
    with pytest.raises(AigovError, match="layout: "):
        drawn(("footer", html))


@pytest.mark.parametrize(
    ("layout", "said"),
    [
        ("{block: sidebar, html: x}", "layout.0.block"),
        ("{block: footer, html: '{% if %}'}", "layout.0.html: cannot be read"),
        ("{block: footer, html: a}\n  - {block: footer, html: b}", "layout.1.block: footer stands here twice"),
    ],
)
def test_a_mistake_in_a_block_is_said_with_its_line(tmp_path: Path, layout: str, said: str) -> None:
    (tmp_path / "clients").mkdir()
    (tmp_path / "fleet.yaml").write_text("name: MSP\n")
    (tmp_path / "clients/one.yaml").write_text(f"name: One\nlayout:\n  - {layout}\n")
    with pytest.raises(ConfigError) as told:
        load_fleet(tmp_path, load_rules())
    assert str(told.value).startswith("clients/one.yaml:") and said in str(told.value)
