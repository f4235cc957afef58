"""This device: what it is, how fast it runs a model's arithmetic, how fast an endpoint on it answers."""
