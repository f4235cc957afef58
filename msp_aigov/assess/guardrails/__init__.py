"""Assessments about guardrails."""
