"""The command line: one file per command, parse and print only."""
