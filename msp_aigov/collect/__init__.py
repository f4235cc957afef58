"""Reads: one file per source, and the loop that asks them."""
