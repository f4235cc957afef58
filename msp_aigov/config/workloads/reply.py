"""What a person typed into one cell as the value that a field takes; an answer that says nothing is None."""

import re
import typing
from decimal import Decimal, InvalidOperation
from types import NoneType
from typing import Any

from msp_aigov.model.workload import Stage, Workload

OPEN = {
    *("", "?", "-", "–", "—", "n/a", "na", "k. a.", "k.a.", "tbd", "todo", "open", "unknown", "not known", "not sure"),
    *("unsure", "don't know", "do not know", "dont know", "no idea", "unbekannt", "weiß nicht", "weiss nicht", "offen"),
}
YES = {"yes", "y", "true", "ja", "j", "wahr", "oui", "x", "1"}
NO = {"no", "n", "false", "nein", "falsch", "non", "0"}
NOTHING = {"none", "nobody", "nothing", "no one", "no", "nein", "keine", "keiner", "niemand", "nichts", "[]", "leer"}
AROUND = re.compile(r"^(about|around|approx\.?|roughly|ca\.?|circa|etwa|~|≈)\s*", re.IGNORECASE)
MONEY = re.compile(r"^(?:[€$£]|[A-Z]{3}\b)?\s*(.*?)\s*(?:[€$£]|\b[A-Z]{3})?$")
GROUPED = re.compile(r"^\d{1,3}([.,'’ ]\d{3})+$")
PLACES = {"anywhere": "any", "europe": "eu", "the eu": "eu", "usa": "us", "the us": "us", "on the device": "device"}
Kind = type[Stage] | type[Workload]


def field_types(kind: type[Any]) -> dict[str, Any]:
    """The fields that a cell can answer, each with its type without None."""
    made = {}
    for name, hint in typing.get_type_hints(kind).items():
        parts = [part for part in typing.get_args(hint) if part is not NoneType]
        plain = parts[0] if NoneType in typing.get_args(hint) and len(parts) == 1 else hint
        if name not in ("name", "stages", "evidence"):
            made[name] = plain
    return made


def understood(kind: Kind, field: str, answer: str) -> Any:
    """The value, or None where the answer says nothing; raises a ValueError that says what was expected."""
    words = answer.strip()
    if words.casefold().rstrip(".!") in OPEN or words.casefold() in OPEN:
        return None
    hint = field_types(kind)[field]
    if typing.get_origin(hint) is tuple:
        return _several(field, typing.get_args(hint)[0], words)
    if typing.get_origin(hint) is typing.Literal:
        return _one_of(typing.get_args(hint), words)
    if hint is bool:
        return _yes_or_no(words)
    if hint is int:
        return _whole(words)
    if hint is Decimal:
        return _amount(words)
    if field == "currency":
        return words.upper()
    return _place(words) if field == "residency" else words


def _several(field: str, each: Any, words: str) -> list[str]:
    if words.casefold() in NOTHING:
        return ["none"] if field == "subjects" else []
    inner = words.strip("[](){}")
    parts = [part.strip().strip("\"'") for part in re.split(r"[,;/\n]| and | und ", inner)]
    parts = [part for part in parts if part]
    if typing.get_origin(each) is typing.Literal:
        return [_one_of(typing.get_args(each), part) for part in parts]
    return parts


def _one_of(choices: tuple[str, ...], words: str) -> str:
    plain = {_plain(choice): choice for choice in choices}
    if _plain(words) not in plain:
        raise ValueError(f"expected one of {', '.join(choices)}")
    return plain[_plain(words)]


def _plain(words: str) -> str:
    return "".join(letter for letter in words.casefold() if letter.isalnum())


def _yes_or_no(words: str) -> bool:
    said = words.casefold().rstrip(".!")
    if said not in YES | NO:
        raise ValueError("expected yes or no")
    return said in YES


def _whole(words: str) -> int:
    bare = AROUND.sub("", words)
    if GROUPED.fullmatch(bare):
        bare = re.sub(r"\D", "", bare)
    if not re.fullmatch(r"-?\d+", bare):
        raise ValueError("expected a whole number such as 300")
    return int(bare)


def _amount(words: str) -> float:
    bare = AROUND.sub("", words)
    found = MONEY.fullmatch(bare)
    bare = (found[1] if found else bare).replace(" ", "")
    if re.fullmatch(r"\d{1,3}(,\d{3})+", bare):
        raise ValueError("expected a number such as 0.25; a comma before three digits can mean two things")
    try:
        value = Decimal(bare.replace(",", "."))
    except InvalidOperation:
        raise ValueError("expected a number such as 0.25") from None
    if not value.is_finite():
        raise ValueError("expected a number such as 0.25")
    return float(value)


def _place(words: str) -> str:
    """A boundary as files write it: zones small, countries in two capitals."""
    small = words.casefold()
    if small == "no" and words != "NO":
        raise ValueError("expected a place; write NO for Norway, or device if it may go nowhere")
    known = PLACES.get(small, small)
    return known.upper() if len(known) == 2 and known not in ("eu", "us") else known.replace(" ", "_")
