from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from benchmarks.clips import Clip, save
from hypothesis import given
from hypothesis import strategies as st

from herkenbaar.evidence.cache import Cache
from herkenbaar.evidence.frames import Film
from herkenbaar.evidence.ocr import Line
from herkenbaar.evidence.watcher import Shelf, Watcher, overlap
from herkenbaar.evidence.windows import merge, total
from herkenbaar.model import Range
from herkenbaar.settings import Screen

if TYPE_CHECKING:
    from herkenbaar.evidence.frames import Picture


class NoReader:
    """Reads nothing; ends the run after so many pictures, as a kill would."""

    name = "none"

    def __init__(self, ends_after: int = 10**6) -> None:
        self.left = ends_after

    def lines(self, picture: Picture) -> tuple[Line, ...]:
        if not self.left:
            raise KeyboardInterrupt
        self.left -= 1
        return (Line(0.1, 0.1, 0.5, 0.2, f"picture {self.left}", 0.9, 0.05),)


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    clip = Clip(seconds=20, width=64, height=112, fps=4, scenes=0.5, background="busy")
    return save(clip, tmp_path_factory.mktemp("film") / "film.mp4")


def test_a_run_that_is_killed_goes_on_where_it_was(film: Path, tmp_path: Path, screen_settings: Screen) -> None:
    cache = Cache(tmp_path)
    with Film(film) as opened:
        watcher = Watcher(opened, NoReader(12), screen_settings, shelf=Shelf(cache, path=film, settings="x"))
        watcher.watch(0, 5, closely=True)
        with pytest.raises(KeyboardInterrupt):
            watcher.watch(5, 10, closely=True)
    with Film(film) as opened:
        again = Watcher(opened, NoReader(), screen_settings, shelf=Shelf(cache, path=film, settings="x"))
        again.watch(0, 10, closely=True)
    assert again.frames_seen == 8, "the twelve frames that were read are not read again"


KILLED = """
import os, signal, sys
from pathlib import Path
from herkenbaar import config
from herkenbaar.evidence.cache import Cache
from herkenbaar.evidence.frames import Film
from herkenbaar.evidence.watcher import Shelf, Watcher

class Reader:
    name, left = "none", 7
    def lines(self, picture):
        if not self.left:
            os.kill(os.getpid(), signal.SIGKILL)
        self.left -= 1
        return ()

path = Path(sys.argv[1])
with Film(path) as film:
    shelf = Shelf(Cache(Path(sys.argv[2])), path=path, settings="x")
    Watcher(film, Reader(), config.load().settings.screen, shelf=shelf).watch(0, 10, closely=True)
"""


def test_a_process_that_is_killed_in_the_middle_of_a_stretch_keeps_every_frame_it_read(
    film: Path, tmp_path: Path
) -> None:
    killed = subprocess.run([sys.executable, "-c", KILLED, str(film), str(tmp_path)], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert len(Shelf(Cache(tmp_path), path=film, settings="x").lines) == 7


def test_other_settings_read_anew(film: Path, tmp_path: Path) -> None:
    shelf = Shelf(Cache(tmp_path), path=film, settings="one")
    shelf.put(0, ())
    assert Shelf(Cache(tmp_path), path=film, settings="one").lines == {0: ()}
    assert Shelf(Cache(tmp_path), path=film, settings="two").lines == {}


def test_a_rough_look_takes_a_frame_every_three_seconds(film: Path, screen_settings: Screen) -> None:
    with Film(film) as opened:
        watcher = Watcher(opened, NoReader(), screen_settings, shelf=Shelf())
        watcher.watch(0, 20, closely=False)
    assert watcher.frames_seen in (7, 8)
    assert watcher.watched == ((0, 20),)


def test_only_what_was_looked_at_roughly_is_unclear(film: Path, screen_settings: Screen) -> None:
    with Film(film) as opened:
        watcher = Watcher(opened, NoReader(), screen_settings, shelf=Shelf())
        watcher.watch(0, 8, closely=True)
        watcher.watch(8, 20, closely=False)
        assert watcher.unclear([(2.0, 3.0)]) == ()
        assert watcher.unclear([(12.0, 13.0)]) == ((9.0, 16.0),)
        watcher.watch(9, 16, closely=True)
        assert watcher.unclear([(12.0, 13.0)]) == ()


class Subtitled(NoReader):
    """Reads a mark that stays, and a subtitle that changes with every picture."""

    def lines(self, picture: Picture) -> tuple[Line, ...]:
        """Both."""
        self.left -= 1
        subtitle = ("eerst de uien", "dan wortels", "wacht een uurtje", "proeven maar")[self.left % 4]
        return (Line(0.1, 0.1, 0.5, 0.2, subtitle, 0.9, 0.05), Line(0.1, 0.7, 0.5, 0.8, "reclame", 0.9, 0.05))


def test_subtitles_under_a_mark_that_stays_do_not_lead_through_the_film(film: Path, screen_settings: Screen) -> None:
    with Film(film) as opened:
        watcher = Watcher(opened, Subtitled(), screen_settings, shelf=Shelf())
        watcher.watch(0, 8, closely=True)
        mark = next(cue for cue in watcher.cues() if cue.text == "reclame")
        assert watcher.unclear([(mark.start, mark.end)]) == ()
        short = next(cue for cue in watcher.cues() if cue.end == mark.end and cue.text != "reclame")
        assert watcher.unclear([(short.start, short.end)]) == ((8.0, 8.0 + screen_settings.min_seconds),)


RANGES = st.lists(st.tuples(st.floats(0, 50), st.floats(0, 20)).map(lambda pair: (pair[0], pair[0] + pair[1])))


@given(RANGES, RANGES)
def test_what_is_in_both_is_in_each(some: list[Range], others: list[Range]) -> None:
    both = overlap(some, others)
    assert both == overlap(others, some)
    assert total(both) <= min(total(some), total(others)) + 1e-6
    assert overlap(both, some) == both == merge(both)
