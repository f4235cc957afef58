"""Describe a run as a document, and print it."""
