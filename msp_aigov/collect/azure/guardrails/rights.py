"""What the credential itself may do in one subscription: asked by `doctor`, not part of an audit."""

from msp_aigov.azure.session import Session
from msp_aigov.azure.wire import Pages
from msp_aigov.collect.azure.asking import got
from msp_aigov.collect.azure.reading import mapping, sequence

VERSION = "2022-04-01"


def actions(session: Session, subscription: str) -> tuple[str, ...]:
    """The control-plane actions that the caller's roles give, as Azure lists them."""
    path = f"/subscriptions/{subscription}/providers/Microsoft.Authorization/permissions?api-version={VERSION}"
    body = got(session, Pages(), path)
    listed = sequence(mapping(body).get("value"))
    return tuple(str(action) for item in listed for action in sequence(mapping(item).get("actions")))
