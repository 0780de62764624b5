"""The digest of what judges changes when, and only when, a verdict could."""

from __future__ import annotations

import shutil
from pathlib import Path

import msgspec
import pytest

from herkenbaar import ruleset
from herkenbaar.config import load
from herkenbaar.ruleset import digest_ruleset
from herkenbaar.settings import Settings


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "package"
    shutil.copytree(Path(ruleset.__file__).parent, folder, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(ruleset, "_PACKAGE", folder)
    return folder


@pytest.fixture
def settings() -> Settings:
    return load().settings


@pytest.mark.parametrize("file", ["folds.toml", "rules/nl/own.toml", "lexicon/new.toml", "text.py", "checks/new.py"])
def test_rules_words_and_code_make_another_digest(package: Path, settings: Settings, file: str) -> None:
    before = digest_ruleset(settings)
    (package / file).parent.mkdir(parents=True, exist_ok=True)
    (package / file).write_text("# changed")
    assert digest_ruleset(settings) != before


@pytest.mark.parametrize("file", ["reports/new.py", "cli/new.py", "store/new.py", "config.toml", "notes.txt"])
def test_what_judges_nothing_makes_none(package: Path, settings: Settings, file: str) -> None:
    before = digest_ruleset(settings)
    (package / file).write_text("# changed")
    assert digest_ruleset(settings) == before


def test_the_deciding_device_and_rule_packs_count(package: Path, settings: Settings, tmp_path: Path) -> None:
    pack = tmp_path / "pack"
    pack.mkdir()
    (pack / "mine.toml").write_text("title = 1")
    replace = msgspec.structs.replace
    variants = [
        settings,
        replace(settings, judge=replace(settings.judge, device="strictest")),
        replace(settings, judge=replace(settings.judge, rule_packs=(str(pack),))),
        replace(settings, speech=replace(settings.speech, confidence=0.123)),
    ]
    assert len({digest_ruleset(variant) for variant in variants}) == len(variants)
