"""Assessments about workloads."""
