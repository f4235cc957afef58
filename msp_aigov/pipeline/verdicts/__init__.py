"""Verdicts of very many devices: judged once for each kind of machine, brought back to every row in the engine."""
