"""The benchmark for devices without Python: it reads, asks loopback, and prints one line."""

import re
from pathlib import Path

import pytest

from msp_aigov.config.shipped import shipped
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
