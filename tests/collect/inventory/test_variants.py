"""Tables as people and products write them: headings, locales, units and placeholders of many kinds."""

from datetime import date

import pytest

from .reading import table

KB, MB, GB = 2**10, 2**20, 2**30


def one(folder, header, row):
    (found,) = table(folder, f"{header}\n{row}\n")
    return found


@pytest.mark.parametrize(
    ("cell", "size"),
    [
        ('"16,0 GB"', 16 * GB),
        ("16 GiB", 16 * GB),
        ("16384 MB", 16 * GB),
        ('"16,384 MB"', 16 * GB),
        ("16.384 MB", 16 * GB),
        ('"16,384.00 MB"', 16 * GB),
        ("16\u00a0384 MB", 16 * GB),
        ("16\u202f384 Mo", 16 * GB),
        ("16'384 MB", 16 * GB),
        ("32 Go", 32 * GB),
        ("8GB", 8 * GB),
        ("8G", 8 * GB),
        ("32768MB", 32 * GB),
        ("1.5 TB", 1536 * GB),
        ("16777216 KB", 16 * GB),
        ("17179869184 bytes", 16 * GB),
    ],
)
def test_memory_reads_by_its_own_unit(tmp_path, cell, size):
    seen = one(tmp_path, "device,memory", f"A-1,{cell}").facts.ram_visible_bytes
    assert (seen.value, seen.state) == (size, "read")


@pytest.mark.parametrize(
    "header", ["RAM (GB)", "ram_gb", "RAMGB", "RamGb", "RAM [GB]", "Total Memory in GB", "MemoryGB", "memory-size-gb"]
)
def test_the_unit_of_a_heading_is_found_however_it_is_written(tmp_path, header):
    assert one(tmp_path, f"device,{header}", "A-1,16").facts.ram_visible_bytes.value == 16 * GB


@pytest.mark.parametrize(
    ("cells", "sizes"),
    [
        (["17179869184", "8589934592"], [16 * GB, 8 * GB]),
        (["16616448", "8388608"], [16616448 * KB, 8 * GB]),
        (["16384", "2048"], [16 * GB, 2 * GB]),
        (["15.8", "8"], [int(15.8 * 10) * GB // 10, 8 * GB]),
        (["1024"], [None]),  # a gigabyte of MB, or a terabyte of GB
        (["16", "16384"], [None, None]),  # no unit fits both
    ],
)
def test_plain_numbers_are_read_where_one_unit_alone_is_possible_in_their_column(tmp_path, cells, sizes):
    rows = "".join(f"A-{number},{cell}\n" for number, cell in enumerate(cells))
    found = [item.facts.ram_visible_bytes for item in table(tmp_path, f"device,Memory\n{rows}")]
    assert [seen.value for seen in found] == sizes
    assert {seen.state for seen in found} <= {"inferred", "missing"}


def test_free_disk_of_two_meanings_is_not_read(tmp_path):
    assert one(tmp_path, "device,disk_free_gb", "A-1,1.024").facts.disk_free_bytes.state == "missing"


HEADINGS = [
    "Endpoint Name,Make,Model,Serial Number,CPU Name,RAM (GB),Free Space (GB),OS,Video Card",
    "AssetName;Manufacturer;Model;Serialnumber;Processor;MemoryGB;FreeGB;OScaption;GraphicsCard",
    "Nombre del equipo;Fabricante;Modelo;Número de serie;Procesador;Memoria RAM (GB);Espacio libre (GB);"
    "Sistema operativo;Tarjeta gráfica",
    "Nome computer;Produttore;Modello;Numero di serie;Processore;Memoria (GB);Spazio libero (GB);Sistema operativo;"
    "Scheda grafica",
    "Computernaam;Fabrikant;Model;Serienummer;Processor;Geheugen (GB);Vrije schijfruimte (GB);Besturingssysteem;"
    "Grafische kaart",
    "Nom de l\u2019ordinateur;Fabricant;Modèle;Numéro de série;Processeur;Mémoire (Go);Espace disque libre (Go);"
    "Système d\u2019exploitation;Carte graphique",
    "Rechnername;Hersteller;Modell;Seriennummer;Prozessor;Arbeitsspeicher (GB);Freier Speicherplatz (GB);"
    "Betriebssystem;Grafikkarte",
]


@pytest.mark.parametrize("header", HEADINGS)
def test_headings_of_many_tools_and_languages_are_known(tmp_path, header):
    separator = ";" if ";" in header else ","
    row = ["EQ-1", "HP", "ProBook 450", "5CD1", "Intel Core i5-1135G7", "16", "120", "Windows 11 Pro 24H2", "Intel UHD"]
    found = one(tmp_path, header, separator.join(row))
    facts = found.facts
    assert (found.names, facts.manufacturer.value, facts.serial.value) == (("EQ-1",), "HP", "5CD1")
    assert (facts.ram_visible_bytes.value, facts.disk_free_bytes.value) == (16 * GB, 120 * GB)
    assert (facts.cpu_name.value, facts.os_build.value) == ("Intel Core i5-1135G7", "10.0.26100")
    assert [gpu.kind for gpu in found.gpus] == ["integrated"]


@pytest.mark.parametrize(
    ("unit", "cell", "gpu", "memory", "state"),
    [
        ("bytes", "4293918720", "NVIDIA GeForce RTX 2080", 8 * GB, "inferred"),
        ("KB", "4193280", "NVIDIA GeForce RTX 4070", 12 * GB, "inferred"),
        ("MB", "4095", "NVIDIA GeForce RTX 3050 Laptop GPU", 4 * GB, "capped"),
        ("GB", "4.3", "AMD Radeon RX 6600 XT", 8 * GB, "inferred"),
        ("GB", "4.0", "NVIDIA Unheard Of RTX 1", 4 * GB, "capped"),
        ("KB", "2097152", "NVIDIA Quadro P400", 2 * GB, "read"),
        ("MB", "12288", "NVIDIA RTX A2000 12GB", 12 * GB, "read"),
        ("GB", "16", "Intel(R) Arc(TM) 140T GPU (16GB)", None, "missing"),
        ("MB", "128", "Intel(R) Iris(R) Xe Graphics", None, "missing"),
        ("GB", "18", "Apple M3 Pro", None, "missing"),
        ("MB", "0", "Microsoft Basic Display Adapter", None, "sentinel"),
    ],
)
def test_graphics_memory_is_never_more_than_its_figure_proves(tmp_path, unit, cell, gpu, memory, state):
    (found,) = one(tmp_path, f"device,gpu,vram ({unit})", f"A-1,{gpu},{cell}").gpus
    assert (found.vram_bytes.value, found.vram_bytes.state) == (memory, state)


@pytest.mark.parametrize(
    ("maker", "model"),
    [
        ("VMware, Inc.", "VMware7,1"),
        ("Microsoft Corporation", "Virtual Machine"),
        ("innotek GmbH", "VirtualBox"),
        ("QEMU", "Standard PC (Q35 + ICH9, 2009)"),
        ("Parallels International GmbH.", "Parallels ARM Virtual Machine"),
        ("Xen", "HVM domU"),
        ("Amazon EC2", "t3.large"),
        ("DigitalOcean", "Droplet"),
        ("Alibaba Cloud", "Alibaba Cloud ECS"),
        ("Apple Inc.", "VirtualMac2,1"),
    ],
)
def test_a_virtual_machine_is_told_by_maker_and_model(tmp_path, maker, model):
    assert one(tmp_path, "device;manufacturer;model;ram_gb", f"A-1;{maker};{model};8").facts.is_vm.value is True


def test_a_surface_is_no_virtual_machine_and_its_processor_tells_arm(tmp_path):
    row = "A-1,Microsoft Corporation,Surface Laptop 7th Edition,Snapdragon(R) X 12-core X1E80100 @ 3.40 GHz"
    facts = one(tmp_path, "device,manufacturer,model,cpu", row).facts
    assert (facts.is_vm.value, facts.arch.value) == (False, "arm64")


def test_a_mac_runs_macos_where_nothing_says_so(tmp_path):
    family = one(tmp_path, "device,model,ram_gb", "A-1,MacBook Air (M2),16").facts.os_family
    assert (family.value, family.state) == ("macos", "inferred")


def test_virtual_adapters_beside_a_real_one_stay_virtual(tmp_path):
    found = one(
        tmp_path, "device,gpu", "A-1,DisplayLink USB Device; NVIDIA T1000 8GB; Microsoft Remote Display Adapter"
    )
    assert [gpu.kind for gpu in found.gpus] == ["virtual", "discrete", "virtual"]


@pytest.mark.parametrize(
    "cell",
    ["To be filled by O.E.M.", "Default string", "#N/A", "(null)", "None", "0", "INVALID", "nicht verfügbar", "xxxxxx"],
)
def test_a_serial_number_that_only_fills_its_place_is_none(tmp_path, cell):
    assert one(tmp_path, "device,serial,ram_gb", f"A-1,{cell},8").facts.serial.state == "sentinel"


def test_a_device_may_be_called_by_one_letter(tmp_path):
    assert [item.names for item in table(tmp_path, "device,ram_gb\nF,8\nX,8\n")] == [("F",), ("X",)]


@pytest.mark.parametrize(
    "cell", ["00-1A-2B-3C-4D-5E", "001a.2b3c.4d5e", "00:1a:2b:3c:4d:5e", "001A2B3C4D5E", "00:1a:2b:3c:4d:5e / none"]
)
def test_a_mac_address_compares_whatever_its_format(tmp_path, cell):
    assert one(tmp_path, "device,mac address,ram_gb", f"A-1,{cell},8").macs == ("001a2b3c4d5e",)


def test_several_mac_addresses_in_one_cell_are_several(tmp_path):
    assert len(one(tmp_path, "device;mac;ram_gb", "A-1;00:1A:2B:3C:4D:62, 00:1A:2B:3C:4D:63;8").macs) == 2


@pytest.mark.parametrize(
    "cell", ["Nov 3 2021", "3-Nov-2021", '"November 3, 2021"', "03 Nov 2021", "3. November 2021", "3 novembre 2021"]
)
def test_a_day_with_its_month_in_words_is_read(tmp_path, cell):
    assert one(tmp_path, "device,purchase date,ram_gb", f"A-1,{cell},8").facts.purchase_date.value == date(2021, 11, 3)


def test_a_year_of_two_digits_is_of_this_century_and_a_column_tells_the_order(tmp_path):
    first, second = table(tmp_path, "device,warranty end,ram_gb\nA,31/1/27,8\nB,03/04/27,8\n")
    assert first.facts.warranty_end.value == date(2027, 1, 31)
    assert second.facts.warranty_end.value == date(2027, 4, 3)
