"""How the MSP and its clients want documents to look and to read, and whom they tell."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Branding:
    """How documents look: `colour` as #rrggbb, `footer` under every document, `confidentiality` beside the title.

    `logo` names a PNG or JPEG, relative to the fleet folder; once read it is the picture itself, as a data URI.
    """

    colour: str = "#0b5cad"
    footer: str = ""
    confidentiality: str = "Confidential."
    logo: str = ""


@dataclass(frozen=True)
class OwnWords:
    """A text of our documents that this client wants otherwise; none at all leaves the paragraph out."""

    text: str
    instead: str


@dataclass(frozen=True)
class OwnBlock:
    """A block of our HTML pages that this client wants drawn otherwise; `{{ super() }}` in it is ours."""

    block: Literal["style", "header", "content", "footer"]
    html: str


@dataclass(frozen=True)
class Webhook:
    """Where `deliver` posts to. The secret that signs is named by environment variable, never written here."""

    url: str
    secret_env: str | None = None


@dataclass(frozen=True)
class Deliveries:
    """What may be told to other systems, if `deliver` is asked to: a signed webhook, a Teams workflow."""

    webhook: Webhook | None = None
    teams: Webhook | None = None
