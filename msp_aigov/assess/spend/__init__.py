"""Assessments about spend."""
