from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from benchmarks.clips import Clip, Mark, save
from PIL import Image

from herkenbaar import config
from herkenbaar.errors import InputError
from herkenbaar.evidence import bundle
from herkenbaar.evidence.stills import MOST, keep_marks, save_stills
from herkenbaar.model import Cue, Evidence, Judged, Platform
from herkenbaar.scan import judge_evidence, prepare

MARK, OTHER = Cue(1, 3, "Reclame"), Cue(0, 4, "welkom")
VIDEO = Evidence(platform=Platform.TIKTOK, id="1", screen=(OTHER, MARK))


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    return save(Clip((Mark("Reclame", 1, 3, colour=(250, 0, 0), height=0.2),), seconds=4), tmp_path / "clip.mp4")


def test_the_frame_of_a_chosen_cue_is_saved_and_named(clip: Path, tmp_path: Path) -> None:
    evidence = save_stills(VIDEO, clip, tmp_path / "stills", of=lambda cue: cue.text == "Reclame")
    other, mark = evidence.screen or ()
    assert other.frame is None
    assert mark.frame == "screen-00002000.jpg"
    with Image.open(tmp_path / "stills" / mark.frame) as picture:
        assert picture.size == (720, 1280)
        assert max(red - green for red, green, _ in picture.resize((40, 40)).get_flattened_data()) > 100


def test_without_a_chosen_cue_no_folder_is_made(clip: Path, tmp_path: Path) -> None:
    assert save_stills(VIDEO, clip, tmp_path / "stills", of=lambda cue: False) == VIDEO
    assert not (tmp_path / "stills").exists()


def test_a_flood_of_words_does_not_fill_the_disk(clip: Path, tmp_path: Path) -> None:
    flood = tuple(Cue(n * 0.05, n * 0.05 + 0.05, str(n)) for n in range(MOST + 20))
    save_stills(msgspec.structs.replace(VIDEO, screen=flood), clip, tmp_path / "stills", of=lambda cue: True)
    assert len(list((tmp_path / "stills").iterdir())) == MOST


def test_a_film_that_is_gone_is_said_by_name(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"gone\.mp4"):
        save_stills(VIDEO, tmp_path / "gone.mp4", tmp_path, of=lambda cue: True)


def judge(evidence: Evidence) -> Judged:
    return judge_evidence(evidence, prepare(config.load().settings))


def test_the_frames_of_marks_become_a_sealed_bundle_with_the_evidence(clip: Path, tmp_path: Path) -> None:
    home = tmp_path / "kept" / "clip"
    kept = keep_marks(judge(VIDEO), clip, home)
    assert [cue.frame for cue in kept.evidence.screen or ()] == [None, "screen-00002000.jpg"]
    assert bundle.load(home) == kept.evidence
    assert set(bundle.verify(home).files) == {"evidence.json", "screen-00002000.jpg"}
    assert list(bundle.find(tmp_path / "kept")) == [home]


def test_the_same_frames_are_kept_once_and_others_beside_what_was_there(clip: Path, tmp_path: Path) -> None:
    home = tmp_path / "kept" / "clip"
    for _ in range(2):
        keep_marks(judge(VIDEO), clip, home)
    assert bundle.list_versions(home) == ()
    keep_marks(judge(msgspec.structs.replace(VIDEO, title="Soep")), clip, home)
    assert len(bundle.list_versions(home)) == 1
    assert [path.name for path in home.parent.iterdir() if path != home] == [bundle.EARLIER]


def test_without_a_mark_there_is_no_bundle(clip: Path, tmp_path: Path) -> None:
    keep_marks(judge(msgspec.structs.replace(VIDEO, screen=(OTHER,))), clip, tmp_path / "kept" / "clip")
    assert not (tmp_path / "kept").exists()


def test_a_film_that_is_gone_leaves_no_half_bundle(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"gone\.mp4"):
        keep_marks(judge(VIDEO), tmp_path / "gone.mp4", tmp_path / "kept" / "clip")
    assert list((tmp_path / "kept").iterdir()) == []
