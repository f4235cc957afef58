"""What Windows prints, in the language of the machine: read under the same labels."""

import pytest

from .reading import table

GB, MB = 2**30, 2**20
FRENCH = """[Résumé système]

Élément\tValeur
Nom du système d\u2019exploitation\tMicrosoft Windows 11 Professionnel
Version\t10.0.22631 Numéro 22631
Nom du système\tA-77
Fabricant du système\tDell Inc.
Modèle du système\tLatitude 5430
Type du système\tPC à base de x64
Processeur\tIntel(R) Core(TM) i5-1235U, 1300 MHz, 10 cœur(s), 12 processeur(s) logique(s)
Mémoire physique (RAM) installée\t16,0 Go
Mémoire physique totale\t15,5 Go
[Affichage]

Nom\tNVIDIA T1000 8GB
[Lecteurs]

Lecteur\tC:
Espace libre\t50,00 Go (53\u00a0687\u00a0091\u00a0200 octets)
"""
SPANISH = """[Resumen del sistema]

Elemento\tValor
Nombre del SO\tMicrosoft Windows 11 Pro
Versión\t10.0.22631 compilación 22631
Nombre del sistema\tA-77
Fabricante del sistema\tDell Inc.
Modelo del sistema\tLatitude 5430
Tipo de sistema\tPC basado en x64
Procesador\tIntel(R) Core(TM) i5-1235U, 1300 Mhz, 10 procesadores principales
Memoria física instalada (RAM)\t16,0 GB
Memoria física total\t15,5 GB
[Pantalla]

Nombre\tNVIDIA T1000 8GB
[Unidades]

Unidad\tC:
Espacio disponible\t50,00 GB (53.687.091.200 bytes)
"""
JAPANESE = """ホスト名:               A-77
OS 名:                  Microsoft Windows 11 Pro
OS バージョン:          10.0.22631 N/A ビルド 22631
システム製造元:         Dell Inc.
システム モデル:        Latitude 5430
システムの種類:         x64-based PC
プロセッサ:             1 プロセッサインストール済みです。
                        [01]: Intel64 Family 6 Model 140 Stepping 1 GenuineIntel ~2419 Mhz
物理メモリの合計:       15,872 MB
"""


@pytest.mark.parametrize("words", [FRENCH, SPANISH], ids=["French", "Spanish"])
@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-8"])
def test_a_report_of_msinfo32_reads_in_its_language(tmp_path, words, encoding):
    (found,) = table(tmp_path, words.encode(encoding))
    facts = found.facts
    assert (found.product, found.names, facts.os_build.value) == ("msinfo32", ("A-77",), "10.0.22631")
    assert (facts.manufacturer.value, facts.model.value, facts.arch.value) == ("Dell Inc.", "Latitude 5430", "x64")
    assert facts.cpu_name.value == "Intel(R) Core(TM) i5-1235U"
    assert (facts.ram_installed_bytes.value, facts.ram_visible_bytes.value) == (16 * GB, int(15.5 * GB))
    assert (facts.disk_free_bytes.value, found.gpus[0].vram_bytes.value) == (50 * GB, 8 * GB)


@pytest.mark.parametrize("encoding", ["cp932", "utf-8", "utf-16-le"])
def test_systeminfo_reads_in_japanese(tmp_path, encoding):
    (found,) = table(tmp_path, JAPANESE.replace("\n", "\r\n").encode(encoding))
    facts = found.facts
    assert (found.product, found.names, facts.os_build.value) == ("systeminfo", ("A-77",), "10.0.22631")
    assert (facts.manufacturer.value, facts.ram_visible_bytes.value) == ("Dell Inc.", 15872 * MB)
