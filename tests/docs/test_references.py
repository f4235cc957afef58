"""What the documents say about commands, files, faults and links is so."""

import os
import re
from pathlib import Path

import pytest

from msp_aigov.cli.app import COMMANDS
from msp_aigov.simulator.faults import GRAMMAR, parse_rule
from msp_aigov.simulator.scenario import load_scenario

from .blocks import ROOT, blocks

PAGES = sorted(
    str(path.relative_to(ROOT)) for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("bench/*.md"))
)
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#]+)")
COMMAND = re.compile(r"(?:^|[`/\\])msp-aigov ([a-z][a-z-]*)", re.MULTILINE)
RECIPE = re.compile(r"^```\w+ file=.*?^```$", re.MULTILINE | re.DOTALL)


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PAGES)
def test_links_lead_to_files(name: str) -> None:
    targets = [(ROOT / name).parent / target for target in LINK.findall(text(name))]
    assert [str(target) for target in targets if not target.exists()] == []


@pytest.mark.parametrize("name", PAGES)
def test_commands_exist(name: str) -> None:
    assert set(COMMAND.findall(RECIPE.sub("", text(name)))) <= set(COMMANDS)


@pytest.mark.parametrize("name", PAGES)
def test_no_package_index_and_no_machine_is_named(name: str) -> None:
    assert not re.findall(
        r"--(?:extra-)?index|--find-links|https?://\S+/simple|/(?:root|home|users)/", text(name), re.IGNORECASE
    )


def test_the_scenario_of_the_page_is_valid(tmp_path: Path) -> None:
    (block,) = (block for block in blocks("docs/simulator.md") if block.file == "scenario.yaml")
    path = tmp_path / "scenario.yaml"
    path.write_text(block.text, encoding="utf-8")
    (subscription,) = load_scenario(path).subscriptions()
    assert (len(subscription.accounts), len(subscription.costs), len(subscription.budgets)) == (1, 2, 1)


def test_the_grammar_of_faults_is_the_programs_own() -> None:
    (block,) = (block for block in blocks("docs/simulator.md") if block.language == "text")
    page, ours = text("docs/simulator.md"), f"{GRAMMAR.strip()}\n"
    if os.environ.get("UPDATE_GOLDEN"):
        (ROOT / "docs/simulator.md").write_text(page.replace(block.text, ours), encoding="utf-8")
    assert ours in text("docs/simulator.md"), "run this test with UPDATE_GOLDEN=1"


def test_every_fault_on_the_page_is_a_rule() -> None:
    rules = re.findall(r"^\| `([^`]+)` \|", text("docs/simulator.md"), re.MULTILINE)
    assert len([parse_rule(rule) for rule in rules]) == 7
