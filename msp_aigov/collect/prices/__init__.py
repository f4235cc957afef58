"""Prices from the public list."""
