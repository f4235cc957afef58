"""Inventory files: readers by container, products as mapping data."""
