"""Dated rules as data, and their loader."""
