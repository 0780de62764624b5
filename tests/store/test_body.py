"""Evidence and verdicts come out of the database as they went in, whatever strangers wrote."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from herkenbaar.model import Cue, Evidence, Platform
from herkenbaar.store.body import mend, pack, unpack

TEXT = st.text(st.characters(codec="utf-8"))


@given(title=TEXT, said=st.lists(TEXT))
def test_what_is_packed_is_unpacked_the_same(title: str, said: list[str]) -> None:
    speech = tuple(Cue(n, n + 1.0, text) for n, text in enumerate(said))
    evidence = Evidence(platform=Platform.YOUTUBE, id="1", title=title, speech=speech)
    assert unpack(pack(evidence), Evidence) == evidence
    assert mend(evidence) is evidence


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({"title": "half \ud83d"}, {"title": "half ?"}),
        ({"gaps": {"speech": "\udc00"}}, {"gaps": {"speech": "?"}}),
        ({"speech": (Cue(0, 1, "\ud83d!"),)}, {"speech": (Cue(0, 1, "?!"),)}),
    ],
)
def test_half_a_character_is_replaced_and_offsets_stay(given: dict[str, Any], kept: dict[str, Any]) -> None:
    mended = mend(Evidence(platform=Platform.TIKTOK, id="1", **given))
    assert {name: getattr(mended, name) for name in kept} == kept
    assert unpack(pack(mended), Evidence) == mended
    assert msgspec.json.encode(mended)
