"""What is worked out once for every page: actions, refresh, what the guide says of this client."""
