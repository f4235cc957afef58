"""Checks about what filters do, as their metrics tell."""
