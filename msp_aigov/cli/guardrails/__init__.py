"""Commands about what guards models: filters, places, access."""
