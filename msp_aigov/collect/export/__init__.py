"""Cost exports: FOCUS files and Azure's own, read through an engine for tables."""
