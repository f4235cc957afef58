"""The program's entry: `--version` answers before anything heavy is imported."""

import sys


def main() -> None:
    """Run the command line."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        from msp_aigov import __version__

        sys.stdout.write(f"msp-aigov {__version__}\n")
        return
    from msp_aigov.cli.app import run

    sys.exit(run())


if __name__ == "__main__":
    main()
