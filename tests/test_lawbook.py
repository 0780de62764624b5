"""Sources of law: each says how well it was read."""

from __future__ import annotations

from pathlib import Path

import pytest

from herkenbaar import lexicon, rulebook
from herkenbaar.datafile import parse
from herkenbaar.errors import DataFileError
from herkenbaar.lawbook import FOLDER, load_laws

SOURCES = load_laws()


def test_what_was_not_read_in_the_source_itself_is_not_called_verified() -> None:
    for name in ("rsm-2026", "sponsoring-2022", "rcc-2025-00178", "nrc", "acm-2022", "rcc-igtv"):
        assert SOURCES[name].status == "secondary", name


def test_a_source_without_a_link_says_so_by_leaving_it_out() -> None:
    assert all(source.link is None or source.link.startswith("https://") for source in SOURCES.values())
    assert SOURCES["ddma-2024"].link is None


def test_every_secondary_source_says_what_was_not_read_or_where_it_was() -> None:
    assert all(source.note for source in SOURCES.values() if source.status != "verified")


def test_rules_cite_sources_of_law_that_exist() -> None:
    cited = {law.ref for rule in rulebook.load().rules for law in rule.law}
    assert cited <= SOURCES.keys()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('status = "verified"', 'status = "verifed"', "did you mean 'verified'?"),
        ('date = "2020-11-01"', 'date = "november"', "at `date`"),
        ("title =", "titel =", "did you mean 'title'?"),
    ],
)
def test_a_broken_source_names_file_key_and_remedy(tmp_path: Path, old: str, new: str, said: str) -> None:
    text = (FOLDER / "mediawet.toml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "mine.toml").write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(DataFileError, match=r"mine\.toml") as caught:
        load_laws([tmp_path])
    assert said in str(caught.value)


def test_two_sources_cannot_share_a_name(tmp_path: Path) -> None:
    (tmp_path / "mediawet.toml").write_bytes((FOLDER / "mediawet.toml").read_bytes())
    with pytest.raises(DataFileError, match="exists already"):
        load_laws([FOLDER, tmp_path])


def test_words_of_the_lexicon_cite_sources_of_law_that_exist() -> None:
    """ "own" marks words of our own choice, which rest on no source."""
    folder = Path(lexicon.__file__).with_name("lexicon")
    groups = [group for path in folder.glob("*.toml") for group in parse(path).get("group", [])]
    cited = {group["source"] for group in groups}
    assert groups
    assert cited - {"own"} <= SOURCES.keys()
