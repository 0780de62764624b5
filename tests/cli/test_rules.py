"""``herkenbaar rules``: list, show, test, write."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from herkenbaar import rulebook
from herkenbaar.cli import program
from herkenbaar.errors import DataFileError

RULE = (rulebook.FOLDER / "nl/mediawet/wording.toml").read_text(encoding="utf-8")


def run(*words: str) -> Result:
    return CliRunner().invoke(program, ["rules", *words])


def test_the_list_shows_every_rule_heaviest_first() -> None:
    lines = run("list", "--lang", "en").output.splitlines()
    assert len(lines) == len(rulebook.load().rules)
    assert "ernstig" in lines[0]
    assert "The advertising is recognisable as such" in lines[0]
    assert "De reclame is als reclame herkenbaar" in run("list", "--lang", "nl").output


def test_the_list_of_a_day_has_the_rules_of_that_day() -> None:
    assert "2026" not in run("list", "--on", "2026-06-30").output
    assert "nl/rsm/first-words-2026" in run("list", "--on", "2026-07-01").output


@pytest.mark.parametrize(("lang", "heading"), [("nl", "## Wat hij vraagt"), ("en", "## What it expects")])
def test_show_prints_the_manual_page(lang: str, heading: str) -> None:
    output = run("show", "nl/mediawet/in-video", "--lang", lang).output
    assert heading in output
    assert "art. 3.5b lid 1" in output


def test_an_unknown_rule_is_an_error_with_the_nearest_name() -> None:
    error = run("show", "nl/mediawet/in-vidio").exception
    assert isinstance(error, DataFileError)
    assert "did you mean 'nl/mediawet/in-video'?" in str(error)


def test_all_built_in_examples_are_right() -> None:
    found = run("test")
    assert found.exit_code == 0
    assert found.output.endswith("0 wrong\n")


def test_a_pack_of_ones_own_is_tested_alone(tmp_path: Path) -> None:
    (tmp_path / "ours.toml").write_text(RULE, encoding="utf-8")
    for path in (tmp_path, tmp_path / "ours.toml"):
        found = run("test", str(path), "--verbose")
        assert found.exit_code == 0
        assert "ok    ours #1: fail" in found.output
        assert "of 1 rules, 0 wrong" in found.output


def test_a_wrong_example_is_named_and_ends_with_exit_code_1(tmp_path: Path) -> None:
    file = tmp_path / "ours.toml"
    file.write_text(RULE.replace('outcome = "fail"', 'outcome = "pass"', 1), encoding="utf-8")
    found = run("test", str(file))
    assert found.exit_code == 1
    assert "WRONG ours #1: pass, got fail (a spelling made" in found.output


def test_a_broken_rule_file_is_an_error_that_names_it(tmp_path: Path) -> None:
    file = tmp_path / "ours.toml"
    file.write_text(RULE.replace("[expect]", "[expects]"), encoding="utf-8")
    error = run("test", str(file)).exception
    assert isinstance(error, DataFileError)
    assert error.exit_code == 2
    assert str(file) in str(error)
    assert "did you mean 'expect'?" in str(error)


def test_write_makes_a_page_for_every_rule(tmp_path: Path) -> None:
    found = run("write", str(tmp_path / "pages"))
    assert found.exit_code == 0
    assert (tmp_path / "pages/nl/mediawet/in-video.md").exists()
    assert "nl/mediawet/in-video.md" in (tmp_path / "pages/README.md").read_text(encoding="utf-8")
