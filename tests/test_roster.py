"""What may stand in the roster, and its CSV file."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from herkenbaar.config import load
from herkenbaar.errors import ConfigError, UsageError
from herkenbaar.model import Problem
from herkenbaar.roster import (
    Entry,
    SourceKind,
    from_settings,
    identify,
    make_entry,
    read_csv,
    schedule_of,
    since_of,
    write_csv,
)
from herkenbaar.settings import Group, Settings, Watched

PAGE = "https://www.youtube.com/@lisa"


@pytest.fixture(scope="module")
def settings() -> Settings:
    return load().settings


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://www.youtube.com/@Lisa", "https://www.youtube.com/@Lisa"),
        ("http://m.youtube.com/@Lisa/videos?view=0#top", "https://www.youtube.com/@Lisa"),
        ("https://youtube.com/channel/UC123/", "https://www.youtube.com/channel/UC123"),
        ("https://www.tiktok.com/@lisa?lang=nl", "https://www.tiktok.com/@lisa"),
        ("https://www.instagram.com/lisa/reels/", "https://www.instagram.com/lisa"),
    ],
)
def test_a_page_is_known_by_one_form(typed: str, kept: str) -> None:
    assert identify(typed) == (kept, SourceKind.PLATFORM)


def test_a_folder_is_bundles_and_a_file_is_evidence(tmp_path: Path) -> None:
    file = tmp_path / "lisa.jsonl"
    file.touch()
    assert identify(str(tmp_path)) == (str(tmp_path), SourceKind.BUNDLES)
    assert identify(str(file)) == (str(file), SourceKind.EVIDENCE)
    assert make_entry(str(file)).name == "lisa"


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "no source"),
        ("@lisa", "no such file.*name the page"),
        ("/nowhere/lisa.jsonl", "no such file"),
        ("https://www.youtube.com/", "names no creator"),
        ("https://example.org/@lisa", "not a page of a known platform"),
        ("https://notyoutube.com/@lisa", "not a page of a known platform"),
        ("https://youtube.com.example.org/@lisa", "not a page of a known platform"),
        ("ftp://youtube.com/@lisa", "not a page of a known platform"),
        ("https://www.youtube.com/@" + "x" * 700, "longer than"),
        (__file__, "not an evidence file"),
    ],
)
def test_what_is_no_source_is_refused_with_the_remedy(typed: str, reason: str) -> None:
    with pytest.raises(UsageError, match=reason):
        make_entry(typed)


def test_a_wrong_schedule_is_refused() -> None:
    with pytest.raises(UsageError, match="not a schedule"):
        make_entry(PAGE, schedule="at six")


def watch(settings: Settings, *watched: Watched, groups: tuple[Group, ...] = ()) -> Settings:
    return msgspec.structs.replace(settings, creators=watched, groups=groups)


def test_creators_of_the_configuration_are_entries(settings: Settings) -> None:
    asked = watch(settings, Watched(source=PAGE, name="Lisa", groups=("b", "a", "a"), since=date(2024, 1, 1)))
    assert from_settings(asked) == (
        Entry(
            source=PAGE,
            kind=SourceKind.PLATFORM,
            name="Lisa",
            groups=("a", "b"),
            since=date(2024, 1, 1),
        ),
    )


@pytest.mark.parametrize(
    ("watched", "reason"),
    [
        (Watched(source="lisa.jsonl"), "number 1: the path of a source must be absolute"),
        (Watched(source="https://example.org"), "number 1: https://example.org: not a page"),
        (Watched(source=PAGE, schedule="x"), "number 1.*not a schedule"),
    ],
)
def test_a_wrong_creator_in_the_configuration_is_named(settings: Settings, watched: Watched, reason: str) -> None:
    with pytest.raises(ConfigError, match=reason):
        from_settings(watch(settings, watched))


def test_a_wrong_schedule_of_a_group_is_named(settings: Settings) -> None:
    with pytest.raises(ConfigError, match=r"\[\[groups\]\] a: not a schedule"):
        from_settings(watch(settings, groups=(Group(name="a", schedule="x"),)))


def test_the_nearest_schedule_and_date_hold(settings: Settings) -> None:
    asked = watch(
        settings,
        groups=(
            Group(name="a", schedule="0 1 * * *", since=date(2025, 1, 1)),
            Group(name="b", schedule="0 2 * * *", since=date(2024, 1, 1)),
        ),
    )
    own = make_entry(PAGE, groups=["b"], schedule="0 3 * * *", since=date(2026, 1, 1))
    assert (schedule_of(own, asked), since_of(own, asked)) == ("0 3 * * *", date(2026, 1, 1))
    both = make_entry(PAGE, groups=["b", "a"])
    assert (schedule_of(both, asked), since_of(both, asked)) == ("0 1 * * *", date(2024, 1, 1))
    alone = make_entry(PAGE)
    assert (schedule_of(alone, asked), since_of(alone, asked)) == (settings.sweep.schedule, None)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_file_of_any_spreadsheet_is_read(delimiter: str) -> None:
    rows = (["\ufeffSource", " Name ", "since"], [PAGE, "Lisa", "2024-12-31"], ["", "", ""])
    text = "\r\n".join(delimiter.join(row) for row in rows)
    assert list(read_csv(text)) == [make_entry(PAGE, name="Lisa", since=date(2024, 12, 31))]


def test_a_wrong_row_is_named_and_the_others_are_read() -> None:
    found = list(read_csv(f"source,since\nhttps://example.org,\n{PAGE},soon\n{PAGE},\n"))
    assert found == [
        Problem("line 2: https://example.org", "not a page of a known platform", found[0].remedy),  # type: ignore[union-attr]
        Problem("line 3", "not a date: soon", "write it as 2024-12-31"),
        make_entry(PAGE),
    ]


@pytest.mark.parametrize(
    ("text", "reason"), [("", "no column 'source'"), ("source,colour\n", "unknown column: colour")]
)
def test_a_file_with_another_header_is_refused(text: str, reason: str) -> None:
    with pytest.raises(UsageError, match=reason):
        list(read_csv(text))


NAMES = st.text(st.characters(codec="utf-8"), max_size=20)


@given(NAMES, st.lists(st.sampled_from(["client A", "=cmd()", "@shop"])), st.sampled_from(["", "=1+1", "a\nb"]))
def test_what_is_written_is_read_back(name: str, groups: list[str], notes: str) -> None:
    entry = make_entry(PAGE, name=name, groups=groups)
    out = io.StringIO()
    write_csv([entry, make_entry(PAGE, notes=notes)], out)
    read = list(read_csv(out.getvalue()))
    assert read[0] == entry
    assert not out.getvalue().splitlines()[1].split(",")[1].startswith(("=", "@"))
