"""Words as they compare."""


def plain(words: str) -> str:
    """Words as they compare: no case, no trade marks, single spaces."""
    for mark in ("(R)", "(TM)", "(r)", "(tm)", "®", "™"):
        if mark in words:
            words = words.replace(mark, " ")
    return " ".join(words.casefold().split())
