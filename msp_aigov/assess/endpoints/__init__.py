"""Assessments about endpoints."""

from msp_aigov.assess.endpoints.join import join
from msp_aigov.assess.endpoints.readiness import assess

__all__ = ["assess", "join"]
