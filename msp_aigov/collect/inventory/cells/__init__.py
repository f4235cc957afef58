"""What stands in one cell: amounts, days and placeholders."""
