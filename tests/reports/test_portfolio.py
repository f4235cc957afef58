"""The portfolio: every check against every client, and a page that needs no server."""

import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256

from msp_aigov.reports.options import Options
from msp_aigov.reports.render import render

from .builders import clinic, document, shop


def test_the_portfolio_is_a_file_of_its_own_with_the_worst_client_first() -> None:
    well = replace(clinic("Well"), id="a", findings=())
    (made,) = render(document(well, clinic("Ill")), "html", Options(page="portfolio"))
    words = made.data.decode()
    assert made.path == "portfolio.html" and words.index("Ill") < words.index("Well")
    assert "0 of 1 pass" in words


def test_the_page_lets_only_its_own_script_run() -> None:
    words = render(document(clinic(), shop()), "html", Options(page="portfolio"))[0].data.decode()
    (script,) = re.findall(r"<script>(.*?)</script>", words, re.DOTALL)
    allowed = b64encode(sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{allowed}'" in words
    assert "<script>" not in render(document(), "html")[0].data.decode()


def test_two_runs_of_a_page_about_all_never_share_a_name() -> None:
    names = {render(document(), "html", Options(page=page))[0].path for page in ("index", "portfolio")}
    assert names == {"index.html", "portfolio.html"}
