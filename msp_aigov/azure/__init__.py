"""The wire to Azure: cloud, credential, guard, limiter, session."""
