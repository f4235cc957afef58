"""Checks about spend."""
