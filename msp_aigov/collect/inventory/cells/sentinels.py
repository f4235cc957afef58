"""Placeholders: what stands in inventories where a value should be."""

import re
from datetime import date
from functools import lru_cache

_WORDS = frozenset(
    """default string
to be filled by o.e.m.
to be filled by oem
system serial number
system manufacturer
system product name
system version
serial number
chassis serial number
product name
all series
no asset information
no enclosure
not specified
not applicable
not available
not provided
none
null
nil
n/a
na
n.a.
k.a.
unknown
unbekannt
inconnu
undefined
unspecified
invalid
empty
oem
o.e.m.
inf
nan
?
—
localhost
redacted
[redacted]
<redacted>
xxxxx
123456789
1234567890
0123456789
-1
#n/a
#ref!
#value!
(null)
<null>
(none)
none specified
not set
not present
no serial
no serial number
filled by o.e.m.
base board serial number
bios serial number
system sku number
sku
serial
tbd
n/d
keine
keine angabe
nicht verfügbar
aucun
non disponible
no disponible
não disponível
non disponibile
desconocido
sconosciuto
onbekend
never
nie
jamais
00000000-0000-0000-0000-000000000000
ffffffff-ffff-ffff-ffff-ffffffffffff""".splitlines()
)
# One sign over and over, or nothing but zeros between separators.
_FILLER = re.compile(r"^([0.\-_ *#?])\1*$|^([xf])\2{2,}$|^[0\- :.]+$|^ff([:-]ff){5}$")
_DAYS = frozenset((date(1, 1, 1), date(9999, 12, 31), date(1970, 1, 1), date(1601, 1, 1), date(1900, 1, 1)))


@lru_cache(16384)
def is_placeholder(words: str) -> bool:
    """Whether this text only fills a place, as "Default string" does for a serial number."""
    bare = words.strip().casefold()
    return bare in _WORDS or bool(_FILLER.match(bare))


def is_placeholder_day(day: date) -> bool:
    """Whether this day stands for "never", as 0001-01-01 does."""
    return day in _DAYS or day.year < 1980
