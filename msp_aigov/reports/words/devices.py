"""Plain words for what is said of devices beside their verdicts."""

from collections.abc import Mapping

from msp_aigov.reports.words.plain import Graded

ANSWERS: Graded = {
    "ready": ("good", "yes"),
    "ready_after": ("bad", "no"),
    "replace": ("bad", "no"),
    "not_suitable": ("bad", "no"),
    "unknown": ("none", "unknown"),
}
CONFIDENCES: Mapping[str, str] = {
    "measured": "confidence: measured",
    "high": "confidence: high",
    "medium": "confidence: medium",
    "low": "confidence: low",
}
WARRANTIES: Graded = {
    "out_of_warranty": ("warn", "out of warranty"),
    "ends_soon": ("warn", "ends soon"),
    "in_warranty": ("good", "in warranty"),
    "unknown": ("none", "unknown"),
}
