"""``herkenbaar sweep``, ``report`` and the decisions, as they are typed, with the real judge."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from herkenbaar.cli import program
from herkenbaar.errors import UsageError

AD = "Bestel met code LISA10 voor 10% korting bij https://www.awin1.com/cread.php?awinmid=1&awinaffid=2"


@pytest.fixture(autouse=True)
def own_database(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HERKENBAAR_DATABASE", database)
    monkeypatch.setenv("COLUMNS", "100")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "lisa.jsonl"


def write(file: Path, *descriptions: str) -> None:
    rows = (
        {"platform": "youtube", "id": f"v{n}", "title": f"Video {n}", "description": text, "published": "2026-01-01"}
        | {"label": False, "speech": [], "screen": [], "links": []}
        for n, text in enumerate(descriptions)
    )
    file.write_text("".join(f"{json.dumps(row)}\n" for row in rows))


def type_in(*words: str) -> Result:
    return CliRunner().invoke(program, words, catch_exceptions=False)


def watch(file: Path) -> None:
    assert type_in("creators", "add", str(file), "--group", "client A").exit_code == 0


def report(form: str = "json", *more: str) -> str:
    result = type_in("report", "--format", form, "--lang", "en", *more)
    assert result.exit_code == 0
    return result.output


def test_a_sweep_finds_what_is_new_and_then_nothing(file: Path) -> None:
    write(file, AD, "Een gewone dag met de kat.")
    watch(file)
    first = type_in("sweep", "--lang", "en")
    assert first.exit_code == 1
    assert "2 new videos" in first.output
    assert "Video 0" in first.output
    second = type_in("sweep")
    assert second.exit_code == 0
    assert "nothing to do; the next is due" in second.output
    again = type_in("sweep", "--all", "--lang", "en")
    assert again.exit_code == 0
    assert "Nothing new." in again.output
    assert "Still open" in again.output


@pytest.mark.parametrize(("fail_on", "code"), [("never", 0), ("ernstig", 1), ("advies", 1)])
def test_the_exit_code_goes_by_severity(file: Path, fail_on: str, code: int) -> None:
    write(file, AD)
    watch(file)
    assert type_in("sweep", "--fail-on", fail_on).exit_code == code


def test_who_cannot_be_read_is_exit_code_3(file: Path) -> None:
    write(file, "Een gewone dag.")
    watch(file)
    file.unlink()
    result = type_in("sweep", "--lang", "en")
    assert result.exit_code == 3
    assert "Could not be read (1)" in result.output


def test_a_baseline_counts_only_what_comes_later(file: Path) -> None:
    write(file, AD)
    watch(file)
    result = type_in("sweep", "--baseline", "--lang", "en")
    assert result.exit_code == 0
    assert "by a decision" in result.output
    write(file, AD, AD)
    assert type_in("sweep", "--all").exit_code == 1


@pytest.mark.parametrize(("option", "name"), [("--group", "client B"), ("--creator", "Omar")])
def test_a_name_that_nobody_has_is_refused(file: Path, option: str, name: str) -> None:
    write(file, AD)
    watch(file)
    with pytest.raises(UsageError, match=name):
        type_in("sweep", option, name)


def test_nobody_watched_says_what_to_do() -> None:
    assert "herkenbaar creators add" in type_in("sweep").output


def test_the_report_has_four_forms(file: Path) -> None:
    write(file, AD)
    watch(file)
    type_in("sweep")
    told = json.loads(report())
    assert told["schema"] == "herkenbaar.run/1"
    finding = told["new"][0]
    rows = list(csv.DictReader(io.StringIO(report("csv"))))
    assert finding["fingerprint"] in {row["fingerprint"] for row in rows}
    assert finding["fingerprint"] in report("terminal")
    page = report("html")
    assert page.startswith("<!doctype html>")
    assert finding["fingerprint"] in page
    with pytest.raises(UsageError, match="client B"):
        report("json", "--group", "client B")


def test_hostile_words_stay_harmless_in_every_form(file: Path) -> None:
    write(file, f"<script>alert(1)</script>\x1b[31m=cmd() {AD}")
    watch(file)
    type_in("sweep")
    for form in ("terminal", "html", "csv"):
        assert "\x1b" not in report(form)
    assert "<script>" not in report("html")


def test_a_finding_is_waived_accepted_disputed_and_reopened(file: Path) -> None:
    write(file, AD)
    watch(file)
    type_in("sweep")
    finding = next(x for x in json.loads(report())["new"] if x["severity"] == "ernstig")
    name = finding["fingerprint"]
    assert name in type_in("waive", name[:8], "--until", "2099-01-31", "--reason", "agreed", "--by", "Zoë").output
    assert "waive until 2099-01-31 (in force) by Zoë: agreed" in type_in("decisions").output
    assert "no decisions to look at again" in type_in("decisions", "--stale").output
    for kind in ("accept", "dispute", "reopen"):
        assert type_in(kind, name, "--reason", "because").exit_code == 0
    history = type_in("decisions", name).output
    assert [line.split("UTC ")[1].split()[0] for line in history.splitlines()] == [
        "waive",
        "accept",
        "dispute",
        "reopen",
    ]


def test_there_must_be_a_decision_to_take_back(file: Path) -> None:
    write(file, AD)
    watch(file)
    type_in("sweep")
    name = json.loads(report())["new"][0]["fingerprint"]
    with pytest.raises(UsageError, match="no decision to take back"):
        type_in("reopen", name, "--reason", "because")
    type_in("accept", name, "--reason", "because")
    assert type_in("reopen", name, "--reason", "because").exit_code == 0
    with pytest.raises(UsageError, match="no decision to take back"):
        type_in("reopen", name, "--reason", "because")


def test_a_decision_needs_a_reason_and_a_finding(file: Path) -> None:
    assert "--reason" in type_in("accept", "0" * 16).output
    with pytest.raises(UsageError, match="no finding"):
        type_in("accept", "0" * 16, "--reason", "because")
    with pytest.raises(UsageError, match="needs a reason"):
        type_in("accept", "0" * 16, "--reason", " ")
    assert "--until" in type_in("waive", "0" * 16, "--reason", "because").output
    with pytest.raises(UsageError, match="2020-01-31 is over"):
        type_in("waive", "0" * 16, "--reason", "because", "--until", "2020-01-31")


def test_creators_are_put_side_by_side(file: Path, tmp_path: Path) -> None:
    write(file, AD, "Een gewone dag.")
    other = tmp_path / "omar.jsonl"
    other.write_text(file.read_text())
    watch(file)
    type_in("sweep")
    shown = type_in("vet", "lisa", str(other), "--lang", "en")
    assert shown.exit_code == 0
    assert "lisa" in shown.output
    assert "omar" in shown.output
    csv_file = tmp_path / "vet.csv"
    assert type_in("vet", "lisa", "--format", "csv", "-o", str(csv_file)).exit_code == 0
    assert csv_file.read_text().startswith("creator,source,period")
    other.with_suffix(".jsonl.gz").write_bytes(b"no gzip")
    assert type_in("vet", str(other.with_suffix(".jsonl.gz"))).exit_code == 3
    with pytest.raises(UsageError, match="nobody to compare"):
        type_in("vet")
