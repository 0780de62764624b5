"""Real caption tracks of ../shared/eval, written in every format: what was said comes back, each word once."""

from __future__ import annotations

import gzip
import html
import json
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import pytest
from tests.evidence.captions.test_properties import WRITERS

from herkenbaar.evidence.captions import read_captions
from herkenbaar.model import Cue

TRACKS = 25


def tracks(shared: Path) -> Iterator[list[Cue]]:
    with gzip.open(shared / "eval" / "sponsor_reads_dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in islice(lines, TRACKS):
            yield [Cue(*cue) for cue in json.loads(line)["cues"]]


def words(cues: Iterable[Cue]) -> list[str]:
    """The words without punctuation: a masked word ("[&nbsp;__&nbsp;]") is a file's own business."""
    return re.findall(r"[^\W_]+", html.unescape(" ".join(cue.text for cue in cues)))


@pytest.mark.parametrize("form", sorted(WRITERS))
def test_what_was_said_comes_back_out_of_every_format(shared: Path, form: str) -> None:
    for cues in tracks(shared):
        found = read_captions(WRITERS[form](cues).encode())
        assert not found.broken
        assert words(found.cues) == words(cues)
        assert [(cue.start, cue.end) for cue in found.cues] == [
            (pytest.approx(cue.start, abs=0.002), pytest.approx(cue.end, abs=0.002)) for cue in cues
        ]
