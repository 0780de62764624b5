"""Made cues come back out of every format, and no file, however broken, makes the reader crash or hang."""

from __future__ import annotations

import json
import math
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from herkenbaar.errors import InputError
from herkenbaar.evidence.captions import read_captions
from herkenbaar.model import Cue


def clock(seconds: float, mark: str = ".") -> str:
    whole, thousandths = divmod(round(seconds * 1000), 1000)
    minutes, second = divmod(whole, 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{second:02d}{mark}{thousandths:03d}"


def ms(seconds: float) -> int:
    return round(seconds * 1000)


def as_vtt(cues: list[Cue]) -> str:
    return "WEBVTT\n\n" + "".join(f"{clock(c.start)} --> {clock(c.end)}\n{escape(c.text)}\n\n" for c in cues)


def as_srt(cues: list[Cue]) -> str:
    return "\n".join(f"{n}\n{clock(c.start, ',')} --> {clock(c.end, ',')}\n{c.text}\n" for n, c in enumerate(cues))


def as_json3(cues: list[Cue]) -> str:
    events = [{"tStartMs": ms(c.start), "dDurationMs": ms(c.end - c.start), "segs": [{"utf8": c.text}]} for c in cues]
    return json.dumps({"events": events})


def as_srv1(cues: list[Cue]) -> str:
    rows = "".join(f'<text start="{c.start}" dur="{c.end - c.start:.3f}">{escape(escape(c.text))}</text>' for c in cues)
    return f"<transcript>{rows}</transcript>"


def as_srv2(cues: list[Cue]) -> str:
    rows = "".join(f'<text t="{ms(c.start)}" d="{ms(c.end - c.start)}">{escape(escape(c.text))}</text>' for c in cues)
    return f"<timedtext>{rows}</timedtext>"


def as_srv3(cues: list[Cue]) -> str:
    rows = "".join(f'<p t="{ms(c.start)}" d="{ms(c.end - c.start)}">{escape(c.text)}</p>' for c in cues)
    return f'<timedtext format="3"><body>{rows}</body></timedtext>'


def as_ttml(cues: list[Cue]) -> str:
    rows = "".join(f'<p begin="{clock(c.start)}" end="{ms(c.end)}ms">{escape(c.text)}</p>' for c in cues)
    return f'<tt xmlns="http://www.w3.org/ns/ttml"><body><div>{rows}</div></body></tt>'


def as_utterances(cues: list[Cue]) -> str:
    rows = [{"text": c.text, "start_time": ms(c.start), "end_time": ms(c.end)} for c in cues]
    return json.dumps({"utterances": rows})


WRITERS = {
    "json3": as_json3,
    "srt": as_srt,
    "srv1": as_srv1,
    "srv2": as_srv2,
    "srv3": as_srv3,
    "tiktok": as_utterances,
    "ttml": as_ttml,
    "vtt": as_vtt,
}


WORDS = st.text(alphabet="abcdefghijklmnopqrstuvwxyzéëïABC", min_size=1, max_size=8)
SENTENCES = st.lists(WORDS, min_size=1, max_size=6).map(" ".join)
MILLISECONDS = st.integers(min_value=0, max_value=500_000_000)


@st.composite
def made_cues(draw: st.DrawFn) -> list[Cue]:
    sentences = draw(st.lists(SENTENCES, max_size=12))
    times = sorted(draw(st.lists(MILLISECONDS, min_size=2 * len(sentences), max_size=2 * len(sentences), unique=True)))
    spans = zip(times[::2], times[1::2], strict=True)
    return [
        Cue(start / 1000, end / 1000, f"w{n} {text}")
        for n, ((start, end), text) in enumerate(zip(spans, sentences, strict=True))
    ]


@given(cues=made_cues())
@pytest.mark.parametrize("form", sorted(WRITERS))
def test_cues_come_back_out_of_every_format(form: str, cues: list[Cue]) -> None:
    if not cues and form == "srt":
        return  # a SubRip file without cues is an empty file
    assert list(read_captions(WRITERS[form](cues).encode()).cues) == cues


@given(sentences=st.lists(SENTENCES, min_size=1, max_size=12))
def test_a_rolling_file_gives_back_what_was_said(sentences: list[str]) -> None:
    blocks, before = ["WEBVTT\n"], " "
    for number, sentence in enumerate(sentences):
        start, end = number * 2.0, number * 2.0 + 1.99
        first, *rest = sentence.split()
        timed = first + "".join(f"<{clock(start + 0.1)}><c> {word}</c>" for word in [*rest, "ja"])
        blocks.append(f"{clock(start)} --> {clock(end)} align:start position:0%\n{before}\n{timed}\n")
        blocks.append(f"{clock(end)} --> {clock(end + 0.01)} align:start position:0%\n{sentence} ja\n \n")
        before = f"{sentence} ja"
    assert [cue.text for cue in read_captions("\n".join(blocks).encode()).cues] == [
        f"{sentence} ja" for sentence in sentences
    ]


HEADS = ["", "WEBVTT\n\n", '{"events": [', "<tt>", "<timedtext>", "1\n00:00:01,000 --> 00:00:02,000\n", "<!DOCTYPE a ["]
PIECES = st.lists(
    st.sampled_from(
        (
            *("-->", "00:00:01.000 --> 00:00:00.500\n", "99999999:00:00 --> -1:00\n", "<c>", "<p t='1' d='x'>", "</p>"),
            *("&", "&#0;", "<!ENTITY x 'y'>", "]>", '{"segs": [{"utf8": "a"}]},', "\n\n", "NOTE\n", "\r", "[Muziek]"),
        )
    )
    | st.text(max_size=20),
    max_size=30,
).map("".join)


@given(head=st.sampled_from(HEADS), body=PIECES, tail=st.binary(max_size=20))
@settings(max_examples=400)
def test_no_file_makes_the_reader_crash_and_cues_are_always_sound(head: str, body: str, tail: bytes) -> None:
    try:
        found = read_captions((head + body).encode("utf-8", "surrogatepass") + tail)
    except InputError:
        return
    starts = [cue.start for cue in found.cues]
    assert starts == sorted(starts)
    for cue in found.cues:
        assert 0 <= cue.start <= cue.end
        assert math.isfinite(cue.end)
        assert cue.text == cue.text.strip() != ""
        cue.text.encode()
