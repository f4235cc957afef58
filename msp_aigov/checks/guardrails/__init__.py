"""Checks about guardrails."""
