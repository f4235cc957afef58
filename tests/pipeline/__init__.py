"""Runs, from the order to what they leave."""
