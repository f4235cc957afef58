"""A real endpoint on this device, asked as an application would ask it."""
