"""Sponsor reads: where they begin and end, and what opens none."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from herkenbaar.lexicon import load_lexicon
from herkenbaar.model import Cue, Evidence, Platform, Signal
from herkenbaar.reading.passages import passages
from herkenbaar.reading.reads import find_reads

TALK = (
    "so here we are at the lake", "the water is cold today", "my brother fell in twice", "we try again tomorrow",
    "look at that bird over there", "it has been raining all week", "this stone looks like a frog",
    "lunch was soup again",
)  # fmt: skip
READ = (
    "this video is sponsored by skillshare", "skillshare is an online learning community with thousands of classes",
    "you can learn design and photography at your own pace", "the first 500 people get two months free",
    "just use the link in the description to sign up", "thanks again to skillshare for sponsoring this video",
)  # fmt: skip
DUTCH = (
    "deze video wordt gesponsord door nord vpn", "met één klik zit je veilig op het internet",
    "je krijgt nu vier maanden extra", "via de link in de beschrijving met dertig dagen geld terug",
)  # fmt: skip


def reads(*parts: tuple[str, ...]) -> list[Signal]:
    texts = [text for part in parts for text in part]
    cues = tuple(Cue(4.0 * number, 4.0 * number + 3.9, text) for number, text in enumerate(texts))
    (passage,) = passages(Evidence(platform=Platform.YOUTUBE, id="1", speech=cues))
    lexicon = load_lexicon()
    return list(find_reads(lexicon, passage, lexicon.find(passage.folded)))


@pytest.mark.parametrize("read", [READ, DUTCH], ids=["english", "dutch"])
def test_a_read_is_found_from_its_first_to_its_last_second(read: tuple[str, ...]) -> None:
    (found,) = reads(TALK * 3, read, TALK * 3)
    first, last = 4.0 * len(TALK * 3), 4.0 * len(TALK * 3 + read)
    assert found.start is not None
    assert found.end is not None
    shared = min(found.end, last) - max(found.start, first)
    assert shared / (max(found.end, last) - min(found.start, first)) >= 0.5


def test_two_reads_in_one_video_are_two() -> None:
    assert len(reads(TALK * 8, READ, TALK * 12, READ, TALK * 8)) == 2


def test_plain_talk_holds_no_read() -> None:
    assert reads(TALK * 10) == []


def test_a_link_to_the_sources_is_no_read() -> None:
    assert reads(TALK * 5, ("the sources are linked in the description",), TALK * 5) == []


@given(st.lists(st.sampled_from((*TALK, *READ, *DUTCH)), min_size=1, max_size=60))
def test_reads_lie_in_the_video_in_order_and_apart(texts: list[str]) -> None:
    found = [(read.start or 0.0, read.end or 0.0) for read in reads(tuple(texts))]
    assert all(0 <= start < end <= 4.0 * len(texts) for start, end in found)
    assert all(before[1] <= after[0] + 4.0 for before, after in pairwise(found))
