"""Budgets: what should be, the plan, and its application."""
