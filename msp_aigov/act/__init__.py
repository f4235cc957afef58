"""Writes, each behind a plan or a flag."""
