"""Pages about one device: its probe, its benchmark, two benchmarks side by side. Shown on a terminal."""
