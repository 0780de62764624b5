from __future__ import annotations

from herkenbaar.errors import InputError
from herkenbaar.evidence.gaps import gaps_but, reason_of, with_gap
from herkenbaar.model import Cue, Evidence, Platform

VIDEO = Evidence(platform=Platform.TIKTOK, id="1", speech=(Cue(0, 1, "hallo"),), gaps={"screen": "no file"})


def test_a_gap_is_added_and_what_is_known_stays() -> None:
    evidence = with_gap(VIDEO, "speech", "is empty")
    assert evidence.gaps == {"screen": "no file", "speech": "is empty"}
    assert evidence.speech == VIDEO.speech


def test_a_surface_that_is_looked_at_is_no_gap() -> None:
    assert gaps_but(VIDEO, "screen") == {}
    assert gaps_but(VIDEO, "speech") == VIDEO.gaps


def test_a_reason_names_the_remedy_and_no_path() -> None:
    assert reason_of(InputError("is empty", where="/home/a/b.mp4", remedy="download it again")) == (
        "is empty (download it again)"
    )
    assert reason_of(InputError("is empty")) == "is empty"
