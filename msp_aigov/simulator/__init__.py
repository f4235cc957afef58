"""A simulated Azure on loopback: Entra tokens and ARM answers made from a scenario file."""
