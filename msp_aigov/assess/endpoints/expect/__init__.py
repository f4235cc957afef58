"""Which variant of a model a device should run, by which execution provider, and roughly how fast."""
