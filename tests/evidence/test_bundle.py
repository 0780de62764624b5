from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from herkenbaar.errors import InputError, VerifyError
from herkenbaar.evidence import bundle
from herkenbaar.model import Evidence, Platform
from herkenbaar.recording import Call, Recording, Reply

MOMENT = datetime(2026, 8, 1, 12, tzinfo=UTC)


def make(work: Path, title: str = "Mijn dag", moment: datetime = MOMENT) -> Path:
    url = "https://www.youtube.com/watch?v=abc"
    Recording(work / "answers").keep(Call(url=url), Reply(url=url, status=200, body=b"<html>page</html>"))
    evidence = Evidence(platform=Platform.YOUTUBE, id="abc", url=url, title=title)
    bundle.seal(work, evidence, listed=b'{"id":"abc"}', versions={"herkenbaar": "0"}, read_at=moment)
    return work


def test_a_bundle_is_read_back_as_it_was_saved(tmp_path: Path) -> None:
    home = tmp_path / "out" / "UC1" / "abc"
    bundle.move_in(make(tmp_path / "work"), home)
    assert bundle.load(home).title == "Mijn dag"
    manifest = bundle.verify(home)
    assert (manifest.id, manifest.read_at, manifest.url) == (
        "abc",
        "2026-08-01T12:00:00Z",
        "https://www.youtube.com/watch?v=abc",
    )
    assert sorted(manifest.files) == ["answers/00000-watch.gz", "answers/manifest.json", "evidence.json", "listed.json"]
    assert not (tmp_path / "work").exists()


def test_two_readings_of_the_same_answers_differ_in_the_time_alone(tmp_path: Path) -> None:
    one = make(tmp_path / "one")
    two = make(tmp_path / "two", moment=datetime(2026, 9, 1, tzinfo=UTC))
    differing = [
        x.name for x in one.rglob("*") if x.is_file() and x.read_bytes() != (two / x.relative_to(one)).read_bytes()
    ]
    assert differing == ["manifest.json"]
    first, second = (json.loads((x / "manifest.json").read_text()) for x in (one, two))
    assert {k for k in first if first[k] != second[k]} == {"read_at"}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda x: (x / "evidence.json").write_text("{}"), "evidence.json was changed"),
        (lambda x: (x / "answers/00000-watch.gz").unlink(), "answers/00000-watch.gz is missing"),
        (lambda x: (x / "extra.txt").write_text("x"), "extra.txt is not on the list"),
        (lambda x: (x / "manifest.json").write_text("nonsense"), "the manifest cannot be read"),
        (lambda x: (x / "manifest.json").unlink(), "the manifest cannot be read"),
    ],
)
def test_whatever_was_changed_is_noticed(tmp_path: Path, change: object, words: str) -> None:
    folder = make(tmp_path / "b")
    change(folder)  # type: ignore[operator]
    with pytest.raises(VerifyError, match=words):
        bundle.verify(folder)


def test_an_older_reading_is_kept_beside_the_new_one(tmp_path: Path) -> None:
    home = tmp_path / "UC1" / "abc"
    for title in ("first", "second", "third"):
        bundle.move_in(make(tmp_path / "work", title), home)
    assert bundle.load(home).title == "third"
    assert [bundle.load(x).title for x in bundle.list_versions(home)] == ["first", "second"]
    assert list(bundle.find(tmp_path)) == [home]


def test_bundles_are_found_in_order_and_unfinished_work_is_not(tmp_path: Path) -> None:
    for creator, video in (("b", "2"), ("b", "1"), ("a", "9")):
        bundle.move_in(make(tmp_path / "work"), tmp_path / creator / video)
    make(tmp_path / ".work" / "half")
    assert [x.relative_to(tmp_path).as_posix() for x in bundle.find(tmp_path)] == ["a/9", "b/1", "b/2"]
    assert list(bundle.find(tmp_path / "b" / "1")) == [tmp_path / "b" / "1"]
    assert list(bundle.find(tmp_path / "nowhere")) == []


def test_a_bundle_without_evidence_names_the_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"evidence\.json"):
        bundle.load(tmp_path)


@pytest.mark.parametrize("harmless", ["dQw4w9WgXcQ", "-_abc", "7341", "UC_x5XG1OV2P6uZZ5FSM9Ttw"])
def test_ordinary_ids_are_their_own_names(harmless: str) -> None:
    assert bundle.name_of(harmless) == harmless


@pytest.mark.parametrize(
    "bad", ["", ".", "..", "../../etc/passwd", "/etc", "C:\\x", "a\0b", "CON", "nul", "\ud800", "a" * 5000]
)
def test_hostile_ids_stay_in_one_folder(tmp_path: Path, bad: str) -> None:
    path = tmp_path / bundle.name_of(bad)
    assert path.parent == tmp_path
    path.mkdir()
    assert path.resolve().parent == tmp_path.resolve()


@given(st.text(), st.text())
def test_different_ids_get_different_harmless_names(one: str, other: str) -> None:
    first, second = bundle.name_of(one), bundle.name_of(other)
    assert (first == second) == (one == other)
    assert 0 < len(first) <= bundle.LONGEST_NAME
    assert "/" not in first and "\\" not in first and not first.startswith(".")  # noqa: PT018
