"""The MSP's logo: read once, so that a run can be printed again without the fleet folder."""

from base64 import b64encode
from dataclasses import replace
from pathlib import Path, PurePosixPath, PureWindowsPath
from zlib import crc32

from msp_aigov.config.source import Source
from msp_aigov.model.client import Fleet

# How a picture begins, its kind, and how it ends when it is whole.
KINDS = {b"\x89PNG\r\n\x1a\n": ("png", b"IEND\xaeB`\x82"), b"\xff\xd8\xff": ("jpeg", b"\xff\xd9")}
MOST = 128 * 1024  # bytes; it stands in every document of every client
PLACE = ("branding", "logo")


def _whole(png: bytes) -> bool:
    """Whether every part of a PNG has the checksum that it states (ISO/IEC 15948, 5.3)."""
    at = 8
    while at + 12 <= len(png):
        length = int.from_bytes(png[at : at + 4])
        body, stated = png[at + 4 : at + 8 + length], png[at + 8 + length : at + 12 + length]
        if crc32(body) != int.from_bytes(stated):
            return False
        at += 12 + length
    return True


def with_logo(fleet: Fleet, folder: Path, source: Source, mistakes: list[str]) -> Fleet:
    """The fleet with its logo as a data URI; what is wrong with the file is added to the mistakes."""
    name = fleet.branding.logo
    if not name:
        return fleet
    if PurePosixPath(name).is_absolute() or PureWindowsPath(name).is_absolute():
        mistakes.append(source.mistake(PLACE, "expected a path relative to the fleet folder"))
        return fleet
    try:
        data = (folder / name).read_bytes()
    except OSError as error:
        mistakes.append(source.mistake(PLACE, f"{name}: cannot be read: {error.strerror}"))
        return fleet
    kind, end = next((found for start, found in KINDS.items() if data.startswith(start)), ("", b""))
    wrong = "is no PNG or JPEG" if not kind else "is cut off" if end not in data[-64:] else ""
    if kind == "png" and not wrong and not _whole(data):
        wrong = "is damaged: a checksum in it is wrong"
    if len(data) > MOST:
        wrong = f"is {len(data):,} bytes; {MOST:,} at most"
    if wrong:
        mistakes.append(source.mistake(PLACE, f"{name}: {wrong}"))
        return fleet
    address = f"data:image/{kind};base64,{b64encode(data).decode()}"
    return replace(fleet, branding=replace(fleet.branding, logo=address))
