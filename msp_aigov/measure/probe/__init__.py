"""What this device says of itself."""
