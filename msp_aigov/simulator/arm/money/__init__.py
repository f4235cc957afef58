"""Prices and forecasts, as Azure answers them."""
