"""`msinfo32 /report`: "[Section]" lines, and an item and its value with a tab between them, in several languages."""

import re

from msp_aigov.collect.inventory.readers.table import Header, Record, Rejected, Table, another

_SECTION = re.compile(r"^\[(.+)\]\s*$")
_FIRST = {"Display": "Name", "Drives": "Drive"}
_CORES = re.compile(r", \d+ M[Hh]z, .*$")
_BYTES = re.compile(r"\(([\d.,\u00a0\u202f ]+) (?:bytes?|octets|バイト)\)\s*$", re.IGNORECASE)
# As English, German, French, Spanish, Italian, Portuguese and Japanese Windows say them.
_TOLD = {
    "Installed Physical Memory (RAM)": (
        "Installierter physischer Speicher (RAM)",
        *("Mémoire physique (RAM) installée", "Mémoire physique installée (RAM)"),
        *("Memoria física instalada (RAM)", "Memoria fisica installata (RAM)"),
        *("Memória física (RAM) instalada", "Memória física instalada (RAM)", "インストール済みの物理メモリ (RAM)"),
    ),
    "System Manufacturer": (
        *("Systemhersteller", "Fabricant du système", "Fabricante del sistema", "Produttore sistema"),
        *("Fabricante do sistema", "システム製造元"),
    ),
    "OS Manufacturer": ("Betriebssystemhersteller", "Fabricant du système d'exploitation", "Fabricante del SO"),
    "Total Physical Memory": (
        *("Gesamter physischer Speicher", "Mémoire physique totale", "Memoria física total"),
        *("Memoria fisica totale", "Memória física total", "合計物理メモリ", "物理メモリの合計"),
    ),
}
_LABELS = {
    **_TOLD,
    "OS Name": (
        *("Betriebssystemname", "Nom du système d'exploitation", "Nombre del SO", "Nombre del sistema operativo"),
        *("Nome SO", "Nome do sistema operacional", "OS 名"),
    ),
    "Version": ("Versión", "Versione", "Versão", "バージョン"),
    "System Name": (
        *("Systemname", "Nom du système", "Nombre del sistema", "Nome sistema", "Nome do sistema", "システム名"),
    ),
    "System Model": (
        *("Systemmodell", "Modèle du système", "Modèle système", "Modelo del sistema", "Modelo de sistema"),
        *("Modello sistema", "Modelo do sistema", "システム モデル"),
    ),
    "System Type": (
        *("Systemtyp", "Type du système", "Type de système", "Tipo de sistema", "Tipo sistema", "Tipo do sistema"),
        "システムの種類",
    ),
    "Processor": ("Prozessor", "Processeur", "Procesador", "Processore", "Processador", "プロセッサ"),
    "User Name": (
        *("Benutzername", "Nom d'utilisateur", "Nombre de usuario", "Nome utente", "Nome de usuário", "ユーザー名"),
    ),
    "Hardware Abstraction Layer": ("Hardwareabstraktionsebene",),
    "Adapter RAM": ("Adapter-RAM", "RAM de la carte", "RAM del adaptador", "RAM scheda", "RAM do adaptador"),
    "Name": ("Nom", "Nombre", "Nome", "名前"),
    "Drive": ("Laufwerk", "Lecteur", "Unidad", "Unità", "Unidade", "ドライブ"),
    "Free Space": (
        *("Freier Speicherplatz", "Espace libre", "Espacio disponible", "Espacio libre", "Spazio disponibile"),
        *("Spazio libero", "Espaço livre", "空き領域", "空き容量"),
    ),
}
_SECTIONS = {
    "Display": ("Anzeige", "Affichage", "Pantalla", "Schermo", "Vídeo", "ディスプレイ"),
    "Drives": ("Laufwerke", "Lecteurs", "Unidades", "Unità", "ドライブ"),
}


def _english(told: dict[str, tuple[str, ...]]) -> dict[str, str]:
    return {word.casefold(): label for label, words in told.items() for word in (label, *words)}


_LABEL, _LIST, _MARKS = _english(_LABELS), _english(_SECTIONS), tuple(_english(_TOLD))


def mine(text: str) -> bool:
    """Whether the text is of this kind."""
    head = _plain(text[:20_000])
    return any(f"{label}\t" in head for label in _MARKS)


def read(text: str, shown: str, known: Header) -> Table:
    """One record under English labels: the summary's items, and the adapters and drives as lists."""
    record: dict[str, object] = {}
    section = ""
    lists: dict[str, list[dict[str, str]]] = {}
    others: tuple[Rejected, ...] = ()
    for number, line in enumerate(text.splitlines(), 1):
        if found := _SECTION.match(line.strip()):
            section = _LIST.get(_plain(found[1]), "")
            lists.setdefault(section, [])
            continue
        label, _, value = (part.strip() for part in line.partition("\t"))
        if "\t" not in line or not label:
            continue
        label = _LABEL.get(_plain(label), label)
        if label == "System Name" and label in record:
            others = (another(number, value),)
            break
        if section:
            _put(lists[section], _FIRST[section], label, value)
        else:
            record.setdefault(label, _CORES.sub("", value) if label == "Processor" else value)
    told = {**record, **{name: items for name, items in lists.items() if name}}
    return Table("text", (Record(1, told),), others)


def _plain(words: str) -> str:
    return words.casefold().replace("\u2019", "'")


def _put(items: list[dict[str, str]], first: str, label: str, value: str) -> None:
    """An item begins with its first label; "4.00 GB (4,294,967,296 bytes)" is what stands in the brackets."""
    if label == first or not items:
        items.append({})
    exact = _BYTES.search(value)
    items[-1][label] = re.sub(r"\D", "", exact[1]) + " B" if exact else value
