"""Tables of other places: their headings, decimals, encodings and separators."""

import pytest

from .reading import table

GB = 2**30
GERMAN = (
    "Inventarbericht 21.11.2026;;;;\n;;;;\nComputername;Hersteller;Arbeitsspeicher (GB);Freier Speicherplatz (GB);"
    "Betriebssystemversion\nBÜRO-1;Würth;15,8;1.024,5;10.0.26100\nBÜRO-2;HP;31,7;120,5;10.0.22631\nSumme;2;;;\n"
)
FRENCH = (
    "Nom de l'ordinateur;Fabricant;Mémoire vive (Go);Espace libre (Go);Numéro de série\r\n"
    'FR-01;Dell;15,7;88,2;ABC1\r\nFR-02;"Société\r\nGénérale";63,7;1\u00a0402,9;ABC2\r\n'
)
SPANISH = "sep=;\nNombre de equipo;Modelo;Memoria RAM (GB);Tarjeta gráfica\nES-01;Añil;7,9;AMD Radeon Graphics\n"
JAPANESE = (
    "コンピューター名,製造元,モデル,シリアル番号,メモリ (GB),空きディスク容量 (GB),プロセッサ,グラフィックス\n"
    "JP-01,富士通,LIFEBOOK U9312,R1,15.7,200.5,Intel Core i5-1245U,Intel Iris Xe Graphics\n"
)


def amounts(one):
    facts = one.facts
    return one.names[0], facts.ram_visible_bytes.value, facts.disk_free_bytes.value


def gb(tenths):
    return tenths * GB // 10


@pytest.mark.parametrize("encoding", ["cp1252", "cp850", "utf-8", "utf-16-le", "utf-16-be", "utf-16"])
def test_a_german_report_with_preamble_sum_and_thousands_reads(tmp_path, encoding):
    first, second, total = table(tmp_path, GERMAN.encode(encoding))
    assert (amounts(first), amounts(second)) == (("BÜRO-1", gb(158), gb(10245)), ("BÜRO-2", gb(317), gb(1205)))
    assert (first.facts.manufacturer.value, total.aside) == ("Würth", True)


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8-sig", "utf-16"])
def test_a_french_table_with_spaces_between_thousands_reads(tmp_path, encoding):
    first, second = table(tmp_path, FRENCH.encode(encoding))
    assert (amounts(first), amounts(second)) == (("FR-01", gb(157), gb(882)), ("FR-02", gb(637), gb(14029)))
    assert second.facts.manufacturer.value == "Société Générale"


@pytest.mark.parametrize("encoding", ["cp1252", "cp850", "utf-8"])
def test_a_spanish_table_that_names_its_separator_reads(tmp_path, encoding):
    (found,) = table(tmp_path, SPANISH.encode(encoding))
    assert (found.names, found.facts.model.value, found.row) == (("ES-01",), "Añil", 3)
    assert [gpu.kind for gpu in found.gpus] == ["integrated"]


@pytest.mark.parametrize("encoding", ["cp932", "utf-8", "utf-16"])
def test_a_japanese_table_reads_whatever_its_encoding(tmp_path, encoding):
    (found,) = table(tmp_path, JAPANESE.encode(encoding))
    assert amounts(found) == ("JP-01", gb(157), gb(2005))
    assert (found.facts.manufacturer.value, found.facts.cpu_name.value) == ("富士通", "Intel Core i5-1245U")


@pytest.mark.parametrize("word", ["gemäß", "Größe", "répété", "château", "Zoë", "Ærø", "naïve", "São João", "Łódź"])
@pytest.mark.parametrize("encoding", ["cp1252", "cp850", "cp1250"])
def test_a_western_word_is_never_taken_for_a_japanese_one(tmp_path, word, encoding):
    (found,) = table(tmp_path, f"device,user,ram_gb\nA-1,{word},8\n".encode(encoding, "replace"))
    assert all(ord(char) < 0x2500 for char in found.facts.user.value)
