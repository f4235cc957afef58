"""The clients behind the subscriptions that a credential sees."""

import time

from azure.core.exceptions import AzureError

from msp_aigov.azure.failure import failure
from msp_aigov.azure.session import opened_session
from msp_aigov.collect.azure import subscriptions
from msp_aigov.config.discovered import Found, by_tenant
from msp_aigov.config.discovered import subscriptions as found_in
from msp_aigov.errors import AigovError
from msp_aigov.model.answers import Answer, Ask, Scope
from msp_aigov.model.client import AzureTenant


def discovered(azure: AzureTenant) -> tuple[Found, ...]:
    """One client for each home tenant of a subscription that the credential sees."""
    ask = Ask(subscriptions.SOURCE, Scope("client", "discover", "discover"))
    try:
        wire = subscriptions.fetch(opened_session(azure, time.sleep)(), ask)
    except (AzureError, ValueError, OSError) as error:
        gap = failure(error, subscriptions.ROLE)
        raise AigovError(f"the subscriptions could not be listed: {gap.reason}", gap.mend) from error
    return by_tenant(found_in(Answer(ask, "read", wire.payload).items))
