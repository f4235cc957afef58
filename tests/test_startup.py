"""What every command line pays for before it does anything."""

import subprocess
import sys

import pytest

HEAVY = ("azure", "msal", "pydantic", "duckdb", "sqlalchemy", "jinja2", "cryptography", "requests", "yaml")


@pytest.mark.parametrize("line", ["--version", "--help"])
def test_help_and_version_load_nothing_heavy(line: str) -> None:
    script = (
        "import sys\nfrom msp_aigov.__main__ import main\nsys.argv = ['msp-aigov', sys.argv[1]]\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print('LOADED', *sorted({name.split('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run([sys.executable, "-c", script, line], capture_output=True, text=True, check=True)
    loaded = done.stdout.rsplit("LOADED", 1)[1].split()
    assert not set(loaded) & set(HEAVY)
