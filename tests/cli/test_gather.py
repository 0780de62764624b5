from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from tests import youtube_pages as pages
from tests.youtube_channel import FIXTURES, make_example

from herkenbaar.cli import program
from herkenbaar.cli._gathering import Tally, describe
from herkenbaar.errors import FetchError, HerkenbaarError
from herkenbaar.evidence import bundle
from herkenbaar.intake import Missed


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "bundles"


def call(*arguments: object) -> Result:
    return CliRunner().invoke(program, [str(argument) for argument in arguments])


def gather(out: Path, *more: object) -> Result:
    return call("gather", pages.HANDLE, "-o", out, "--replay", FIXTURES, *more)


def test_the_recording_in_the_fixtures_is_what_its_maker_makes(tmp_path: Path) -> None:
    make_example().record(tmp_path)
    assert {x.name: x.read_bytes() for x in tmp_path.iterdir()} == {x.name: x.read_bytes() for x in FIXTURES.iterdir()}


def test_a_creator_becomes_a_folder_per_video_and_a_line(out: Path) -> None:
    result = gather(out)
    assert result.exit_code == 0
    assert result.stdout == f"{pages.NAME}: 4 new, 1 not to be read\n"
    assert "1 x private: This is a private video: video000004" in result.stderr
    assert [x.name for x in bundle.find(out)] == [pages.video_id(x) for x in (1, 2, 3, 6)]


def test_a_second_run_takes_the_feed_and_nothing_else(out: Path) -> None:
    gather(out)
    result = gather(out)
    assert (result.exit_code, result.stdout) == (0, f"{pages.NAME}: 0 new, 5 known\n")


def test_a_creator_that_cannot_be_read_is_exit_code_3(out: Path) -> None:
    result = call("gather", "@iemandanders", "-o", out, "--replay", FIXTURES)
    assert result.exit_code == 3
    assert "@iemandanders: 0 new" in result.stdout
    assert "could not be read: " in result.stderr
    assert "not in the recording: GET https://www.youtube.com/@iemandanders/videos" in result.stderr


def test_a_dry_run_says_the_cost_and_reads_no_video(out: Path) -> None:
    result = gather(out, "--dry-run")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[0] == f"{pages.HANDLE}: at most 6 videos, 12 requests"
    assert "12 more requests, about 1 min 12 s" in result.stdout
    assert list(bundle.find(out)) == []


def test_a_dry_run_of_a_creator_that_cannot_be_read_is_exit_code_3(out: Path) -> None:
    result = call("gather", "@iemandanders", "-o", out, "--replay", FIXTURES, "--dry-run")
    assert result.exit_code == 3
    assert "@iemandanders: could not be read" in result.stdout


def test_rebuilding_finds_nothing_to_change_in_what_was_just_read(out: Path) -> None:
    gather(out)
    result = call("gather", "-o", out, "--rebuild")
    assert (result.exit_code, result.stdout) == (0, "4 unchanged, 0 rebuilt, 0 could not be rebuilt\n")


def test_rebuilding_an_empty_folder_is_exit_code_3(out: Path) -> None:
    assert call("gather", "-o", out, "--rebuild").exit_code == 3


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["-o", "x"], "nothing to gather"),
        (["https://example.org", "-o", "x"], "not a YouTube, TikTok or Instagram address"),
        ([pages.HANDLE, "-o", "x", "--from", "missing.csv"], "missing.csv: cannot be read: No such file"),
    ],
)
def test_wrong_usage_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    result = call("gather", *arguments)
    assert isinstance(result.exception, HerkenbaarError)
    assert result.exception.exit_code == 2
    assert words in str(result.exception)


def test_names_and_errors_from_the_internet_cannot_steer_a_terminal() -> None:
    tally = Tally("@x")
    tally.add(Missed("a\x1b[2Jb", FetchError("bad\x1b]0;title\x07")))
    from herkenbaar.cli._gathering import _complaints

    assert "\x1b" not in "".join(_complaints(tally))


def test_progress_says_the_creator_counts_and_rate() -> None:
    tally = Tally("@x")
    tally.name, tally.new = "Sanne", 30
    assert describe({}, 0) == "looking for the first videos"
    assert describe({"@x": tally}, 120) == "Sanne: 30 new (900 per hour)"


def test_scan_gathers_a_creator_and_judges(out: Path) -> None:
    result = call("scan", pages.HANDLE, "--bundles", out, "--replay", FIXTURES, "--format", "json")
    assert result.exit_code == 1
    verdicts = {x["video"]["id"]: x["status"] for x in map(json.loads, result.stdout.splitlines())}
    assert verdicts[pages.video_id(1)] == "disclosed"
    assert verdicts[pages.video_id(2)] == "undisclosed"
    assert "video000004" in result.stderr
    again = call("scan", pages.HANDLE, "--bundles", out, "--replay", FIXTURES, "--format", "json")
    assert again.stdout == result.stdout
    assert call("judge", out, "--format", "json").stdout == result.stdout


def test_scan_of_a_creator_that_cannot_be_read_is_exit_code_3(out: Path) -> None:
    result = call("scan", "@iemandanders", "--bundles", out, "--replay", FIXTURES, "--format", "json")
    assert result.exit_code == 3
    assert result.stdout == ""


def change_answer(folder: Path, change: Any) -> None:
    """Make a bundle as another version of the program would have written it: sealed, with other evidence."""
    from datetime import datetime

    import msgspec

    evidence = msgspec.structs.replace(bundle.load(folder), **change)
    manifest = bundle.load_manifest(folder)
    read_at = datetime.fromisoformat(manifest.read_at)
    (folder / bundle.MANIFEST).unlink()
    (folder / bundle.EVIDENCE).unlink()
    listed = (folder / bundle.LISTED).read_bytes()
    bundle.seal(folder, evidence, listed=listed, versions={"herkenbaar": "0.0.1"}, read_at=read_at)


def test_rebuilding_reads_more_out_of_the_same_answers_and_keeps_what_was(out: Path) -> None:
    gather(out)
    folder = next(bundle.find(out))
    change_answer(folder, {"title": "less was read", "collapsed_lines": None})
    result = call("gather", "-o", out, "--rebuild")
    assert result.stdout == "3 unchanged, 1 rebuilt, 0 could not be rebuilt\n"
    assert bundle.load(folder).title != "less was read"
    assert bundle.load(bundle.list_versions(folder)[0]).title == "less was read"
    assert call("verify", out).exit_code == 0


def test_a_changed_bundle_is_not_rebuilt_from_answers_that_cannot_be_trusted(out: Path) -> None:
    gather(out)
    folder = next(bundle.find(out))
    (folder / "answers" / "00000-watch.gz").write_bytes(b"forged")
    result = call("gather", "-o", out, "--rebuild")
    assert result.exit_code == 3
    assert "1 could not be rebuilt" in result.stdout
    assert "00000-watch.gz was changed" in result.stderr


@pytest.fixture
def links(tmp_path: Path) -> Path:
    path = tmp_path / "links.txt"
    path.write_text(f"# makers\n{pages.HANDLE}\n\nhttps://example.org/x\ninstagram:@lotte.proef\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("option", [(), ("--from",)])
def test_a_file_of_sources_is_gathered_and_what_cannot_be_is_told_with_its_line(
    out: Path, links: Path, option: tuple[str, ...]
) -> None:
    result = call("gather", *option, links, "-o", out, "--replay", FIXTURES)
    assert result.exit_code == 3
    assert f"{pages.NAME}: 4 new" in result.stdout
    assert f"{links}:4: not a YouTube, TikTok or Instagram address: 'https://example.org/x'" in result.stderr
    assert f"{links}:5: Instagram profiles are not crawled by default" in result.stderr


def test_a_dry_run_of_a_file_tells_the_same(out: Path, links: Path) -> None:
    result = call("gather", links, "-o", out, "--replay", FIXTURES, "--dry-run")
    assert result.exit_code == 3
    assert f"{pages.HANDLE}: at most 6 videos, 12 requests" in result.stdout
    assert f"https://example.org/x: could not be read: {links}:4: not a YouTube" in result.stdout


def test_scan_takes_a_file_of_sources_too(out: Path, links: Path) -> None:
    table = links.with_name("urls.csv")
    table.write_text(f"naam;url\nSanne;{pages.HANDLE}\n", encoding="utf-8")
    result = call("scan", table, "--bundles", out, "--replay", FIXTURES, "--format", "json", "--fail-on", "never")
    assert (result.exit_code, len(result.stdout.splitlines())) == (0, 4)
    again = call("scan", links, "--bundles", out, "--replay", FIXTURES, "--format", "json", "--fail-on", "never")
    assert (again.exit_code, again.stdout) == (3, result.stdout)
    assert f"{links}:4: https://example.org/x: not a YouTube" in again.stderr


def test_only_a_limit_leaves_more_to_come_and_a_window_that_ends_does_not(out: Path) -> None:
    assert gather(out, "--limit", 1).stdout == f"{pages.NAME}: 1 new, more to come: run again\n"
    ended = gather(out.with_name("ended"), "--until", "2026-07-31")
    assert "new" in ended.stdout
    assert "more to come" not in ended.stdout


def test_single_videos_of_a_file_are_summed_up_in_one_line(out: Path) -> None:
    path = out.with_name("videos.txt")
    videos = [f"https://youtu.be/{pages.video_id(number)}" for number in (1, 2, 4, 5)]
    path.write_text("\n".join(videos), encoding="utf-8")
    result = call("gather", path, "-o", out, "--replay", FIXTURES)
    assert result.stdout.splitlines() == [f"{path}: 2 new", f"{videos[2]}: 0 new, 1 not to be read"]
    assert call("gather", path, "-o", out, "--replay", FIXTURES).stdout.startswith(f"{path}: 0 new, 3 known\n")
