"""Clips made with PyAV, read by the real recogniser; where only the planning matters, by a reader of coloured bars."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest
from benchmarks.clips import Clip, Mark, save

from herkenbaar.evidence.cache import Cache
from herkenbaar.evidence.ocr import Line, RapidReader
from herkenbaar.evidence.prospects import Look
from herkenbaar.evidence.screen import add_screen
from herkenbaar.evidence.windows import Prospect
from herkenbaar.legibility import Legibility, grade_down
from herkenbaar.model import Cue, Evidence, Kind, Platform
from herkenbaar.settings import Screen

if TYPE_CHECKING:
    from herkenbaar.evidence.frames import Picture

VIDEO = Evidence(platform=Platform.TIKTOK, id="1", kind=Kind.VIDEO)
RED = (230, 0, 0)


def bar(start: float, end: float) -> Mark:
    return Mark("I", start, end, height=0.2, colour=RED, box=RED)


class BarReader:
    """Reads "Reclame" where the picture holds a red bar, and counts how often it is asked."""

    name = "bars"

    def __init__(self) -> None:
        self.asked = 0

    def lines(self, picture: Picture) -> tuple[Line, ...]:
        self.asked += 1
        red = (picture[..., 0] > 180) & (picture[..., 1] < 60)
        return (Line(0.1, 0.1, 0.4, 0.15, "Reclame", 0.99, 0.04),) if red.sum() > 20 else ()


@pytest.fixture
def make(tmp_path: Path) -> Callable[[Clip], Path]:
    return lambda clip: save(clip, tmp_path / "clip.mp4")


def small(seconds: float, *marks: Mark) -> Clip:
    return Clip(marks, seconds=seconds, width=64, height=112, fps=4, gop=8, scenes=1)


# --- with the real recogniser ---


def unscaled(settings: Screen) -> Screen:
    """Frames as small as they are: half the time."""
    return msgspec.structs.replace(settings, short_side=360)


def test_marks_of_half_a_second_two_seconds_and_throughout_are_found_with_their_times(
    make: Callable[[Clip], Path], reader: RapidReader, screen_settings: Screen
) -> None:
    marks = (
        Mark("Reclame", height=0.06, y=0.1),
        Mark("Advertentie", 1, 1.5, height=0.06, y=0.4),
        Mark("Gesponsord", 2, 4, height=0.06, y=0.7),
        Mark("Betaalde promotie", 1, 4, height=0.02, y=0.86),
    )
    path = make(Clip(marks, seconds=5, background="busy"))
    seen = add_screen(VIDEO, path, reader=reader, settings=unscaled(screen_settings))
    cues = {cue.text: cue for cue in seen.evidence.screen or ()}
    reasons = {text: getattr(grade_down(cue, Legibility()), "code", None) for text, cue in cues.items()}
    assert {text: (cue.start, cue.end) for text, cue in cues.items()} == {
        "Reclame": (0, 5),
        "Advertentie": (1, 1.5),
        "Gesponsord": (2, 4),
        "Betaalde promotie": (1, 4),
    }
    assert reasons == {
        "Reclame": None,
        "Advertentie": "shown_too_short",
        "Gesponsord": "shown_too_short",
        "Betaalde promotie": "too_small",
    }
    assert [cue.place for cue in cues.values()] == ["top", "middle", "under_buttons", "bottom"]
    assert seen.frames_read < seen.frames_seen * 0.6, "frames that hardly differ are not read"
    assert seen.evidence.watched is None
    assert "rapidocr" in seen.evidence.sources["screen"]


def test_words_that_fade_in_and_out_or_move_are_one_cue(
    make: Callable[[Clip], Path], reader: RapidReader, screen_settings: Screen
) -> None:
    marks = (Mark("Betaald partnerschap", 0.5, 4, fade=1), Mark("Reclame", 1, 3, y=0.5, speed=0.15))
    path = make(Clip(marks, seconds=4.5, width=640, height=360))
    seen = add_screen(VIDEO, path, reader=reader, settings=unscaled(screen_settings))
    cues = {cue.text: cue for cue in seen.evidence.screen or ()}
    assert set(cues) == {"Betaald partnerschap", "Reclame"}
    assert cues["Betaald partnerschap"].end - cues["Betaald partnerschap"].start == pytest.approx(3, abs=0.6)
    assert (cues["Reclame"].start, cues["Reclame"].end) == (1, 3)


# --- planning ---


def settle_on_words(evidence: Evidence) -> Look:
    found = [(cue.start, cue.end) for cue in evidence.screen or ()]
    return Look(Prospect.SETTLED if found else Prospect.OPEN, found)


def test_looking_stops_as_soon_as_the_verdict_is_settled(make: Callable[[Clip], Path], screen_settings: Screen) -> None:
    path = make(small(100, bar(2, 9)))
    seen = add_screen(VIDEO, path, reader=BarReader(), settings=screen_settings, decide=settle_on_words)
    assert seen.evidence.watched == ((0, 10),)
    assert seen.evidence.sources["screen"] == "bars; watched 10 of 100 s; no further second could change the verdict"
    assert seen.evidence.screen == (Cue(2, 9, "Reclame", 0.99, 0.04, "top"),)
    assert seen.frames_seen == 20


def test_words_that_looking_broke_off_are_followed_until_they_have_stayed_long_enough(
    make: Callable[[Clip], Path], screen_settings: Screen
) -> None:
    path = make(small(100, bar(8.5, 20)))
    seen = add_screen(VIDEO, path, reader=BarReader(), settings=screen_settings, decide=settle_on_words)
    assert seen.evidence.watched == ((0, 13),)
    assert seen.evidence.screen == (Cue(8.5, 13, "Reclame", 0.99, 0.04, "top"),)


def test_words_that_do_not_matter_are_not_followed(make: Callable[[Clip], Path], screen_settings: Screen) -> None:
    path = make(small(100, bar(8.5, 20)))
    look = Look(Prospect.SETTLED)
    decide = lambda evidence: look if evidence.screen else Look(Prospect.OPEN)  # noqa: E731
    seen = add_screen(VIDEO, path, reader=BarReader(), settings=screen_settings, decide=decide)
    assert seen.evidence.watched == ((0, 10),)


def test_without_any_cause_only_the_opening_and_the_end_are_looked_at(
    make: Callable[[Clip], Path], screen_settings: Screen
) -> None:
    path = make(small(100, bar(50, 60)))
    look = Look(Prospect.NO_CAUSE)
    seen = add_screen(VIDEO, path, reader=BarReader(), settings=screen_settings, decide=lambda _: look)
    assert seen.evidence.watched == ((0, 30), (90, 100))
    assert seen.evidence.screen == ()


def test_a_place_that_points_to_advertising_is_looked_at_before_the_rest(
    make: Callable[[Clip], Path], screen_settings: Screen
) -> None:
    path = make(small(200, bar(119, 124)))

    def decide(evidence: Evidence) -> Look:
        look = settle_on_words(evidence)
        return Look(look.prospect, [*look.points, (120.0, 121.0)])

    seen = add_screen(VIDEO, path, reader=BarReader(), settings=screen_settings, decide=decide)
    assert seen.evidence.watched == ((0, 30), (115, 125), (190, 200))
    assert seen.evidence.screen == (Cue(119, 124, "Reclame", 0.99, 0.04, "top"),)


def test_a_mark_that_stays_long_enough_is_never_missed_and_then_timed_closely(
    make: Callable[[Clip], Path], screen_settings: Screen
) -> None:
    path = make(small(150, bar(70.5, 73.5)))

    def decide(evidence: Evidence) -> Look:
        return Look(Prospect.OPEN, [(cue.start, cue.end) for cue in evidence.screen or ()])

    seen = add_screen(VIDEO, path, reader=BarReader(), settings=screen_settings, decide=decide)
    assert seen.evidence.watched is None
    assert seen.evidence.screen == (Cue(70.5, 73.5, "Reclame", 0.99, 0.04, "top"),)
    assert seen.frames_seen < 150, "half of what reading every half second would take"


def test_frames_that_an_earlier_run_read_are_not_decoded_again(
    make: Callable[[Clip], Path], screen_settings: Screen, tmp_path: Path
) -> None:
    path, cache = make(small(20, bar(2, 9))), Cache(tmp_path / "cache")
    first = add_screen(VIDEO, path, reader=BarReader(), settings=screen_settings, cache=cache)
    again = BarReader()
    renamed = path.rename(tmp_path / "other name.mp4")
    second = add_screen(VIDEO, renamed, reader=again, settings=screen_settings, cache=cache)
    assert second.evidence == first.evidence
    assert (second.frames_seen, again.asked) == (0, 0)


def test_work_that_takes_too_long_ends_with_what_was_seen(
    make: Callable[[Clip], Path], screen_settings: Screen
) -> None:
    hurried = msgspec.structs.replace(screen_settings, most_work=1e-9)
    evidence = add_screen(VIDEO, make(small(20, bar(2, 9))), reader=BarReader(), settings=hurried).evidence
    assert evidence.screen is None
    assert evidence.gaps == {"screen": "the limit of 0 s of work per video was reached"}


def test_a_verdict_that_the_screen_cannot_change_needs_no_look(
    make: Callable[[Clip], Path], screen_settings: Screen
) -> None:
    reader = BarReader()
    seen = add_screen(
        VIDEO, make(small(20)), reader=reader, settings=screen_settings, decide=lambda _: Look(Prospect.SETTLED)
    )
    assert seen.evidence.gaps == {"screen": "no further second could change the verdict"}
    assert reader.asked == 0


def test_progress_is_told_by_the_second(make: Callable[[Clip], Path], screen_settings: Screen) -> None:
    told: list[tuple[float, float]] = []
    add_screen(
        VIDEO,
        make(small(5)),
        reader=BarReader(),
        settings=screen_settings,
        progress=lambda at, duration: told.append((at, duration)),
    )
    assert told[0] == (0, 5)
    assert told[-1] == (4.5, 5)


def test_an_hour_of_video_is_looked_at_in_places(make: Callable[[Clip], Path], screen_settings: Screen) -> None:
    hour = Clip((bar(3580, 3600),), seconds=3600, width=64, height=36, fps=1, gop=30)
    seen = add_screen(VIDEO, make(hour), reader=BarReader(), settings=screen_settings, decide=settle_on_words)
    assert seen.evidence.watched == ((0, 30), (3590, 3600))
    assert seen.evidence.duration == pytest.approx(3600)


def test_stickers_that_the_platform_gives_are_taken_without_reading_a_picture(screen_settings: Screen) -> None:
    given = msgspec.structs.replace(VIDEO, screen=(Cue(0, 3, "Reclame"),), sources={"screen": "stickers"})
    reader = BarReader()
    assert add_screen(given, Path("absent.mp4"), reader=reader, settings=screen_settings).evidence == given
    assert reader.asked == 0


def test_a_file_that_cannot_be_read_makes_a_gap_and_no_error(tmp_path: Path, screen_settings: Screen) -> None:
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(bytes(range(256)) * 40)
    evidence = add_screen(VIDEO, broken, reader=BarReader(), settings=screen_settings).evidence
    assert evidence.screen is None
    assert evidence.gaps["screen"].startswith("not a readable video")
    assert evidence.gaps["screen"].endswith("(play the file, or save or download it again)")


def test_a_file_shorter_than_the_platform_says_is_not_the_whole_video(
    make: Callable[[Clip], Path], screen_settings: Screen
) -> None:
    longer = msgspec.structs.replace(VIDEO, duration=60.0)
    evidence = add_screen(longer, make(small(10)), reader=BarReader(), settings=screen_settings).evidence
    assert evidence.watched == ((0, 10),)
    assert evidence.duration == 60
    assert evidence.sources["screen"] == "bars; watched 10 of 60 s; the file ends there"
