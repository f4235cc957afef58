"""What is read and measured on one device."""
