"""Governance of AI in Azure and on endpoints, for a fleet of clients."""

__version__ = "0.1.0"
