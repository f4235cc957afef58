"""Sources of what AI costs and why, beside the daily costs and the budgets."""
