"""Where the shipped templates lie, and the one place that makes foreign words harmless in HTML."""

from collections.abc import Callable, Mapping
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from msp_aigov.config.shipped import shipped
from msp_aigov.model.text import Money, Text
from msp_aigov.reports.words import clean, say


@cache
def environment(language: str, foreign: bool = False) -> Environment:
    """Jinja for HTML: every value is said, cleaned and then escaped, whatever a template does with it.

    A `foreign` template gets at nothing but the values of its page.
    """
    made = (ImmutableSandboxedEnvironment if foreign else Environment)(
        loader=FileSystemLoader(shipped("templates") / "html"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_said(language),
    )
    if foreign:
        del made.filters["safe"]
    return made


def template(language: str, layout: Mapping[str, str]) -> Template:
    """The page's template; with a client's own blocks, theirs in place of ours."""
    if not layout:
        return environment(language).get_template("page.html")
    blocks = "".join(f"{{% block {name} %}}{html}{{% endblock %}}" for name, html in layout.items())
    return environment(language, foreign=True).from_string('{% extends "page.html" %}' + blocks)


def _said(language: str) -> Callable[[object], object]:
    def said(value: object) -> object:
        if isinstance(value, Markup):
            return value
        if isinstance(value, (Text, Money, int)):
            return clean(say(value, language))
        return clean(value) if isinstance(value, str) else value

    return said


def template_bytes(name: str) -> bytes:
    """A shipped template as it is, for a format that has a language of its own."""
    return (shipped("templates") / name).read_bytes()
