"""The benchmark for devices without Python: it reads, asks loopback, and prints one line."""

import dataclasses
import json
import re
from pathlib import Path

import pytest

from msp_aigov.config.shipped import shipped
from msp_aigov.model.bench.measured import Bench, Conditions, Measurement, Need, Served
from msp_aigov.rules.load import load_rules

from .command import ran

BENCH = "msp-aigov-bench.ps1"
# Everything the script may call: what reads, and what shapes values in memory.
ALLOWED = {
    "Get-CimInstance", "Get-Process", "Get-NetTCPConnection", "Select-Object", "Where-Object", "ForEach-Object",
    "Sort-Object", "Measure-Object", "ConvertTo-Json", "ConvertFrom-Json",
}  # fmt: skip


def code() -> str:
    text = (shipped("templates") / "collector-bench" / BENCH).read_text("ascii")
    return re.sub(r"^\s*#.*$", "", re.sub(r"<#.*?#>", "", text, flags=re.DOTALL), flags=re.MULTILINE)


def test_the_script_comes_only_when_it_is_asked_for(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert ran(monkeypatch, "collector", "--out", tmp_path / "plain") == 0
    assert not (tmp_path / "plain" / BENCH).exists()
    assert ran(monkeypatch, "collector", "--bench", "--out", tmp_path / "both") == 0
    assert (tmp_path / "both" / BENCH).exists() and (tmp_path / "both" / "msp-aigov-collect.ps1").exists()


def test_it_calls_only_what_reads() -> None:
    assert set(re.findall(r"\b[A-Z][A-Za-z]+-[A-Z][A-Za-z]+\b", code())) == ALLOWED
    for word in ("Invoke-", "Start-", "Set-", "New-", "Out-File", "iex", "Add-Type", "DownloadString", "& ", "> "):
        assert word not in code(), word


def test_it_knows_no_address_but_loopback_and_uses_no_proxy() -> None:
    assert set(re.findall(r"https?://[^/:\"']*", code())) == {"http://127.0.0.1"}
    assert "$request.Proxy = $null" in code() and "$request.AllowAutoRedirect = $false" in code()
    assert "$loopback -notcontains $asked.Host" in code()


def test_its_needs_are_those_of_the_chat_workload() -> None:
    (chat,) = (each for each in load_rules().workload_needs if each.workload == "chat")
    given = dict(re.findall(r"\]\$(\w+) = '?([\w.]+)'?,?", code().split(")\n$Error")[0]))
    wanted = (chat.workload, chat.tokens_per_s, chat.first_token_ms, chat.prompt_tokens, chat.output_tokens)
    names = ("Workload", "TokensPerSecond", "FirstTokenMs", "PromptTokens", "OutputTokens")
    assert [given[name] for name in names] == [str(each) for each in wanted]


def test_it_is_plain_ascii_and_says_what_it_does() -> None:
    text = (shipped("templates") / "collector-bench" / BENCH).read_bytes()
    assert text.isascii() and b"What it does not do" in text and b"any address but loopback is refused" in text
    assert text.count(b"{") == text.count(b"}") and text.count(b"(") == text.count(b")")


def keys(name: str) -> list[str]:
    """The names that the script gives to `$name = [ordered]@{ ... }`, in their order."""
    body = code().split(f"${name} = [ordered]@{{\n")[1].split("\n}")[0]
    return re.findall(r"^    (\w+) = ", body, flags=re.MULTILINE)


def left_out(name: str) -> set[str]:
    """What `-Compact` takes away from `$name`."""
    *_, names = re.findall(rf"foreach \(\$name in (.*?)\) \{{\n[^}}]*\${name}\.Remove\(\$name\)", code())
    return set(re.findall(r"'(\w+)'", names))


@pytest.mark.parametrize(
    ("name", "kind"),
    [("line", Bench), ("conditions", Conditions), ("measurement", Measurement), ("served", Served), ("need", Need)],
)
def test_its_line_has_the_names_that_the_schema_has(name: str, kind: type) -> None:
    fields = dataclasses.fields(kind)
    given = {*keys(name), *re.findall(rf"\${name}\.(\w+) = ", code())}
    assert given <= {field.name for field in fields}
    assert {field.name for field in fields if field.default is dataclasses.MISSING} <= given


def test_compact_stays_under_what_an_rmm_field_holds_however_long_the_names() -> None:
    need = dict.fromkeys(keys("need"), 3_600_000) | {"workload": "w" * 40}
    served = dict.fromkeys([key for key in keys("served") if key not in left_out("measurement.served")], 10**9)
    noise = {"busy_before_percent": 100, "spread_percent": 1000, "paused_ms": 3_600_000}
    ruling = {"result": "inconclusive", "need": need, "margin_percent": -100, "reason": ""}
    words = {"model": "m" * 80, "provider": "http://127.0.0.1:65535/v1", "reason": "r" * 200}
    measurement = dict.fromkeys(keys("measurement"), "x" * 8) | words
    measurement |= {"served": served, "noise": noise, "verified": True, "ruling": ruling}  # type: ignore[dict-item]
    names = {"os": 50, "cpu": 60, "manufacturer": 40, "product": 60, "serial": 40}
    conditions = {key: "n" * names.get(key, 12) for key in keys("conditions") if key not in left_out("conditions")}
    line = dict.fromkeys(keys("line"), "l" * 25) | {"conditions": conditions, "measurements": [measurement]}
    assert 1000 < len(json.dumps(line, separators=(",", ":"))) < 2000


def test_it_writes_the_same_whatever_the_language_of_the_system() -> None:
    """A format with colons takes the country's own sign for them, and its own calendar; `s` is the same everywhere."""
    scripts = [*(shipped("templates") / "collector").glob("*.ps1"), shipped("templates") / "collector-bench" / BENCH]
    for script in scripts:
        assert set(re.findall(r"\.ToString\(([^)]*)\)", script.read_text("ascii"))) == {"'s'"}
    assert r"[regex]::Replace($line, '[^\x20-\x7e]'" in code() and r"'\u{0:x4}'" in code()


def test_it_waits_for_nothing_without_an_end() -> None:
    assert code().count("$request.Abort()") == 2 and code().count(".GetResponse()") == 2
    assert "$request.ReadWriteTimeout = 1500" in code() and "1000 * [long]$TimeoutSeconds" in code()
    assert "-not $next.Wait([int]$left)" in code() and code().count("while (") == 2


def test_it_needs_nothing_newer_than_powershell_5_1() -> None:
    newer = (r"\?\?", r"\?\.", r"\s\?\s[^{]*\s:\s", r"&&", r"\|\|", "-Parallel", "-AsArray", "-SkipCertificateCheck",
             "ConvertFrom-Json -Depth", "-AsHashtable", r"\bclean\s*\{")  # fmt: skip
    assert [word for word in newer if re.search(word, code())] == []
