"""YAML to model values, every mistake as file:line."""
