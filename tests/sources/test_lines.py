"""Evidence lines: the contract is strict, an error costs its line only, and names line, field and remedy."""

from __future__ import annotations

import gzip
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from herkenbaar.model import Evidence, Problem
from herkenbaar.sources import lines
from herkenbaar.sources.lines import read_lines

GOOD = {"schema": "herkenbaar.evidence/1", "platform": "tiktok", "id": "1"}


def read(raw: bytes) -> list[Evidence | Problem]:
    return list(read_lines(io.BytesIO(raw), "f.jsonl"))


def line(**fields: object) -> bytes:
    return json.dumps({**GOOD, **fields}).encode() + b"\n"


def ids(found: list[Evidence | Problem]) -> list[str]:
    return [item.id for item in found if isinstance(item, Evidence)]


@pytest.mark.parametrize(
    ("fields", "what", "remedy"),
    [
        ({"descripton": "x"}, "unknown key 'descripton'", "did you mean 'description'?"),
        ({"creator": {"nam": "x"}}, "unknown key 'creator.nam'", "did you mean 'name'?"),
        (
            {"speech": [{"start": 0, "end": 1, "txt": "x", "text": "x"}]},
            "unknown key 'speech[0].txt'",
            "did you mean 'text'?",
        ),
        ({"zzzzzz": 1}, "unknown key 'zzzzzz'", "known: platform, id"),
        ({"schema": "herkenbaar.evidence/9"}, "schema: Invalid enum value 'herkenbaar.evidence/9'", "evidence/1"),
        ({"platform": "vimeo"}, "platform: Invalid enum value 'vimeo'", "one of youtube, tiktok, instagram"),
        ({"kind": "film"}, "kind: Invalid enum value 'film'", "one of video, short, reel, live, post"),
        ({"title": 5}, "title: Expected `str | null`, got `int`", "one JSON object per line"),
        ({"speech": [{"start": -1, "end": 1, "text": "x"}]}, "speech[0].start: Expected `float` >= 0.0", "contract"),
        ({"speech": [{"start": 2, "end": 1, "text": "x"}]}, "speech[0]: ends (1.0) before it starts (2.0)", "contract"),
        ({"heard": [[5, 1]]}, "heard[0]: ends (1.0) before it starts (5.0)", "contract"),
        ({"published": "gisteren"}, "published: 'gisteren' is no date", "ISO 8601"),
        ({"published": "2026-02-30"}, "published: '2026-02-30' is no date", "ISO 8601"),
        ({"id": " "}, "id is empty", "contract"),
        ({"id": None}, "id: Expected `str`, got `null`", "contract"),
    ],
)
def test_an_error_names_line_field_and_remedy_and_the_run_goes_on(
    fields: dict[str, object], what: str, remedy: str
) -> None:
    before, broken, after = read(line(id="a") + line(**fields) + line(id="b"))
    assert isinstance(before, Evidence)
    assert isinstance(after, Evidence)
    assert isinstance(broken, Problem)
    assert broken.where == "f.jsonl:2"
    assert what in broken.what
    assert remedy in broken.remedy


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        (b'{"platform": "tiktok", "id": "1"}', "schema is missing"),
        (b'{"schema": "herkenbaar.evidence/1", "id": "1"}', "platform is missing"),
        (b'{"schema": "herkenbaar.evidence/1", "pla', "broken JSON"),
        (b'["schema"]', "Expected `object`, got `array`"),
        (line(title="x")[:-4] + b'\xff"}', "not UTF-8"),
        (line(extra={"a": 1})[:-4] + b"[" * 100_000 + b"]" * 100_000 + b"}}", "nested too deeply"),
        (b'"schema"', "Expected `object`, got `str`"),
    ],
)
def test_a_line_that_is_no_evidence_is_refused(raw: bytes, what: str) -> None:
    (problem,) = read(raw)
    assert isinstance(problem, Problem)
    assert what in problem.what
    assert problem.remedy


def test_a_date_on_which_nothing_was_published_is_left_out_by_name() -> None:
    evidence, problem = read(line(published="2999-01-01"))
    assert isinstance(evidence, Evidence)
    assert evidence.published is None
    assert isinstance(problem, Problem)
    assert "published: '2999-01-01'" in problem.what


def test_order_is_kept_and_empty_lines_are_passed_over() -> None:
    raw = b"\n" + line(id="c") + b"  \r\n" + line(id="a").replace(b"\n", b"\r\n") + line(id="b").rstrip()
    assert ids(read(raw)) == ["c", "a", "b"]


def test_cues_come_in_the_order_of_time() -> None:
    cues = [{"start": 5, "end": 6, "text": "b"}, {"start": 1, "end": 2, "text": "a"}]
    (evidence,) = read(line(speech=cues))
    assert isinstance(evidence, Evidence)
    assert [cue.text for cue in evidence.speech or ()] == ["a", "b"]


def test_half_surrogates_are_replaced() -> None:
    (evidence,) = read(line(title="x\ud83d", description="\U0001f600"))
    assert isinstance(evidence, Evidence)
    assert (evidence.title, evidence.description) == ("x\ufffd", "\U0001f600")


@pytest.mark.parametrize(
    "raw",
    [
        gzip.compress(line() + line(id="2")),
        b"\xef\xbb\xbf" + line() + line(id="2"),
        (line() + line(id="2")).decode().encode("utf-16"),
        gzip.compress(b"\xef\xbb\xbf" + line()) + gzip.compress(line(id="2")),
    ],
    ids=["gzip", "byte-order mark", "UTF-16 of PowerShell", "two gzip members"],
)
def test_packed_and_marked_files_are_read(raw: bytes) -> None:
    assert ids(read(raw)) == ["1", "2"]


def test_separators_inside_a_text_do_not_end_a_line() -> None:
    raw = json.dumps({**GOOD, "title": "a\u2028b\x85c"}, ensure_ascii=False)
    for encoding in ("utf-8", "utf-16"):
        assert ids(read(raw.encode(encoding))) == ["1"]


@pytest.mark.parametrize("cut", [5, 30, 60])
def test_a_gzip_file_that_breaks_off_says_where(cut: int) -> None:
    found = read(gzip.compress(line() * 2)[:-cut])
    assert isinstance(found[-1], Problem)
    assert "breaks off" in found[-1].what
    assert found[-1].where.startswith("f.jsonl:")


def test_a_line_that_is_too_long_costs_that_line_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "LONGEST", 200)
    found = read(line(id="a") + line(title="x" * 1000) + line(id="b"))
    assert ids(found) == ["a", "b"]
    assert [item.where for item in found if isinstance(item, Problem)] == ["f.jsonl:2"]


def test_a_huge_line_is_read() -> None:
    (evidence,) = read(line(description="reclame " * 1_000_000))
    assert isinstance(evidence, Evidence)
    assert len(evidence.description or "") == 8_000_000


@given(st.binary(max_size=200))
def test_no_bytes_make_the_reader_crash(raw: bytes) -> None:
    for item in read(line(id="a") + raw + b"\n" + line(id="b")):
        assert isinstance(item, Evidence | Problem)


@given(
    st.dictionaries(
        st.sampled_from(Evidence.__struct_fields__),
        st.none() | st.text(max_size=5) | st.integers() | st.lists(st.floats(), max_size=2) | st.booleans(),
        max_size=6,
    )
)
def test_any_fields_give_evidence_or_a_problem(fields: dict[str, object]) -> None:
    found = read(line(**fields) + line(id="after"))
    assert ids(found)[-1] == "after"
    for item in found:
        if isinstance(item, Problem):
            assert item.where == "f.jsonl:1"
