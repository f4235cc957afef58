"""What a client says in its own words, and where other systems are told: what is wrong with either."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from msp_aigov.config.source import Location
from msp_aigov.model.client import Client, Fleet

PLACEHOLDER = re.compile(r"\{(\w+)\}")
HERE = ("127.0.0.1", "::1", "localhost")


def words_problems(client: Client) -> Iterator[tuple[Location, str]]:
    """A text may use only the values that the one it stands for has."""
    for number, own in enumerate(client.words):
        strange = set(PLACEHOLDER.findall(own.instead)) - set(PLACEHOLDER.findall(own.text))
        if strange:
            yield ("words", number, "instead"), f"the text has no value {{{sorted(strange)[0]}}}"
        if not own.text.strip():
            yield ("words", number, "text"), "expected a text of our documents"


def layout_problems(client: Client) -> Iterator[tuple[Location, str]]:
    """A block of one's own is written in Jinja's language, and each stands once."""
    from jinja2 import TemplateSyntaxError
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    seen: set[str] = set()
    for number, own in enumerate(client.layout):
        if own.block in seen:
            yield ("layout", number, "block"), f"{own.block} stands here twice"
        seen.add(own.block)
        try:
            ImmutableSandboxedEnvironment().parse(f"{{% block own %}}{own.html}{{% endblock %}}")
        except TemplateSyntaxError as error:
            yield ("layout", number, "html"), f"cannot be read: {error}"


def delivery_problems(fleet: Fleet) -> Iterator[tuple[Location, str]]:
    """Addresses are https, but on this machine; a webhook is signed."""
    for name, hook in (("webhook", fleet.deliveries.webhook), ("teams", fleet.deliveries.teams)):
        if hook is None:
            continue
        address = urlsplit(hook.url)
        safe = address.scheme == "https" or address.scheme == "http" and address.hostname in HERE
        if not safe or not address.hostname or address.username or address.password:
            yield ("deliveries", name, "url"), "expected an https address without a name or password in it"
        if name == "webhook" and not hook.secret_env:
            yield ("deliveries", name), "a webhook is signed: name the variable of its secret with `secret_env`"
