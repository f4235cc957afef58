"""Names that were chosen to break a page."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from msp_aigov.model.document import ClientReport
from msp_aigov.model.finding import Subject
from msp_aigov.reports.formats import FORMATS
from msp_aigov.reports.naming import file_name
from msp_aigov.reports.options import Options
from msp_aigov.reports.render import render
from msp_aigov.reports.words import say

from .builders import clinic, document, shop

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "=cmd|' /C calc'!A0",
    "\x1b]0;owned\x07\x1b[2J",
    "invoice\u202egpj.exe\u200f\u2066",
    "x" * 300,
    "東京クリニック" * 40,
    "👩‍⚕️🏥 clinic",
    "a|b`c``d\\|e",
    "{x} {{ 7 * 7 }} {% raw %}",
    "[click](https://evil.example) ![](x)",
    "# heading\n- item\n\n---",
    "lone \ud800 surrogate",
    "",
)
FORBIDDEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


def hostile(name: str) -> ClientReport:
    """The clinic, with one name wherever a client, a device, a deployment or a source may choose one."""
    client = clinic(name)
    devices = tuple(replace(each, device=replace(each.device, names=(name,))) for each in client.endpoints.devices)
    deployments = tuple(
        replace(each, deployment=replace(each.deployment, name=name), account_name=name, policy=name, profile=name)
        for each in client.guardrails.deployments
    )
    spend = client.spend
    return replace(
        client,
        findings=tuple(replace(each, subject=Subject("device", name, name)) for each in client.findings),
        endpoints=replace(client.endpoints, devices=devices),
        guardrails=replace(client.guardrails, deployments=deployments),
        spend=replace(spend, budgets=tuple(replace(each, name=name) for each in spend.budgets)),
        coverage=tuple(replace(each, scope_name=name, reason=name, mend=name) for each in client.coverage),
        workloads=tuple(replace(each, name=name, purpose=name) for each in client.workloads),
        sources=(("https://" + name, client.sources[0][1]), (name, client.sources[0][1])),
        stopped=name,
    )


class Page(HTMLParser):
    """What a browser would make of a page: its elements, and its attributes."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self.feed(words)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes.update(name for name, _ in attrs)
        self.links.extend(value or "" for name, value in attrs if name == "href")


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("format_name", [name for name in FORMATS if name not in ("docx", "pdf", "xlsx")])
def test_nothing_invisible_reaches_a_reader(format_name: str, name: str) -> None:
    for rendered in render(document(hostile(name), shop()), format_name, Options(show_all=True)):
        assert not FORBIDDEN.search(rendered.data.decode())


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_adds_no_element_to_a_page(name: str) -> None:
    usual = [Page(each.data.decode()) for each in render(document(hostile("plain"), shop()), "html")]
    found = [Page(each.data.decode()) for each in render(document(hostile(name), shop()), "html")]
    for before, after in zip(usual, found, strict=True):
        assert after.tags == before.tags or not name
        assert after.attributes <= before.attributes and "script" not in after.tags
        assert all(link.startswith(("https://", "#")) or link.endswith(".html") for link in after.links)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_leaves_the_tables_of_markdown_in_shape(name: str) -> None:
    words = render(document(hostile(name)), "markdown")[0].data.decode()
    columns = 0
    for line in words.splitlines():
        cells = len(re.findall(r"(?<!\\)(?:\\\\)*\|", line)) if line.startswith("|") else 0
        assert cells == columns or not (cells and columns), line
        columns = cells
    # In code nothing is markup; a name that could end the code is not written as code.
    prose = re.sub(r"`[^`\n]*`", "", words)
    assert not re.search(r"(?<!\\)<(?!br>)", prose)
    assert "](https://evil" not in prose and prose.count("\n# ") == 0


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("width", [60, 80, 132])
def test_no_line_of_the_terminal_is_too_long(name: str, width: int) -> None:
    from rich.cells import cell_len

    for page in ("summary", "client"):
        words = render(document(hostile(name)), "terminal", Options(width=width, page=page))[0].data.decode()
        assert max(map(cell_len, words.splitlines())) <= width


def test_colour_is_the_only_thing_that_colour_changes() -> None:
    plain, coloured = (render(document(), "terminal", Options(colour=on))[0].data.decode() for on in (False, True))
    assert "\x1b[" in coloured and "\x1b" not in plain
    assert [line.rstrip() for line in re.sub(r"\x1b\[[\d;]*m", "", coloured).splitlines()] == plain.splitlines()


@pytest.mark.parametrize(
    "client_id", ["../../etc", "index", "CON", "con", "a/b", "Ä", "", "x" * 300, ".hidden", "\ud800"]
)
def test_an_unsafe_id_gets_a_safe_file_name(client_id: str) -> None:
    assert re.fullmatch(r"[a-z0-9][a-z0-9-]{0,60}-[0-9a-f]{8}\.html", file_name(client_id, ".html"))
    assert file_name(client_id, "") != file_name(client_id + "x", "")


def test_a_usual_id_is_its_own_file_name() -> None:
    assert file_name("harbour-2", ".html") == "harbour-2.html"


def test_a_clients_page_holds_no_other_clients_name() -> None:
    files = {each.path: each.data.decode() for each in render(document(), "html")}
    assert "Quay" not in files["harbour.html"] and "quay" not in files["harbour.html"]
    assert "Harbour Clinic" not in files["quay-shop.html"] and "clinic" not in files["quay-shop.html"]
    assert "Quay Shop" in files["index.html"] and "Harbour Clinic" in files["index.html"]


def test_a_clients_page_holds_no_check_id_and_the_engineers_do() -> None:
    files = {each.path: each.data.decode() for each in render(document(), "html")}
    assert not re.search(r"\b[A-Z]{3}\d{3}\b", files["harbour.html"] + files["quay-shop.html"])
    assert "SPD001" in files["index.html"] and "SPD001" in render(document(), "terminal")[0].data.decode()


def test_one_number_reads_the_same_everywhere() -> None:
    amount = say(clinic().spend.uncovered[0])
    for name in ("html", "markdown", "terminal"):
        assert amount in render(document(), name, Options(page="spend"))[0].data.decode()
    assert "1284.16" in render(document(), "json")[0].data.decode()


def test_what_is_not_known_is_never_called_well() -> None:
    words = render(document(shop()), "markdown")[0].data.decode()
    assert "Nothing needs anybody to act" not in words and "could not read enough" in words
