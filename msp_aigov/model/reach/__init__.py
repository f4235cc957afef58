"""What can be reached: models on offer, and APIs that a credential may ask."""
