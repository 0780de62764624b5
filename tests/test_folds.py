"""Folds: what a visitor sees who presses nothing, per view, and where a piece of text stands."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from herkenbaar.errors import DataFileError
from herkenbaar.folds import Device, cut, hidden_on, load_folds, zone_of
from herkenbaar.model import Evidence, FoldedText, Kind, Platform, Surface, Zone

TABLE = load_folds()
BODY = Surface.DESCRIPTION


def video(platform: str, kind: str, description: str, title: str = "", lines: int | None = None) -> Evidence:
    return Evidence(
        platform=Platform(platform),
        id="v1",
        kind=Kind(kind),
        title=title,
        description=description,
        collapsed_lines=lines,
    )


def zone(evidence: Evidence, quote: str, surface: Surface = BODY, device: Device = "widest") -> Zone | None:
    text = evidence.title if surface is Surface.TITLE else evidence.description
    assert text is not None
    start = text.index(quote)
    return zone_of(cut(evidence, TABLE, device), surface, start, start + len(quote))


@pytest.mark.parametrize(
    ("platform", "kind", "before", "expected"),
    [
        ("youtube", "video", "", Zone.VISIBLE),
        ("youtube", "video", "een regel\n", Zone.VISIBLE),
        ("youtube", "video", "een\ntwee\n", Zone.UNCERTAIN),
        ("youtube", "video", "een\ntwee\ndrie\n", Zone.HIDDEN),
        ("youtube", "video", "\n\n\n", Zone.HIDDEN),
        ("youtube", "video", "x" * 130, Zone.VISIBLE),
        ("youtube", "video", "x" * 200, Zone.UNCERTAIN),
        ("youtube", "video", "x" * 300, Zone.HIDDEN),
        ("youtube", "live", "een\ntwee\ndrie\n", Zone.HIDDEN),
        ("youtube", "short", "", Zone.HIDDEN),
        ("tiktok", "short", "", Zone.VISIBLE),
        ("tiktok", "video", "x" * 40, Zone.VISIBLE),
        ("tiktok", "video", "x" * 60, Zone.UNCERTAIN),
        ("tiktok", "video", "x" * 150, Zone.HIDDEN),
        ("tiktok", "video", "een\ntwee\n", Zone.HIDDEN),
        ("instagram", "reel", "x" * 100, Zone.VISIBLE),
        ("instagram", "reel", "x" * 126, Zone.UNCERTAIN),
        ("instagram", "reel", "x" * 150, Zone.HIDDEN),
        ("instagram", "post", "een\ntwee\n", Zone.VISIBLE),
        ("instagram", "post", "een\ntwee\ndrie\n", Zone.HIDDEN),
    ],
)
def test_a_mark_stands_before_or_behind_the_fold(platform: str, kind: str, before: str, expected: Zone) -> None:
    assert zone(video(platform, kind, f"{before}#reclame\nen de rest"), "#reclame") is expected


def test_a_mark_that_is_cut_in_two_is_uncertain() -> None:
    """It starts where it shows and ends where it may not."""
    assert (
        zone(video("youtube", "video", "x" * 155 + "betaalde samenwerking"), "betaalde samenwerking") is Zone.UNCERTAIN
    )


def test_the_title_always_shows_on_a_watch_page_and_partly_in_shorts() -> None:
    title = "x" * 80 + " reclame"
    assert zone(video("youtube", "video", "", title), "reclame", Surface.TITLE) is Zone.VISIBLE
    assert zone(video("youtube", "short", "", title), "reclame", Surface.TITLE) is Zone.UNCERTAIN
    assert zone(video("youtube", "short", "", "reclame: tent"), "reclame", Surface.TITLE) is Zone.VISIBLE


@pytest.mark.parametrize(
    ("lines", "expected"), [(1, Zone.HIDDEN), (2, Zone.HIDDEN), (3, Zone.VISIBLE), (None, Zone.UNCERTAIN)]
)
def test_a_page_that_states_its_lines_overrules_the_table(lines: int | None, expected: Zone) -> None:
    assert zone(video("youtube", "video", "een\ntwee\n#reclame\nvier", lines=lines), "#reclame") is expected


def test_stated_lines_change_no_view_without_that_page() -> None:
    for platform, kind in (("tiktok", "short"), ("youtube", "short"), ("instagram", "reel")):
        assert cut(video(platform, kind, "a\nb\nc\nd", lines=9), TABLE) == cut(
            video(platform, kind, "a\nb\nc\nd"), TABLE
        )


def test_strictest_asks_for_every_view() -> None:
    """The YouTube app shows nothing of the description, so there only the title can carry the mark."""
    evidence = video("youtube", "video", "reclame", "reclame")
    assert zone(evidence, "reclame", device="strictest") is Zone.HIDDEN
    assert zone(evidence, "reclame", Surface.TITLE, device="strictest") is Zone.VISIBLE


def test_views_in_which_the_mark_does_not_show_are_named_whatever_decides() -> None:
    folds = cut(video("youtube", "video", "reclame"), TABLE)
    assert hidden_on(folds, BODY, 0, 7) == ("app",)
    assert hidden_on(cut(video("instagram", "reel", "x" * 70 + "reclame"), TABLE), BODY, 70, 77) == ("Reels viewer",)


def test_one_view_decides_for_each_text() -> None:
    for (platform, kind), _ in TABLE.views.items():
        folds = cut(video(platform, kind, "tekst", "titel"), TABLE)
        for surface in (Surface.TITLE, BODY):
            assert sum(fold.decides for fold in folds if fold.surface is surface) == 1


def test_a_text_that_was_not_looked_at_has_no_fold() -> None:
    assert cut(Evidence(platform=Platform.YOUTUBE, id="v1"), TABLE) == ()
    assert zone_of((), BODY, 0, 3) is None


def test_newlines_and_emoji_count_as_code_points() -> None:
    assert zone(video("tiktok", "short", "🥪" * 40 + "#ad"), "#ad") is Zone.VISIBLE
    assert zone(video("tiktok", "short", "🥪" * 150 + "#ad"), "#ad") is Zone.HIDDEN


@given(
    st.sampled_from(Platform),
    st.sampled_from(Kind),
    st.text(alphabet="ab \n\r😀", max_size=700),
    st.sampled_from([None, 0, 1, 3, 1000]),
    st.integers(0, 700),
    st.integers(0, 20),
)
def test_every_fold_lies_inside_the_text_and_zones_are_ordered(
    platform: Platform, kind: Kind, text: str, lines: int | None, start: int, length: int
) -> None:
    folds = cut(video(platform, kind, text, text, lines), TABLE)
    assert all(0 <= fold.visible_end <= fold.hidden_start <= len(text) for fold in folds)
    order = [Zone.VISIBLE, Zone.UNCERTAIN, Zone.HIDDEN]
    here, further = (zone_of(folds, BODY, at, at + length) for at in (start, start + 1))
    assert here is not None
    assert further is not None
    assert order.index(here) <= order.index(further)
    strict = zone_of(cut(video(platform, kind, text, text, lines), TABLE, "strictest"), BODY, start, start + length)
    assert strict is not None
    assert order.index(here) <= order.index(strict)


def test_a_million_characters_are_cut_without_being_read() -> None:
    long = cut(video("youtube", "video", "a" * 1_000_000), TABLE)
    assert long == cut(video("youtube", "video", "a" * 1_000), TABLE)


def test_every_view_says_where_its_numbers_come_from() -> None:
    for views in TABLE.views.values():
        assert all(view.source and view.why and view.verified_on for view in views)
        assert not any(view.may_decide and view.confidence == "low" for view in views)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("may_decide = true", "may_decid = true", "did you mean 'may_decide'?"),
        ('platform = "youtube"', 'platform = "youtub"', "did you mean 'youtube'?"),
        ("chars = 125", 'chars = "125"', "view[6].title.visible.chars"),
        (
            'device = "feed"\nmay_decide = true',
            'device = "feed"\nmay_decide = false',
            "platform 'instagram', kind 'video'",
        ),
        ("[[view]]", "[[view", "not valid TOML"),
    ],
)
def test_a_broken_table_names_file_key_and_remedy(tmp_path: Path, old: str, new: str, said: str) -> None:
    text = (Path(__file__).parents[1] / "src/herkenbaar/folds.toml").read_text(encoding="utf-8")
    assert old in text
    file = tmp_path / "folds.toml"
    file.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(DataFileError) as caught:
        load_folds(file)
    assert str(file) in str(caught.value)
    assert said in str(caught.value)


def test_the_made_up_dutch_videos_fall_on_the_side_their_maker_says(shared: Path) -> None:
    """Third-party development data: what its maker calls hidden is never visible here, and the other way round."""
    kinds = {"youtube": "video", "tiktok": "short", "instagram": "reel"}
    for line in (shared / "eval" / "dutch_dev.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        evidence = video(row["platform"], kinds[row["platform"]], row["description"], row["title"])
        folds: tuple[FoldedText, ...] = cut(evidence, TABLE)
        places = [mark for mark in row["labels"]["disclosures"] if mark["surface"] in ("title", "description")]
        zones = [
            zone_of(folds, Surface(mark["surface"]), mark["start"], mark["start"] + len(mark["phrase"]))
            for mark in places
        ]
        expected = Zone.VISIBLE if row["labels"]["in_default_view"] == "yes" else Zone.HIDDEN
        assert set(zones) <= {expected}, row["id"]
