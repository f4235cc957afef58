"""Money beyond the bill: prices, use by the hour, and what both mean."""
