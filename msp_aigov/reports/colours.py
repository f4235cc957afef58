"""The colours of every report, and whether two of them can be told apart."""

import re
from collections.abc import Mapping

from msp_aigov.model.client import Branding

READABLE = 4.5
STEP = 0.04
LIGHT: Mapping[str, str] = {
    "ink": "#17202e",
    "soft": "#55606f",
    "line": "#dde2e9",
    "paper": "#ffffff",
    "wash": "#f6f8fa",
    "bad": "#b3261e",
    "bad-wash": "#fdeceb",
    "warn": "#8a5300",
    "warn-wash": "#fff3dc",
    "good": "#1a6b3c",
    "good-wash": "#e5f4ea",
    "none": "#4b5563",
    "none-wash": "#eceff3",
}
DARK: Mapping[str, str] = {
    "ink": "#e7ecf3",
    "soft": "#a3afbf",
    "line": "#2d3847",
    "paper": "#10161f",
    "wash": "#18202c",
    "bad": "#ff9a92",
    "bad-wash": "#3a1917",
    "warn": "#ffc875",
    "warn-wash": "#38290f",
    "good": "#7fd6a0",
    "good-wash": "#12301f",
    "none": "#b6c0cd",
    "none-wash": "#222c39",
}
# Which colour is written on which; the brand is written on paper and on wash.
PAIRS = (
    *((words, ground) for words in ("ink", "soft", "brand") for ground in ("paper", "wash")),
    *((state, ground) for state in ("bad", "warn", "good", "none") for ground in (f"{state}-wash", "paper", "wash")),
)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, by WCAG 2.2."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def tokens(brand: str) -> tuple[dict[str, str], dict[str, str]]:
    """The tokens of the light and of the dark scheme; the brand is darkened or lightened until it can be read."""
    plain = brand if re.fullmatch(r"#[0-9a-fA-F]{6}", brand) else Branding().colour
    light = {**LIGHT, "brand": _readable(plain.lower(), "#000000", LIGHT)}
    dark = {**DARK, "brand": _readable(plain.lower(), "#ffffff", DARK)}
    return light, dark


def changed(brand: str) -> bool:
    """Whether the light scheme has to use another colour than the MSP's own."""
    return on_paper(brand) != brand.lower()


def on_paper(brand: str) -> str:
    """The colour that stands for the MSP's on white."""
    return tokens(brand)[0]["brand"]


def _readable(colour: str, towards: str, scheme: Mapping[str, str]) -> str:
    share, mixed = 0.0, colour
    while min(contrast(mixed, scheme[ground]) for ground in ("paper", "wash")) < READABLE:
        share += STEP
        mixed = _mix(colour, towards, share)
    return mixed


def _mix(colour: str, other: str, share: float) -> str:
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(one + (two - one) * share):02x}" for one, two in pairs)


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))


def _luminance(colour: str) -> float:
    linear = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (channel / 255 for channel in _channels(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
