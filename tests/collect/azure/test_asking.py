"""Lists that are asked for without an SDK of their own."""

import json
from types import SimpleNamespace
from typing import Any, cast

import pytest

from msp_aigov.azure.session import Session
from msp_aigov.azure.wire import Pages
from msp_aigov.collect.azure.asking import listed


def session(pages: dict[str, Any]) -> Session:
    """Answers each address with its page."""

    def send(request: Any) -> Any:
        return SimpleNamespace(
            raise_for_status=lambda: None,
            headers={},
            text=lambda: json.dumps(pages[request.url]),
            request=request,
            status_code=200,
        )

    return cast(Session, SimpleNamespace(cost=lambda: SimpleNamespace(send_request=send)))


def test_every_page_is_asked_for_and_kept() -> None:
    kept = Pages()
    pages = {"/list": {"value": [1, 2], "nextLink": "/more"}, "/more": {"value": [3], "nextLink": ""}}
    assert listed(session(pages), kept, "/list") == [1, 2, 3]
    assert len(kept.bodies) == 2


@pytest.mark.parametrize(
    ("first", "said"),
    [
        ({"value": [1], "nextLink": "/list"}, "circle"),
        ({"value": {"not": "a list"}}, "not a list"),
        ({}, "not a list"),
        ([1], "not a list"),
        (None, "not a list"),
    ],
)
def test_a_circle_or_what_is_no_list_is_refused_not_shortened(first: Any, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        listed(session({"/list": first}), Pages(), "/list")
