"""`systeminfo`: a label, a colon, a value, in the language of the machine."""

import re

from msp_aigov.collect.inventory.readers.table import Header, Record, Table

_PAIR = re.compile(r"^([^\s:][^:]{1,60}?)\s*:\s+(\S.*)$")
_FIRST = re.compile(r"^\s+\[01\]\s*:\s*(.+)$")
_WHOLE = re.compile(r"^\d{1,3}(?:[.,'\u2019\u00a0\u202f \ufffd\u00ff]\d{3})+(?= ?[A-Za-z]{2}$)")
# As English, German, French, Spanish, Italian, Portuguese and Japanese Windows say them.
LABELS = {
    "Host Name": ("Hostname", "Nom de l'hôte", "Nombre de host", "Nome host", "Nome do host", "ホスト名"),
    "OS Name": (
        "Betriebssystemname",
        "Nom du système d'exploitation",
        "Nombre del sistema operativo",
        "Nome SO",
        "Nome do sistema operacional",
        "OS 名",
    ),
    "OS Version": (
        "Betriebssystemversion",
        "Version du système",
        "Versión del sistema operativo",
        "Versione SO",
        "Versão do sistema operacional",
        "OS バージョン",
    ),
    "System Manufacturer": (
        "Systemhersteller",
        "Fabricant du système",
        "Fabricante del sistema",
        "Produttore sistema",
        "Fabricante do sistema",
        "システム製造元",
    ),
    "System Model": (
        "Systemmodell",
        "Modèle du système",
        "Modelo el sistema",
        "Modelo del sistema",
        "Modello sistema",
        "Modelo do sistema",
        "システム モデル",
    ),
    "System Type": (
        *("Systemtyp", "Type du système", "Tipo de sistema", "Tipo sistema", "Tipo do sistema"),
        "システムの種類",
    ),
    "Processor(s)": ("Prozessor(en)", "Processeur(s)", "Procesador(es)", "Processore", "Processador(es)", "プロセッサ"),
    "Total Physical Memory": (
        "Gesamter physischer Speicher",
        "Mémoire physique totale",
        "Cantidad total de memoria física",
        "Memoria fisica totale",
        "Memória física total",
        "物理メモリの合計",
    ),
}
_ENGLISH = {word.casefold(): label for label, words in LABELS.items() for word in (label, *words)}


def mine(text: str) -> bool:
    """Whether the text is of this kind."""
    found = {_label(match[1]) for line in text[:8000].splitlines() if (match := _PAIR.match(line))}
    return len(found - {""}) >= 3


def read(text: str, shown: str, known: Header) -> Table:
    """One record for each machine, a new one at each host name, under the English labels."""
    records: list[Record] = []
    last = ""
    for number, line in enumerate(text.splitlines(), 1):
        if match := _PAIR.match(line):
            last = _label(match[1]) or match[1].strip()
            if last == "Host Name" or not records:
                records.append(Record(number, {}))
            records[-1].values.setdefault(last, _plain(match[2].strip()))
        elif last == "Processor(s)" and (first := _FIRST.match(line)):
            records[-1].values[last] = first[1].strip()
    return Table("text", tuple(records))


def _label(words: str) -> str:
    """The English label; empty where it is none that we use."""
    return _ENGLISH.get(words.strip().casefold().replace("\u2019", "'"), "")


def _plain(value: str) -> str:
    """A whole number without the marks between its thousands, whichever the machine's region uses."""
    return _WHOLE.sub(lambda match: re.sub(r"\D", "", match[0]), value)
