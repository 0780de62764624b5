"""Everything on this machine that can be looked at is found, in order, and what cannot is named."""

from __future__ import annotations

import gzip
import io
import json
import os
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from herkenbaar.model import Evidence, Platform, Problem
from herkenbaar.sources.local import MediaOf, find
from herkenbaar.sources.media import Media

VTT = "WEBVTT\n\n00:01.000 --> 00:02.000\n{}\n"


def info(**fields: object) -> str:
    return json.dumps({"id": "a", "extractor_key": "Youtube", "title": "T", "timestamp": 1700000000, **fields})


def line(identifier: str) -> str:
    return json.dumps({"schema": "herkenbaar.evidence/1", "platform": "youtube", "id": identifier}) + "\n"


def make(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def split(paths: Any, **options: Any) -> tuple[list[Evidence], list[Problem]]:
    found = list(find(paths if isinstance(paths, list) else [paths], **options))
    return [x for x in found if isinstance(x, Evidence)], [x for x in found if isinstance(x, Problem)]


def test_the_media_beside_an_archived_video_are_told_and_those_of_evidence_lines_never(tmp_path: Path) -> None:
    info = {"id": "a1", "extractor_key": "Youtube", "title": "Hallo", "extra": {"media": "/etc/passwd"}}
    (tmp_path / "a.info.json").write_text(json.dumps(info), encoding="utf-8")
    (tmp_path / "a.webm").write_bytes(b"x")
    row = {**json.loads(line("b2")), "extra": {"media": "/etc/passwd"}}
    (tmp_path / "b.jsonl").write_text(json.dumps(row), encoding="utf-8")
    media: MediaOf = {}
    videos, _ = split(tmp_path, media=media)
    assert [video.id for video in videos] == ["a1", "b2"]
    assert media == {(Platform.YOUTUBE, "a1"): Media(tmp_path / "a.webm", tmp_path / "a.webm")}


def only(folder: Path) -> Evidence:
    (evidence,), problems = split(folder)
    assert problems == []
    return evidence


def test_the_archive_of_the_fixtures_is_read_whole(fixtures: Path) -> None:
    skipped: Counter[str] = Counter()
    videos, problems = split(fixtures / "archive", skipped=skipped)
    assert problems == []
    assert len(videos) == 14
    assert +skipped == {"descriptions of playlists": 1}
    heard = {video.id: video.sources.get("speech") for video in videos if video.speech is not None}
    assert heard == {
        "7400000000000000001": "captions nld-NL (not known who made them)",
        "7400000000000000002": "captions nld-NL (not known who made them)",
        "arch-yt-en07": "captions en-orig (recognised)",
        "arch-yt-none03": "captions nl-orig (recognised)",
        "arch-yt-own01": "captions nl (creator's own)",
        "arch-yt-roll02": "captions nl-orig (recognised)",
        "arch-yt-short05": "captions nl (creator's own)",
    }
    words = " ".join(cue.text for video in videos if video.id == "arch-yt-roll02" for cue in video.speech or ())
    assert words.count("Boxmorgen") == 1
    assert words.count("nee") == 6


def test_a_machine_translation_is_never_used(fixtures: Path) -> None:
    videos, _ = split(fixtures / "archive")
    (video,) = (video for video in videos if video.id == "arch-yt-mt04")
    assert video.speech is None
    assert "machine translation" in video.gaps["speech"]
    assert "yt-dlp" in video.gaps["speech"]


ASR = "https://www.youtube.com/api/timedtext?v=a&kind=asr&lang=nl"
AUTOMATIC = {"nl-orig": [{"url": ASR}], "nl": [{"url": ASR}], "en": [{"url": ASR + "&tlang=en"}]}


@pytest.mark.parametrize(
    ("fields", "beside", "source"),
    [
        ({}, ["nl"], "captions nl (not known who made them)"),
        ({"subtitles": {"nl": []}}, ["nl", "nl-orig"], "captions nl (creator's own)"),
        ({"automatic_captions": AUTOMATIC}, ["nl", "en"], "captions nl (recognised)"),
        (
            {"subtitles": {"en": []}, "automatic_captions": AUTOMATIC},
            ["en", "nl-orig"],
            "captions nl-orig (recognised)",
        ),
        ({"subtitles": {"nl": "odd"}}, ["nl"], "captions nl (creator's own)"),
        ({}, [""], "captions without a language (not known who made them)"),
        ({"subtitles": 5}, ["nl-orig"], "captions nl-orig (recognised)"),
    ],
)
def test_the_best_track_is_taken_and_named(
    tmp_path: Path, fields: dict[str, object], beside: list[str], source: str
) -> None:
    files = {f"v.{key}.vtt" if key else "v.vtt": VTT.format(f"woord {key}") for key in beside}
    video = only(make(tmp_path, {"v.info.json": info(**fields), **files}))
    assert video.sources["speech"] == source
    assert "speech" not in video.gaps


@pytest.mark.parametrize(
    ("fields", "gap"),
    [
        ({}, "no captions"),
        ({"subtitles": {}, "automatic_captions": {}}, "no captions"),
        ({"subtitles": {"live_chat": [{}]}}, "no captions"),
        ({"automatic_captions": AUTOMATIC}, "captions exist (recognised) but no file lies beside"),
        ({"subtitles": {"nl": []}}, "captions exist (nl) but no file lies beside"),
        ({"subtitles": {"en": []}, "automatic_captions": {"nl": []}}, "captions exist (en, recognised) but"),
    ],
)
def test_captions_that_are_not_there_leave_a_gap_that_says_so(
    tmp_path: Path, fields: dict[str, object], gap: str
) -> None:
    video = only(make(tmp_path, {"v.info.json": info(**fields), "v.live_chat.json": "{}"}))
    assert video.speech is None
    assert gap in video.gaps["speech"]


def test_an_automatic_file_under_the_name_of_the_creators_own_is_told_by_its_word_times(tmp_path: Path) -> None:
    timed = "WEBVTT\n\n00:01.000 --> 00:02.000\neen<00:00:01.500><c> woord</c>\n"
    fields = {"subtitles": {"nl": []}, "automatic_captions": AUTOMATIC}
    video = only(make(tmp_path, {"v.info.json": info(**fields), "v.nl.vtt": timed}))
    assert video.sources["speech"] == "captions nl (recognised)"


def test_the_next_format_or_track_is_read_when_one_is_broken(tmp_path: Path) -> None:
    files = {"v.info.json": info(), "v.nl-orig.json3": "{", "v.nl-orig.vtt": "", "v.en.vtt": VTT.format("hello")}
    (video,), problems = split(make(tmp_path, files))
    assert video.sources["speech"] == "captions en (not known who made them)"
    assert [Path(problem.where).name for problem in problems] == ["v.nl-orig.json3", "v.nl-orig.vtt"]


def test_captions_that_cannot_be_read_are_a_gap_not_silence(tmp_path: Path) -> None:
    (video,), problems = split(make(tmp_path, {"v.info.json": info(), "v.nl.vtt": "<html>Sorry</html>"}))
    assert video.speech is None
    assert "web page" in video.gaps["speech"]
    assert len(problems) == 1


def test_captions_that_break_off_say_how_far_they_were_heard(tmp_path: Path) -> None:
    broken = '<tt><body><p begin="1s" end="2s">hoi</p>\n<p begin="2s" end='
    (video,), problems = split(make(tmp_path, {"v.info.json": info(), "v.nl.ttml": broken}))
    assert video.heard == ((0.0, 2.0),)
    assert "breaks off" in problems[0].what


def test_an_odd_field_is_named_with_its_file_and_the_video_is_kept(tmp_path: Path) -> None:
    (video,), problems = split(make(tmp_path, {"v.info.json": info(description=5, upload_date="x", timestamp=0)}))
    assert video.title == "T"
    assert video.description is None
    assert video.published is None
    assert "Expected `str`" in video.gaps["description"]
    assert [problem.what.split(":")[0] for problem in problems] == ["description", "timestamp", "upload_date"]
    assert all(problem.where == str(tmp_path / "v.info.json") for problem in problems)


def test_names_that_begin_alike_are_kept_apart(tmp_path: Path) -> None:
    files = {
        "v.info.json": info(id="1"),
        "v.nl.vtt": VTT.format("een"),
        "v.nl.info.json": info(id="2"),
        "v.nl.nl.vtt": VTT.format("twee"),
        "v.2.info.json": info(id="3"),
    }
    videos, _ = split(make(tmp_path, files))
    heard = {video.id: [cue.text for cue in video.speech or ()] for video in videos}
    assert heard == {"1": ["een"], "2": ["twee"], "3": []}


def test_files_and_folders_come_in_order_and_what_is_none_of_our_business_is_passed_over(tmp_path: Path) -> None:
    files = {
        "b/x.jsonl": line("3") + line("4"),
        "a.jsonl": line("1"),
        "a/v.info.json": info(id="2"),
        "a/.hidden.info.json": info(id="no"),
        "a/v.mp4.part": "",
        "a/v.mp4": "",
        "c/gold.jsonl": '{"labels": 1}\n',
        "c/answer.json": "{}",
        "d/list.info.json": info(_type="playlist"),
    }
    skipped: Counter[str] = Counter()
    videos, problems = split(make(tmp_path, files), skipped=skipped)
    assert [video.id for video in videos] == ["1", "2", "3", "4"]
    assert problems == []
    assert +skipped == {
        "unfinished downloads": 1,
        "JSON Lines that are no evidence": 1,
        "descriptions of playlists": 1,
    }


def test_of_one_video_in_several_files_the_first_is_taken_and_the_others_named(tmp_path: Path) -> None:
    folder = make(tmp_path, {"a.jsonl": line("1") + line("1"), "b.info.json": info(id="1"), "c.jsonl": line("1")})
    videos, problems = split(folder)
    assert len(videos) == 2
    assert [Path(problem.where).name for problem in problems] == ["b.info.json", "c.jsonl"]
    assert all("a.jsonl, which was taken" in problem.what for problem in problems)
    assert len(split(folder, once=False)[0]) == 4


def test_paths_are_files_folders_and_standard_input_mixed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, {"d/v.info.json": info(id="1"), "e.txt": line("2"), "f/w.info.json": info(id="4")})
    (tmp_path / "g.jsonl.gz").write_bytes(gzip.compress(line("5").encode()))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(line("3").encode())))
    paths = [tmp_path / "d", tmp_path / "e.txt", "-", tmp_path / "f" / "w.info.json", tmp_path / "g.jsonl.gz"]
    videos, problems = split(paths)
    assert [video.id for video in videos] == ["1", "2", "3", "4", "5"]
    assert problems == []


def test_an_info_file_in_the_working_folder_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, {"v.info.json": info(), "v.nl.vtt": VTT.format("hoi")})
    monkeypatch.chdir(tmp_path)
    (video,), _ = split("v.info.json")
    assert video.speech


@pytest.mark.parametrize(
    ("name", "text", "what"),
    [
        ("absent.jsonl", None, "no such file or folder"),
        ("v.nl.vtt", VTT, "captions alone are not a video"),
        ("x.bin", "\x00\x01", "schema is missing"),
        ("empty", "", "nothing to look at"),
        ("v.info.json", '{"id": "a', "cut off"),
        ("v.info.json", info(extractor_key="Vimeo"), "only YouTube, TikTok and Instagram"),
    ],
)
def test_a_path_that_holds_no_video_says_why(tmp_path: Path, name: str, text: str | None, what: str) -> None:
    if text is not None:
        make(tmp_path, {name: text})
    videos, problems = split(tmp_path if name == "empty" else tmp_path / name)
    assert videos == []
    assert what in problems[0].what


def test_an_empty_folder_is_not_clean(tmp_path: Path) -> None:
    _, (problem,) = split(tmp_path)
    assert problem.where == str(tmp_path)
    assert "nothing to look at" in problem.what
    assert "yt-dlp" in problem.remedy


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_links_in_circles_end_and_a_video_behind_two_links_is_read_once(tmp_path: Path) -> None:
    make(tmp_path, {"a/v.info.json": info()})
    (tmp_path / "a" / "loop").symlink_to(tmp_path)
    (tmp_path / "b").symlink_to(tmp_path / "a")
    (tmp_path / "nowhere").symlink_to(tmp_path / "gone")
    assert only(tmp_path).id == "a"


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs a user without all rights")
def test_a_folder_without_rights_is_named(tmp_path: Path) -> None:
    make(tmp_path, {"a/v.info.json": info(), "b/w.info.json": info(id="b")})
    (tmp_path / "a").chmod(0)
    try:
        videos, (problem,) = split(tmp_path)
    finally:
        (tmp_path / "a").chmod(0o700)
    assert [video.id for video in videos] == ["b"]
    assert "cannot be opened" in problem.what


def test_what_the_system_refuses_is_named_and_the_run_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, {"a/v.info.json": info(), "b/w.info.json": info(id="b"), "c.jsonl": line("c")})
    real = os.scandir

    def refuse(path: str) -> Any:
        if path.endswith("a"):
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", refuse)
    videos, (problem,) = split(tmp_path)
    assert [video.id for video in videos] == ["c", "b"]
    assert problem.where == str(tmp_path / "a")
    assert problem.what == "cannot be opened: Permission denied"


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="file names are bytes on Linux only")
def test_a_file_name_that_is_no_text_can_be_printed(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/v\xff.info.json"
    with open(path, "wb") as file:  # noqa: PTH123
        file.write(b"{")
    _, (problem,) = split(tmp_path)
    assert "\ufffd" in problem.where


def test_deeply_nested_folders_are_walked(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["d"] * 300)
    deep.mkdir(parents=True)
    (deep / "v.info.json").write_text(info())
    assert only(tmp_path).id == "a"


TEXTS = st.sampled_from([info(), info(title=1), line("x"), VTT, "", "{", "[]", "<tt>", '{"events": []}', info(id=None)])
NAMES = st.sampled_from(
    ["v.info.json", "w.info.json", "v.nl.vtt", "v.nl-orig.json3", "v.en.srt", "v.ttml", "x.jsonl", "v.nl.srv3", "y.gz"]
)


@given(files=st.dictionaries(NAMES, TEXTS, max_size=6), nested=st.booleans())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_mix_of_files_is_walked_to_the_end(
    tmp_path_factory: pytest.TempPathFactory, files: dict[str, str], nested: bool
) -> None:
    folder = tmp_path_factory.mktemp("mix")
    make(folder / "deep" if nested else folder, files)
    found = list(find([folder]))
    assert found
    for item in found:
        if isinstance(item, Evidence):
            for cue in item.speech or ():
                assert 0 <= cue.start <= cue.end
        else:
            assert item.what
