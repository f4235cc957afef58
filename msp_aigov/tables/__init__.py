"""Tables too large for Python: narwhals expressions over DuckDB, or over Spark; named in this room only."""
