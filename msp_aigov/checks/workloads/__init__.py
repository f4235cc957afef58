"""Checks about workloads."""
