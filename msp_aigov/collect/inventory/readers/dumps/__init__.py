"""Readers of what tools print for people: each knows its own text, and takes it apart into one record a machine."""
