"""Parts of the pages about filters: what guards accounts, and equal filters across the fleet."""
