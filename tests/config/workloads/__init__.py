"""Questionnaires, changed answers, and sense."""
