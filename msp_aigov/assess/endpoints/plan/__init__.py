"""What follows from verdicts for the fleet: ways to readiness and their cost, shares, questions, ages, purchases."""
