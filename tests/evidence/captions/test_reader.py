"""Caption files in every format, healthy and broken, end as cues that each word stands in once."""

from __future__ import annotations

import json
from itertools import pairwise
from types import ModuleType

import pytest

from herkenbaar.errors import InputError
from herkenbaar.evidence.captions import json3, markup, read_captions, webvtt
from herkenbaar.model import Cue

BLANK = " "

ROLLING_VTT = f"""WEBVTT
Kind: captions
Language: nl

00:00:00.160 --> 00:00:02.389 align:start position:0%
{BLANK}
hallo<00:00:00.400><c> allemaal</c><00:00:00.800><c> welkom</c>

00:00:02.389 --> 00:00:02.399 align:start position:0%
hallo allemaal welkom
{BLANK}

00:00:02.399 --> 00:00:04.500 align:start position:0%
hallo allemaal welkom
nee

00:00:04.500 --> 00:00:04.510 align:start position:0%
nee
{BLANK}

00:00:04.510 --> 00:00:06.510 align:start position:0%
nee
nee

00:00:06.510 --> 00:00:06.520 align:start position:0%
nee
{BLANK}

00:00:06.520 --> 00:00:08.000 align:start position:0%
nee
[Muziek]

00:00:08.000 --> 00:00:10.000 align:start position:0%
[Muziek]
bij<00:00:08.700><c> deze</c><00:00:09.000><c> video</c>
"""
SPOKEN = ["hallo allemaal welkom", "nee", "nee", "bij deze video"]

ROLLING_JSON3 = {
    "wireMagic": "pb3",
    "events": [
        {"tStartMs": 0, "dDurationMs": 12000, "id": 1, "wpWinPosId": 1},
        {
            "tStartMs": 160,
            "dDurationMs": 4340,
            "wWinId": 1,
            "segs": [
                {"utf8": "hallo", "acAsrConf": 0},
                {"utf8": " allemaal", "tOffsetMs": 240, "acAsrConf": 0},
                {"utf8": " welkom", "tOffsetMs": 640, "acAsrConf": 0},
            ],
        },
        {"tStartMs": 2389, "dDurationMs": 2111, "wWinId": 1, "aAppend": 1, "segs": [{"utf8": "\n"}]},
        {"tStartMs": 2399, "dDurationMs": 3000, "wWinId": 1, "segs": [{"utf8": "nee", "acAsrConf": 0}]},
        {"tStartMs": 4510, "dDurationMs": 3000, "wWinId": 1, "segs": [{"utf8": "nee", "acAsrConf": 0}]},
        {"tStartMs": 6520, "dDurationMs": 3000, "wWinId": 1, "segs": [{"utf8": "[Muziek]", "acAsrConf": 0}]},
        {"tStartMs": 8000, "dDurationMs": 3000, "wWinId": 1, "segs": [{"utf8": "bij deze video", "acAsrConf": 0}]},
    ],
}

ROLLING_SRV3 = """<?xml version="1.0" encoding="utf-8" ?><timedtext format="3">
<head><ws id="0"/></head><body>
<w t="0" id="1" wp="1" ws="1"/>
<p t="160" d="4340" w="1"><s ac="0">hallo</s><s t="240" ac="0"> allemaal</s><s t="640" ac="0"> welkom</s></p>
<p t="2389" d="2111" w="1" a="1">
</p>
<p t="2399" d="3000" w="1"><s ac="0">nee</s></p>
<p t="4510" d="3000" w="1"><s ac="0">nee</s></p>
<p t="6520" d="3000" w="1"><s ac="0">[Muziek]</s></p>
<p t="8000" d="3000" w="1"><s ac="0">bij</s><s t="700" ac="0"> deze</s><s t="900" ac="0"> video</s></p>
</body></timedtext>"""

ROLLING_SRT = """1
00:00:00,160 --> 00:00:02,389

hallo allemaal welkom

2
00:00:02,389 --> 00:00:02,399
hallo allemaal welkom


3
00:00:02,399 --> 00:00:04,500
hallo allemaal welkom
nee

4
00:00:04,500 --> 00:00:04,510
nee

5
00:00:04,510 --> 00:00:06,510
nee
nee

6
00:00:06,510 --> 00:00:06,520
nee

7
00:00:06,520 --> 00:00:08,000
nee
[Muziek]

8
00:00:08,000 --> 00:00:10,000
[Muziek]
bij deze video
"""

ROLLING_TTML = (
    '<tt xmlns="http://www.w3.org/ns/ttml"><body><div>'
    '<p begin="0.160s" end="2.389s">hallo allemaal welkom</p>'
    '<p begin="2.389s" end="4.5s">hallo allemaal welkom<br/>nee</p>'
    '<p begin="4.5s" end="6.5s">hallo allemaal welkom<br/>nee<br/>nee</p>'
    '<p begin="6.5s" end="8s">nee<br/>nee<br/>[Muziek]</p>'
    '<p begin="8s" end="10s">nee<br/>[Muziek]<br/>bij deze video</p>'
    "</div></body></tt>"
)


def texts(raw: bytes | str) -> list[str]:
    return [cue.text for cue in read_captions(raw.encode() if isinstance(raw, str) else raw).cues]


@pytest.mark.parametrize(
    "raw",
    [ROLLING_VTT, json.dumps(ROLLING_JSON3), ROLLING_SRV3, ROLLING_SRT, ROLLING_TTML],
    ids=["vtt", "json3", "srv3", "srt", "ttml"],
)
def test_rolling_captions_give_each_word_once(raw: str) -> None:
    assert texts(raw) == SPOKEN


@pytest.mark.parametrize("raw", [ROLLING_VTT, json.dumps(ROLLING_JSON3), ROLLING_SRV3], ids=["vtt", "json3", "srv3"])
def test_word_times_show_that_a_machine_wrote_it_and_rows_end_where_the_next_begins(raw: str) -> None:
    found = read_captions(raw.encode())
    assert found.recognised
    assert all(before.end <= after.start for before, after in pairwise(found.cues))


def test_captions_that_grow_word_by_word_give_each_word_once() -> None:
    rows = ["deze", "deze video", "deze video is", "deze video is gesponsord", "door", "door Merk"]
    raw = "\n\n".join(f"{n + 1}\n00:00:0{n},000 --> 00:00:0{n + 1},000\n{row}" for n, row in enumerate(rows))
    assert " ".join(texts(raw)) == "deze video is gesponsord door Merk"


def test_a_person_who_says_the_same_twice_is_heard_twice() -> None:
    rows = ["Ja.", "Ja.", "Nee."]
    raw = "\n\n".join(f"{n}\n00:00:0{n},000 --> 00:00:0{n + 1},000\n{row}" for n, row in enumerate(rows))
    assert texts(raw) == ["Ja.", "Ja.", "Nee."]


@pytest.mark.parametrize(
    ("row", "text"),
    [
        ("<c.colorE5E5E5>deze <b>video</b></c>", "deze video"),
        ("<v Roos>dit is reclame</v>", "dit is reclame"),
        ('<font color="#ffffff">reclame</font>', "reclame"),
        ("{\\an8}reclame", "reclame"),
        ("- dit is reclame", "dit is reclame"),
        (">> dit is reclame", "dit is reclame"),
        ("R&amp;B &lt;3 &#39;t", "R&B <3 't"),
        ("kijk op x.nl/?a=1&copy=2", "kijk op x.nl/?a=1&copy=2"),
        ("[Muziek] dit is reclame [Applaus]", "dit is reclame"),
        ("[advertentie] dit is reclame", "[advertentie] dit is reclame"),
        ("(betaalde samenwerking)", "(betaalde samenwerking)"),
        ("2 < 3 en 5 > 4", "2 < 3 en 5 > 4"),
        ("<advertentie>", "<advertentie>"),
        ("a\x00b\x1b[31mc", "a b [31mc"),
    ],
)
def test_markup_goes_and_words_stay(row: str, text: str) -> None:
    assert texts(f"WEBVTT\n\n00:01.000 --> 00:02.000\n{row}\n") == [text]


@pytest.mark.parametrize(
    ("timing", "start", "end"),
    [
        ("00:00:01.000 --> 00:00:02.500", 1.0, 2.5),
        ("00:01.000 --> 00:02.500 line:0 position:20%", 1.0, 2.5),
        ("0:00:01,5-->0:00:02,5", 1.5, 2.5),
        ("123:00:00.000 --> 123:00:01.000", 442800.0, 442801.0),
        ("-00:00:01.000 --> 00:00:02.000", 0.0, 2.0),
        ("00:00:05.000 --> 00:00:02.000", 2.0, 5.0),
        ("00:00:01 --> 00:00:02", 1.0, 2.0),
        ("00:00:01.000 -> 00:00:02.000", 1.0, 2.0),
    ],
)
def test_times_are_read_in_the_forms_that_files_have(timing: str, start: float, end: float) -> None:
    assert read_captions(f"WEBVTT\n\n{timing}\nhoi\n".encode()).cues == (Cue(start, end, "hoi"),)


@pytest.mark.parametrize(
    ("begin", "attributes", "start", "end"),
    [
        ('begin="00:00:01.500" end="00:00:02"', "", 1.5, 2.0),
        ('begin="1500ms" dur="0.5s"', "", 1.5, 2.0),
        ('begin="00:00:01:15" end="2s"', 'ttp:frameRate="30"', 1.5, 2.0),
        ('begin="15f" end="30f"', 'ttp:frameRate="10"', 1.5, 3.0),
        ('begin="1000t" end="2000t"', 'ttp:tickRate="1000"', 1.0, 2.0),
        ('begin="0.5h" end="31m"', "", 1800.0, 1860.0),
        ('begin="soon" end="later"', "", 0.0, 0.0),
    ],
)
def test_ttml_times_are_clock_times_frames_ticks_or_offsets(
    begin: str, attributes: str, start: float, end: float
) -> None:
    raw = f'<tt xmlns:ttp="http://www.w3.org/ns/ttml#parameter" {attributes}><body><p {begin}>hoi</p></body></tt>'
    assert read_captions(raw.encode()).cues == (Cue(start, end, "hoi"),)


def test_ttml_times_count_from_the_element_around_them() -> None:
    raw = '<tt><body begin="10s"><div begin="1s"><p begin="1s" end="2s">hoi</p></div></body></tt>'
    assert read_captions(raw.encode()).cues == (Cue(12.0, 13.0, "hoi"),)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ('<transcript><text start="1" dur="2">&amp;#39;t is <br/>reclame</text></transcript>', "'t is reclame"),
        ('<timedtext><text t="1000" d="2000">reclame</text></timedtext>', "reclame"),
        ('<timedtext format="3"><body><p t="1000" d="2000">recla<b>me</b></p></body></timedtext>', "reclame"),
        ('{"utterances": [{"text": "reclame", "start_time": 1000, "end_time": 3000}]}', "reclame"),
    ],
    ids=["srv1", "srv2", "srv3 by people", "tiktok"],
)
def test_other_formats_are_told_by_their_content(raw: str, text: str) -> None:
    assert read_captions(raw.encode()).cues == (Cue(1.0, 3.0, text),)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_encoding_and_line_end_is_read(encoding: str, end: str) -> None:
    raw = "WEBVTT\n\n00:01.000 --> 00:02.000\nvóór de reclame\n".replace("\n", end)
    assert texts(raw.encode(encoding)) == ["vóór de reclame"]


@pytest.mark.parametrize(
    "raw",
    ["WEBVTT\n\n", "WEBVTT", '{"wireMagic": "pb3", "events": []}', "<tt><body/></tt>", "<transcript></transcript>"],
)
def test_a_track_without_cues_says_that_nothing_is_said(raw: str) -> None:
    assert read_captions(raw.encode()).cues == ()


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        (b"", "empty"),
        (b"\x00" * 100, "empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" * 50, "not a text file"),
        (b"<!DOCTYPE html><html><body>Sorry...</body></html>", "web page"),
        (b"<rss></rss>", "no caption file"),
        (b'{"events": [{"segs": [{"utf8": "a', "broken JSON"),
        (b'{"a": 1}', "'events'"),
        (b'{"events":' + b"[" * 100_000, "deeply"),
        (b"<a>" * 200_000, "deeply"),
        (b"just words", "no captions"),
        (b"<tt", "XML breaks off"),
        (b"x" * (32 * 2**20 + 1), "larger than"),
    ],
)
def test_what_is_no_caption_file_is_refused_with_its_reason(raw: bytes, what: str) -> None:
    with pytest.raises(InputError, match=what):
        read_captions(raw)


@pytest.mark.parametrize(
    ("module", "raw"),
    [
        (json3, b'{"events":[' + b"{}," * 21 + b"{}]}"),
        (webvtt, b"0:1 --> 0:2\nx\n" * 12),
        (markup, b"<tt>" + b"<p/>" * 11),
    ],
)
def test_a_file_with_more_lines_than_a_day_of_speech_is_refused(
    module: ModuleType, raw: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_LINES", 10)
    with pytest.raises(InputError, match="too many lines"):
        read_captions(raw)


def test_entities_that_a_file_declares_never_expand() -> None:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 30))
    raw = f'<?xml version="1.0"?><!DOCTYPE tt [<!ENTITY l0 "lol">{levels}]><tt><body><p>&l29;</p></body></tt>'
    with pytest.raises(InputError, match="declares the entity"):
        read_captions(raw.encode())


def test_html_references_and_bare_ampersands_in_xml_are_read() -> None:
    raw = '<tt><body><p begin="1s" end="2s">a&nbsp;b & c &eacute; &onbekend; &#0; d</p></body></tt>'
    assert texts(raw) == ["a b & c é &onbekend; \ufffd d"]


def test_what_stands_before_an_error_in_the_xml_is_kept_and_the_place_is_named() -> None:
    found = read_captions(b'<tt><body><p begin="1s" end="2s">hoi</p>\n<p begin="2s" end="3s">we zijn</body>')
    assert [cue.text for cue in found.cues] == ["hoi", "we zijn"]
    assert "line 2" in found.broken


def test_notes_styles_and_names_of_cues_are_no_speech() -> None:
    raw = (
        "WEBVTT - titel\n\nSTYLE\n::cue { color: red }\n\nNOTE gemaakt door\nmij\n\n"
        "intro\n00:01.000 --> 00:02.000\nhoi\n\nNOTE dit is reclame\necht\n\n2\n00:02.000 --> 00:03.000\ndag\n"
    )
    assert texts(raw) == ["hoi", "dag"]


def test_a_number_that_is_said_last_stays() -> None:
    assert texts("WEBVTT\n\n00:01.000 --> 00:02.000\n2024") == ["2024"]


def test_odd_values_in_json3_are_passed_over() -> None:
    events = [
        None,
        {"segs": "x"},
        {"segs": [None, {"utf8": 5}, {"utf8": "goed"}], "tStartMs": "1000", "dDurationMs": -5},
        {"segs": [{"utf8": "ook \ud800"}], "tStartMs": 1e400, "dDurationMs": True},
        {"segs": [{"utf8": "later"}], "tStartMs": "x" * 10, "dDurationMs": "9" * 5000},
    ]
    assert sorted(texts(json.dumps({"events": events}))) == ["goed", "later", "ook \ufffd"]
