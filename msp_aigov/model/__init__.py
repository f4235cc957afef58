"""Frozen values that two or more rooms read. No I/O, no third-party import."""
