"""Every check is registered once, under an id of its own, with all that a reader is told."""

import importlib
import re
from pathlib import Path

import msp_aigov.checks as package
from msp_aigov.checks.check import SUBJECTS, Check
from msp_aigov.checks.registry import REGISTRY
from msp_aigov.collect.registry import SOURCES

FOLDER = Path(package.__file__).parent


def modules() -> list[Path]:
    """Every module in a folder under checks/, however deep."""
    return [path for path in sorted(FOLDER.glob("*/**/*.py")) if not path.name.startswith("_")]


def written() -> list[Check]:
    """The check of every one of them that offers one."""
    found = []
    for path in modules():
        module = importlib.import_module(".".join((package.__name__, *path.relative_to(FOLDER).with_suffix("").parts)))
        judge = getattr(module, "judge", None)
        found += [judge] if isinstance(judge, Check) else []
    return found


def test_every_check_that_is_written_is_registered_once() -> None:
    assert sorted(check.id for check in written()) == sorted(check.id for check in REGISTRY)


def test_every_module_under_an_area_is_a_check_or_belongs_to_one() -> None:
    without = [path.name for path in modules() if "@check(" not in path.read_text("utf-8")]
    assert len(modules()) - len(without) == len(REGISTRY)


def test_every_id_is_three_letters_and_three_digits_and_nobody_elses() -> None:
    ids = [check.id for check in REGISTRY]
    assert all(re.fullmatch(r"[A-Z]{3}\d{3}", identity) for identity in ids)
    assert len(set(ids)) == len(ids)


def test_checks_are_registered_in_the_order_of_their_ids() -> None:
    ids = [check.id for check in REGISTRY]
    assert ids == sorted(ids)


def test_every_check_tells_its_title_its_reason_and_its_remedy() -> None:
    for check in REGISTRY:
        assert check.title.template and check.remedy.template, check.id
        assert len(check.why) > 40, check.id
        assert all(source.startswith("https://") for source in check.sources), check.id


def test_every_check_needs_sources_that_exist_and_is_about_something_with_a_name() -> None:
    for check in REGISTRY:
        assert check.needs and set(check.needs) <= set(SOURCES), check.id
        assert check.about in SUBJECTS and check.identity, check.id
        assert not {"detail", "amount", "cost", "costs"} & set(check.identity), check.id
