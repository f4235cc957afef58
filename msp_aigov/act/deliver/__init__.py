"""Telling other systems, where the fleet file names them: signed, and never on its own."""
