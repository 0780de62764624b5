"""How sponsor reads are counted, and that the baselines do what their descriptions say."""

from __future__ import annotations

import pytest
from benchmarks.accuracy.tracks import Span, Track, made_tracks, moments, overlap, score

from benchmarks import bayes, cue_words, reads
from herkenbaar.model import Cue

TALK = "the heron stands in the ditch and waits for the frog to move again"
READ = "buy the rope of orvel with the code knots for a discount and sign up at orvel"


def track(*texts: str, reads: tuple[Span, ...] = ()) -> Track:
    cues = tuple(Cue(10.0 * number, 10.0 * number + 10.0, text) for number, text in enumerate(texts))
    return Track("a", cues, reads)


@pytest.mark.parametrize(
    ("one", "two", "share"),
    [((0, 10), (0, 10), 1.0), ((0, 10), (5, 15), 1 / 3), ((0, 10), (10, 20), 0.0), ((3, 3), (3, 3), 0.0)],
)
def test_overlap_is_intersection_over_union(one: Span, two: Span, share: float) -> None:
    assert overlap(one, two) == pytest.approx(share)


def test_words_are_spread_evenly_over_their_cue() -> None:
    assert list(moments([Cue(0, 4, "a b"), Cue(4, 6, "c"), Cue(6, 7, "")])) == [1.0, 3.0, 5.0]


@pytest.mark.parametrize(
    ("told", "figures"),
    [
        ([(10.0, 20.0)], {"word_precision": 1.0, "word_recall": 1.0, "word_f1": 1.0, "found": 1.0, "touched": 1.0}),
        ([(10.0, 15.0)], {"word_precision": 1.0, "word_recall": 0.5, "found": 1.0}),
        ([(18.0, 30.0)], {"found": 0.0, "touched": 1.0}),
        ([], {"word_precision": 1.0, "word_recall": 0.0, "word_f1": 0.0, "found": 0.0, "spans_per_track": 0.0}),
        ([(0.0, 10.0), (20.0, 30.0)], {"word_precision": 0.0, "touched": 0.0, "spans_per_track": 2.0}),
    ],
)
def test_reads_are_counted_in_words_and_in_whole(told: list[Span], figures: dict[str, float]) -> None:
    scores = score([track("a b c d", "e f g h", "i j k l", reads=((10.0, 20.0),))], [told])
    assert {name: scores.figures()[name] for name in figures} == pytest.approx(figures)


def test_a_track_without_reads_is_accused_by_any_span() -> None:
    quiet = track(TALK)
    assert score([quiet, quiet], [[(0.0, 5.0)], []]).figures()["false_alarms"] == 0.5


def test_our_tracks_have_reads_in_both_languages_several_in_some_and_none_in_others() -> None:
    tracks = made_tracks()
    for language in ("en", "nl"):
        counts = [len(each.reads) for each in tracks if each.name.startswith(language)]
        assert sum(count > 0 for count in counts) >= 5
        assert sum(count == 0 for count in counts) >= 3
        assert max(counts) >= 2
    assert all(0 <= start < end <= each.cues[-1].end for each in tracks for start, end in each.reads)


def test_the_naive_bayes_finds_words_like_those_it_was_taught() -> None:
    taught = [track(*[TALK] * 12, *[READ] * 4, *[TALK] * 12, reads=((120.0, 160.0),))]
    model = bayes.learn(taught, [bayes.tokenise(each.cues) for each in taught])
    ((start, end),) = model.find(bayes.tokenise(track(*[TALK] * 20, *[READ] * 4, *[TALK] * 20).cues))
    assert overlap((start, end), (200.0, 240.0)) > 0.4


def test_the_cue_word_search_joins_hits_that_stand_close_together() -> None:
    sells = track(TALK, "Use the code knots", "link in the description", "Sign up", TALK).cues
    assert cue_words.search(sells) == cue_words.search_lower(sells) == [(10.0, 40.0)]
    assert cue_words.search(track(TALK, "use the code knots", TALK).cues) == []


def test_without_the_real_tracks_the_benchmark_says_so_and_promises_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(reads, "shared_folder", lambda: None)
    monkeypatch.setattr(reads, "REPEATED", 1)
    monkeypatch.setattr(reads, "ROUNDS", 1)
    figures = reads.run()
    assert "not here" in capsys.readouterr().out
    assert {figure.holds for figure in figures} == {None}
    assert [figure.value for figure in figures if figure.what == "tracks"] == ["20"]
