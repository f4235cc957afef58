"""The collector: scripts that only read, and whose output reads back exactly."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from msp_aigov.config.shipped import shipped
from tests.collect.inventory.reading import sightings

from .command import ran

SHELL, POWERSHELL = "msp-aigov-collect.sh", "msp-aigov-collect.ps1"
# Everything the Windows script may call: what reads, and what shapes values in memory.
ALLOWED = {
    "Get-CimInstance", "Get-ChildItem", "Get-ItemProperty", "Select-Object", "Where-Object", "Measure-Object",
    "ConvertTo-Json",
}  # fmt: skip


@pytest.fixture
def scripts(tmp_path, monkeypatch):
    assert ran(monkeypatch, "collector", "--out", tmp_path) == 0
    return tmp_path


def test_the_scripts_are_written_and_one_that_is_there_is_kept(scripts, monkeypatch):
    assert {path.name for path in scripts.iterdir()} == {SHELL, POWERSHELL}
    (scripts / SHELL).write_text("changed")
    assert ran(monkeypatch, "collector", "--out", scripts) == 0
    assert (scripts / SHELL).read_text() == "changed"


def code(name: str) -> str:
    text = (shipped("templates") / "collector" / name).read_text("ascii")
    return re.sub(r"^\s*#.*$", "", re.sub(r"<#.*?#>", "", text, flags=re.DOTALL), flags=re.MULTILINE)


def test_the_windows_script_calls_only_what_reads():
    assert set(re.findall(r"\b[A-Z][A-Za-z]+-[A-Z][A-Za-z]+\b", code(POWERSHELL))) == ALLOWED
    for word in (
        "Invoke-",
        "Start-",
        "Set-",
        "New-",
        "Out-File",
        "iex",
        "Add-Type",
        "DownloadString",
        "http",
        "& ",
        ">>",
    ):
        assert word not in code(POWERSHELL), word


def test_the_windows_script_uses_no_type_and_no_method_but_those_that_shape_values():
    assert set(re.findall(r"\[([A-Za-z.]+)\](?:::|\$)", code(POWERSHELL))) == {"DateTime", "long", "int"}
    assert set(re.findall(r"\.(\w+)\(", code(POWERSHELL))) == {"ToLowerInvariant", "ToString"}


def test_the_windows_script_is_plain_ascii_and_says_what_it_does():
    text = (shipped("templates") / "collector" / POWERSHELL).read_bytes()
    assert text.isascii() and b"What it does not do" in text and b"no network connection" in text


def test_the_shell_script_opens_no_network_and_writes_no_file():
    for word in ("curl", "wget", "nc ", "ssh", "/dev/tcp", "tee ", "rm ", "mv ", "eval"):
        assert word not in code(SHELL), word
    written = {target.rstrip(')"') for target in re.findall(r"\d?>\s*(\S+)", code(SHELL).replace("2>&1", ""))}
    assert written <= {"/dev/null", "1", "0"}  # awk compares with 0 and 1


@pytest.mark.skipif(shutil.which("shellcheck") is None, reason="shellcheck is not here")
def test_the_shell_script_passes_shellcheck(scripts):
    done = subprocess.run(["shellcheck", scripts / SHELL], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.skipif(sys.platform != "linux", reason="the comparison is with Linux's own files")
def test_what_the_shell_script_says_of_this_machine_reads_back_exactly(scripts, tmp_path):
    done = subprocess.run(["/bin/sh", scripts / SHELL], capture_output=True, check=True)
    path = tmp_path / "me.json"
    path.write_bytes(done.stdout)
    (found,) = sightings(path)
    facts = found.facts
    assert (found.product, facts.os_family.value) == ("collector", "linux")
    assert facts.ram_visible_bytes.value == psutil.virtual_memory().total
    named = re.search(r"^model name\s*: (.+)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    assert facts.cpu_name.value == (" ".join(named[1].split()) if named else None)
    free = psutil.disk_usage("/").free
    assert abs((facts.disk_free_bytes.value or 0) - free) < 2**30


def test_a_name_with_quotes_and_backslashes_stays_one_json_string(scripts, tmp_path):
    functions = (scripts / SHELL).read_text().split("number() {")[0]
    line = functions + "\nprintf '%s' 'a\"b\\c' | quote"
    done = subprocess.run(["/bin/sh", "-c", line], capture_output=True, text=True, check=True)
    assert done.stdout == '"a\\"b\\\\c"'


MAC = {
    "uname": 'case "$1" in -s) echo Darwin ;; -m) echo x86_64 ;; *) echo "Anna\'s \\"Mac\\"" ;; esac',
    "sysctl": (
        'case "$2" in hw.optional.arm64) echo 1 ;; hw.memsize) echo 17179869184 ;; hw.model) echo Mac14,2 ;;'
        " machdep.cpu.brand_string) echo VirtualApple @ 2.50GHz ;; kern.hv_vmm_present) echo 0 ;; esac"
    ),
    "sw_vers": "echo 15.1",
    "diskutil": 'echo "   Solid State:               Yes"',
    "ioreg": "true",
    "pmset": 'echo " -InternalBattery-0 (id=1) 90%"',
}
PCI = {
    "uname": 'case "$1" in -s) echo Linux ;; -m) echo x86_64 ;; -r) echo 6.8.0 ;; *) echo pc ;; esac',
    "lspci": (
        'echo "00:02.0 VGA compatible controller: Intel Corporation Meteor Lake-P [Intel Arc Graphics] (rev 08)";'
        'echo "00:0b.0 Processing accelerators: Intel Corporation Meteor Lake NPU (rev 04)";'
        'echo "c5:00.1 Signal processing controller: Advanced Micro Devices, Inc. [AMD] AMD IPU Device";'
        'echo "00:1f.3 Signal processing controller: Intel Corporation Device 7e4c"'
    ),
}


def ran_among(tools, folder, script):
    """The script's answer where these commands stand in for the machine's own."""
    for name, body in tools.items():
        (folder / name).write_text(f"#!/bin/sh\n{body}\n")
        (folder / name).chmod(0o755)
    done = subprocess.run(["/bin/sh", script], capture_output=True, check=True, env={"PATH": f"{folder}:/usr/bin:/bin"})
    (folder / "me.json").write_bytes(done.stdout)
    (found,) = sightings(folder / "me.json")
    return found


def test_a_mac_with_apple_silicon_is_one_even_where_the_shell_runs_under_rosetta(scripts, tmp_path_factory):
    found = ran_among(MAC, tmp_path_factory.mktemp("mac"), scripts / SHELL)
    facts = found.facts
    assert (found.names[0], facts.os_family.value, facts.arch.value) == ('Anna\'s "Mac"', "macos", "arm64")
    assert (facts.ram_installed_bytes.value, facts.is_vm.value) == (16 * 2**30, False)


def test_neural_processors_are_listed_wherever_the_bus_keeps_them_and_sound_is_none(scripts, tmp_path_factory):
    folder = tmp_path_factory.mktemp("pci")
    found = ran_among(PCI, folder, scripts / SHELL)
    assert [(gpu.name, gpu.kind) for gpu in found.gpus] == [
        ("Intel Corporation Meteor Lake-P [Intel Arc Graphics]", "integrated")
    ]
    text = (folder / "me.json").read_text()
    assert "Meteor Lake NPU" in text and "AMD IPU Device" in text and "7e4c" not in text


def test_what_fails_on_windows_is_not_told_as_an_empty_list():
    text = code(POWERSHELL)
    assert "if ($gpus.Count -eq 0) { $gpus = $null }" in text and "if ($unlisted) { $npus = $null }" in text
    assert "ToString('s')" in text  # other formats follow the machine's calendar and its separators
