"""Every engine by name; nobody else asks which one it is."""

from msp_aigov.errors import ConfigError
from msp_aigov.tables.files import Engine

ENGINES = ("duckdb", "spark")


def opened(name: str, remote: str | None = None) -> Engine:
    """An engine ready to read; `remote` is the address of a Spark Connect server (sc://host)."""
    if name == "spark":
        from msp_aigov.tables.spark import Spark

        return Spark(remote)
    if name != "duckdb" or remote:
        raise ConfigError(f"engine {name}: is not known, or takes no --spark-remote", f"Engines: {', '.join(ENGINES)}.")
    from msp_aigov.tables.duck import Duck

    return Duck()
