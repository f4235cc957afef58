"""What the client pack adds to a report: accepted findings, and what only the guide says."""
