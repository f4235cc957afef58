"""Checks about endpoints."""
