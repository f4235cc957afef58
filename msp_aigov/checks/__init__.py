"""The checks, one file each; `registry` lists them all."""
