"""The five gates, in their order."""
