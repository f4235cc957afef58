"""Checks about AI accounts beside keys and public access."""
