"""Requests that this program itself refuses or gives up on."""

from azure.core.exceptions import ClientAuthenticationError


class Refusal(ClientAuthenticationError):
    """Raised inside a pipeline and never retried: azure-core retries every AzureError but this kind."""


class GuardRefusal(Refusal):
    """A request that is not a read, or goes to another host than the cloud's."""


class ProviderNotRegistered(Refusal):
    """The SDK wanted to register a resource provider, which is a write."""


class Throttled(Refusal):
    """Azure asked for a longer wait than a run can afford."""


class WrongTenant(Refusal):
    """The token, or a subscription, belongs to another tenant than the client's route expects."""


class NothingBooked(Refusal):
    """Cost Management answered without content: nobody can say whether there was no cost or no sight of it."""
