"""What each command prints, and where: data to stdout, everything said to a person to stderr."""

import json
import re
from pathlib import Path

import jsonschema
import pytest

from msp_aigov import __version__
from msp_aigov.checks.check import Check
from msp_aigov.checks.registry import REGISTRY
from msp_aigov.cli import app
from msp_aigov.cli.app import COMMANDS
from tests.cli.commands import Command

ANSI = "\x1b"


def test_help_lists_every_command_in_plain_words(msp: Command) -> None:
    ended = msp("--help")
    assert ended.code == 0 and ANSI not in ended.out
    assert all(re.search(rf"^ +{name} ", ended.out, re.MULTILINE) for name in COMMANDS)
    assert "Exit codes" in ended.out


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_explains_itself_with_an_example(msp: Command, name: str) -> None:
    ended = msp(name, "--help")
    assert ended.code == 0 and "Usage: msp-aigov" in ended.out and ANSI not in ended.out


def test_version_says_the_version(msp: Command) -> None:
    assert msp("-V").out == f"msp-aigov {__version__}\n"


USAGE = [
    (("audti",), "audit"),
    (("frobnicate",), "No such command"),
    (("audit", "--flet", "x"), "--fleet"),
    (("audit", "--fail-on", "grave"), "critical"),
    (("schema", "documnt"), "document"),
    (("checks", "SPD999"), "`msp-aigov checks` lists them"),
    (("evaluate",), "RUN"),
    (("verify", "/nowhere"), "is not a finished run"),
    (("report", "/nowhere"), "is not a finished run"),
    (("evaluate", "/nowhere"), "is not a finished run"),
    (("audit", "--fleet", "/nowhere"), "msp-aigov init DIR"),
]


@pytest.mark.parametrize(("arguments", "said"), USAGE)
def test_a_usage_error_ends_in_2_and_helps(msp: Command, arguments: tuple[str, ...], said: str) -> None:
    ended = msp(*arguments)
    assert (ended.code, ended.out) == (2, "")
    assert said in ended.err and "Traceback" not in ended.err


OUTPUTS = [
    ("pdff", "there is no such format"),
    ("=x", "there is no such format"),
    ("html", "-o html=out/"),
    ("html=-", "-o html=out/"),
    ("json={folder}", "is a folder"),
    ("markdown={folder}", "report.md"),
    ("html={file}", "is a file"),
]


@pytest.mark.parametrize(("output", "said"), OUTPUTS)
def test_a_wrong_output_is_said_before_any_work(
    msp: Command, in_order: Path, tmp_path: Path, output: str, said: str
) -> None:
    file = tmp_path / "file"
    file.write_text("")
    output = output.format(folder=tmp_path, file=file)
    ended = msp("audit", "--fleet", in_order, "--runs", tmp_path / "runs", "-o", output)
    assert (ended.code, ended.out) == (2, "")
    assert said in ended.err
    assert not (tmp_path / "runs").exists()


def test_two_outputs_cannot_both_go_to_stdout(msp: Command, finished: Path) -> None:
    ended = msp("report", finished, "-o", "json", "-o", "markdown=-")
    assert ended.code == 2 and "cannot both go to stdout" in ended.err


def test_several_outputs_are_written_and_named_on_stderr(msp: Command, finished: Path, tmp_path: Path) -> None:
    ended = msp("report", finished, "-o", "json=-", "-o", f"html={tmp_path}/pages", "-o", f"markdown={tmp_path}/r.md")
    assert ended.code == 0
    document = json.loads(ended.out)
    assert [client["id"] for client in document["clients"]] == ["one"]
    assert (tmp_path / "pages" / "one.html").is_file() and (tmp_path / "r.md").is_file()
    assert f"wrote {tmp_path}/r.md" in ended.err


def test_an_output_that_cannot_be_written_does_not_stop_the_others(
    msp: Command, finished: Path, tmp_path: Path
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    ended = msp("report", finished, "-o", f"json={blocked}/x.json", "-o", f"markdown={tmp_path}/r.md")
    assert ended.code == 2 and "cannot be written" in ended.err
    assert (tmp_path / "r.md").is_file()


def test_an_audit_prints_json_alone_to_stdout_and_says_where_the_run_is(
    msp: Command, in_order: Path, tmp_path: Path
) -> None:
    ended = msp("audit", "--fleet", in_order, "--runs", tmp_path, "-o", "json")
    json.loads(ended.out)
    assert f"run kept in {tmp_path}" in ended.err
    quiet = msp("audit", "--fleet", in_order, "--runs", tmp_path, "-o", "json", "--quiet")
    json.loads(quiet.out)
    assert quiet.err == ""


@pytest.mark.parametrize("environment", [{}, {"NO_COLOR": "1"}, {"FORCE_COLOR": "1"}, {"TERM": "dumb"}])
def test_without_a_terminal_there_is_no_colour(
    msp: Command, finished: Path, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str]
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    for arguments in (("report", str(finished)), ("checks",), ("frobnicate",), ("--help",)):
        ended = msp(*arguments)
        assert ANSI not in ended.out + ended.err and "\r" not in ended.out + ended.err


def test_report_knows_only_its_own_clients(msp: Command, finished: Path) -> None:
    ended = msp("report", finished, "--client", "zed")
    assert ended.code == 2 and "holds no client zed" in ended.err
    assert msp("report", finished, "--client", "one").code == 0


def test_verify_says_that_nothing_was_altered_and_names_what_was(msp: Command, in_order: Path, tmp_path: Path) -> None:
    msp("audit", "--fleet", in_order, "--runs", tmp_path)
    (run,) = tmp_path.iterdir()
    assert msp("verify", run).code == 0
    (run / "one" / "findings.json").write_text("[]")
    ended = msp("verify", run)
    assert ended.code != 0 and "one/findings.json: was altered" in ended.out + ended.err


def test_checks_lists_one_line_for_every_check(msp: Command) -> None:
    ended = msp("checks")
    assert [line.split()[0] for line in ended.out.splitlines()] == [check.id for check in REGISTRY]
    assert ended.err == ""


@pytest.mark.parametrize("check", REGISTRY, ids=lambda check: check.id)
def test_checks_explains_one_in_either_case(msp: Command, check: Check) -> None:
    ended = msp("checks", check.id.lower())
    assert ended.code == 0 and check.id in ended.out and "What to do: " in ended.out


def test_schema_prints_all_three_or_one(msp: Command) -> None:
    made = json.loads(msp("schema").out)
    assert set(made) >= {"fleet", "client", "document"}
    for name in ("fleet", "client", "document"):
        one = json.loads(msp("schema", name).out)
        assert one == made[name]
        jsonschema.Draft202012Validator.check_schema(one)


def test_the_json_of_a_run_fits_its_schema(msp: Command, finished: Path) -> None:
    schema = json.loads(msp("schema", "document").out)
    document = json.loads(msp("report", finished, "-o", "json").out)
    assert list(jsonschema.Draft202012Validator(schema).iter_errors(document)) == []


def test_a_bug_ends_in_4_with_a_log_to_paste(msp: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(name: str) -> None:
        raise ZeroDivisionError("a \x1b[31mbug")

    monkeypatch.setattr(app, "import_module", broken)
    ended = msp("checks")
    assert (ended.code, ended.out) == (4, "")
    assert "a bug in msp-aigov: ZeroDivisionError" in ended.err and ANSI not in ended.err
    found = re.search(r"report it with (\S+\.log)", ended.err)
    assert found is not None
    log = Path(found[1])
    try:
        text = log.read_text("utf-8")
        assert __version__ in text and "Traceback" in text and "ZeroDivisionError" in text
    finally:
        log.unlink()


def test_an_interruption_ends_in_130(msp: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(name: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(app, "import_module", interrupted)
    assert msp("checks").code == 130


def test_completion_lists_the_commands(msp: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"_MSP_AIGOV_COMPLETE": "complete_bash", "COMP_WORDS": "msp-aigov ", "COMP_CWORD": "1"}.items():
        monkeypatch.setenv(name, value)
    ended = msp()
    assert set(COMMANDS) <= set(ended.out.split())
