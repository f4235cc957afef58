"""What a device must be able to do, and what would make it able."""
