"""Sources in Azure: each asks one API at one scope, and shapes what it answered."""
