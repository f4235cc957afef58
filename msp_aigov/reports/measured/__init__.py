"""Pages about one device: its probe, its benchmark, two benchmarks side by side. And speeds over a fleet."""
