"""``herkenbaar scan`` and ``herkenbaar judge``, as they are typed."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import herkenbaar
from herkenbaar.cli import main, program
from herkenbaar.errors import ConfigError, UsageError
from herkenbaar.reports import machine


@pytest.fixture(autouse=True)
def own_configuration(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    monkeypatch.chdir(tmp_path_factory.mktemp("empty"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("config")))
    monkeypatch.delenv("HERKENBAAR_CONFIG", raising=False)
    monkeypatch.setenv("COLUMNS", "200")


def type_in(*words: object, answer: str | bytes | None = None) -> Result:
    return CliRunner().invoke(program, [str(word) for word in words], input=answer, catch_exceptions=False)


def line(identifier: str, **fields: Any) -> str:
    evidence = {"schema": "herkenbaar.evidence/1", "platform": "youtube", "id": identifier, **fields}
    return json.dumps(evidence) + "\n"


HIDDEN = {
    "title": "Soep",
    "description": "Lekker.\n" * 40 + "Met code SANNE10 krijg je 10% korting. #advertentie",
    "published": "2024-05-01",
    "speech": [],
    "screen": [],
    "label": False,
}
QUIET = {"title": "Soep", "description": "Soep koken.", "published": "2024-05-01", "speech": [], "label": False}


def verdicts(result: Result) -> list[dict[str, Any]]:
    return [json.loads(row) for row in result.stdout.splitlines()]


def test_one_verdict_per_line_of_evidence_in_order(tmp_path: Path) -> None:
    file = tmp_path / "e.jsonl"
    file.write_text(line("b", **QUIET) + line("a", **HIDDEN) + line("b", **QUIET))
    result = type_in("judge", file, "--format", "json")
    assert [verdict["video"]["id"] for verdict in verdicts(result)] == ["b", "a", "b"]
    assert all(verdict["schema"] == "herkenbaar.verdict/1" for verdict in verdicts(result))
    assert result.exit_code == 1
    assert result.stderr == ""


def test_a_broken_line_is_named_on_standard_error_and_the_rest_is_judged(tmp_path: Path) -> None:
    file = tmp_path / "e.jsonl"
    file.write_text(line("a", **QUIET) + line("x", descripton="") + line("c", **QUIET))
    result = type_in("judge", file, "--format", "json")
    assert [verdict["video"]["id"] for verdict in verdicts(result)] == ["a", "c"]
    assert f"{file}:2: unknown key 'descripton'" in result.stderr
    assert "description" in result.stderr
    assert result.exit_code == 0


@pytest.mark.parametrize("command", ["scan", "judge"])
def test_lines_come_from_standard_input_packed_or_not(command: str) -> None:
    for answer in (line("a", **QUIET).encode(), gzip.compress(line("a", **QUIET).encode())):
        result = type_in(command, "-", "--format", "json", answer=answer)
        assert [verdict["video"]["id"] for verdict in verdicts(result)] == ["a"]


def test_the_fixtures_have_something_to_find_and_the_compliant_ones_have_not(fixtures: Path, tmp_path: Path) -> None:
    assert type_in("scan", fixtures, "--format", "json").exit_code == 1
    assert type_in("scan", fixtures / "compliant", "--format", "json").exit_code == 0
    assert type_in("scan", tmp_path, "--format", "json").exit_code == 3


def test_the_archive_of_the_fixtures_gets_the_verdicts_it_deserves(fixtures: Path) -> None:
    expected = json.loads((fixtures / "archive" / "archive.expected.json").read_bytes())
    result = type_in("scan", fixtures / "archive", "--format", "json")
    found = {verdict["video"]["id"]: verdict for verdict in verdicts(result)}
    assert found.keys() == expected.keys()
    for identifier, verdict in found.items():
        assert verdict["status"] in expected[identifier]["status"], (identifier, expected[identifier]["why"])
        assert set(expected[identifier]["deficiencies"]) <= set(verdict["deficiencies"]), identifier


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ([], 1),
        (["--fail-on", "zwaar"], 1),
        (["--fail-on", "ernstig"], 0),
        (["--fail-on", "never"], 0),
        (["--fail-on", "review"], 1),
        (["--since", "2024-05-02"], 0),
        (["--until", "2024-04-30"], 0),
        (["--since", "2024-05-01", "--until", "2024-05-01"], 1),
    ],
)
def test_the_exit_code_follows_the_options(options: list[str], code: int) -> None:
    result = type_in("scan", "-", "--format", "json", *options, answer=line("a", **HIDDEN))
    assert result.exit_code == code
    assert ("none of 1 videos was published in these days" in result.stderr) is (result.stdout == "")


def test_could_not_look_is_never_clean(tmp_path: Path) -> None:
    result = type_in("scan", tmp_path / "gone", tmp_path)
    assert result.exit_code == 3
    assert "no such file or folder" in result.stdout
    assert "could not look at a single video" in result.stderr


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("r.json", '{"schema":"herkenbaar.verdict/1"'),
        ("r.jsonl", '{"schema"'),
        ("r.csv", "platform,"),
        ("r.html", "<!doctype html>"),
        ("r.txt", ""),
    ],
)
def test_the_name_of_the_file_tells_the_form(tmp_path: Path, name: str, start: str) -> None:
    file = tmp_path / name
    result = type_in("scan", "-", "-o", file, answer=line("a", **QUIET))
    assert file.read_text().startswith(start)
    assert result.stdout == ""
    assert f"1 videos judged; report in {file}" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_an_explicit_form_goes_before_the_name(tmp_path: Path) -> None:
    type_in("scan", "-", "-o", tmp_path / "r.txt", "--format", "csv", answer=line("a", **QUIET))
    rows = list(csv.reader(io.StringIO((tmp_path / "r.txt").read_text())))
    assert len(rows) == 2


def test_a_report_is_replaced_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "r.json"
    file.write_text("old")

    def interrupted(results: Any, out: Any) -> None:
        out.write("half")
        raise KeyboardInterrupt

    monkeypatch.setattr(machine, "write_json", interrupted)
    CliRunner().invoke(program, ["scan", "-", "-o", str(file)], input=line("a", **QUIET))
    assert file.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["r.json"]


def test_a_folder_that_is_not_there_cannot_hold_the_report(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot write"):
        type_in("scan", "-", "-o", tmp_path / "gone" / "r.json", answer=line("a", **QUIET))


def test_wrong_use_is_told_from_what_was_found(tmp_path: Path) -> None:
    assert type_in("scan").exit_code == 2
    assert type_in("scan", "-", "--format", "pdf").exit_code == 2
    assert type_in("scan", "-", "--since", "gisteren").exit_code == 2
    with pytest.raises(UsageError, match="after --until"):
        type_in("scan", "-", "--since", "2024-05-02", "--until", "2024-05-01")
    with pytest.raises(ConfigError, match="no such file"):
        type_in("scan", "-", "--config", tmp_path / "gone.toml")


@pytest.mark.parametrize("address", ["https://www.youtube.com/@a", "@a", "tiktok:@a"])
def test_an_address_is_not_mistaken_for_a_file(address: str) -> None:
    with pytest.raises(UsageError, match="address"):
        type_in("scan", address)


def test_what_was_passed_over_is_counted(fixtures: Path) -> None:
    result = type_in("scan", fixtures / "archive", "--format", "json")
    assert "passed over: descriptions of playlists (1)" in result.stderr


@pytest.mark.parametrize(("lang", "word"), [("nl", "advies"), ("en", "advice")])
def test_the_report_speaks_the_language_that_was_asked(lang: str, word: str) -> None:
    assert word in type_in("scan", "-", "--lang", lang, answer=line("a", **HIDDEN)).stdout.lower()


@pytest.mark.parametrize("form", ["html", "terminal"])
def test_sources_of_law_are_called_by_their_title(form: str) -> None:
    shown = type_in("scan", "-", "--lang", "en", "--format", form, answer=line("a", **HIDDEN)).stdout
    assert "Media Act 2008, art. 3.5b" in shown


def test_a_setting_starts_csv_with_a_byte_order_mark(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text("[report]\ncsv_bom = true\n")
    type_in("scan", "-", "--config", file, "-o", tmp_path / "r.csv", answer=line("a", **QUIET))
    assert (tmp_path / "r.csv").read_bytes().startswith(b"\xef\xbb\xbfplatform,")


def test_a_configuration_file_is_used_and_options_go_before_it(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text('[judge]\nfail_on = "never"\n')
    assert type_in("scan", "-", "--config", file, answer=line("a", **HIDDEN)).exit_code == 0
    assert type_in("scan", "-", "--config", file, "--fail-on", "zwaar", answer=line("a", **HIDDEN)).exit_code == 1


@pytest.mark.parametrize("command", ["scan", "judge", "schema"])
def test_help_teaches_with_examples(command: str) -> None:
    shown = type_in(command, "--help").stdout
    assert "herkenbaar" in shown or command == "schema"
    assert "\n  " in shown


@pytest.mark.parametrize("contract", ["evidence", "verdict"])
def test_the_contracts_are_printed_as_json_schema(contract: str) -> None:
    schema = json.loads(type_in("schema", contract).stdout)
    assert schema["title"] == f"herkenbaar.{contract}/1"


def run_main(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr(sys, "argv", ["herkenbaar", *words])
    with pytest.raises(SystemExit) as caught:
        main()
    assert isinstance(caught.value.code, int)
    return caught.value.code


def test_errors_end_with_their_code_and_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert run_main(monkeypatch, "scan", "https://x.example") == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert run_main(monkeypatch, "scan", "--form") == 2
    assert "Usage: herkenbaar scan" in capsys.readouterr().err
    assert run_main(monkeypatch, "scan", str(tmp_path)) == 3
    assert run_main(monkeypatch, "--version") == 0


def start(*words: str, **options: Any) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(Path(herkenbaar.__file__).parents[1])}
    command = [sys.executable, "-m", "herkenbaar", *words]
    return subprocess.Popen(command, stdin=subprocess.PIPE, env=environment, **options)


@pytest.mark.skipif(os.name == "nt", reason="signals differ on Windows")
def test_ctrl_c_ends_with_130_and_a_clean_line() -> None:
    process = start("judge", "-", "--format", "json", stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdin is not None
    assert process.stdout is not None
    # Few enough to fit in the pipe: the program must not wait for us while we wait for it.
    process.stdin.write(line("a", **QUIET).encode() * 100)
    process.stdin.flush()
    process.stdout.read(1)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate()
    assert process.returncode == 130
    assert errors.strip() == b"herkenbaar: interrupted"


@pytest.mark.skipif(os.name == "nt", reason="pipes differ on Windows")
def test_a_reader_that_goes_away_is_no_error() -> None:
    process = start("judge", "-", "--format", "json", stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.close()
    process.stdout = None
    _, errors = process.communicate(line("a", **QUIET).encode() * 100)
    assert errors == b""
    assert process.returncode == 141
