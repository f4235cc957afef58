"""Commands about workloads and what clients are handed."""
