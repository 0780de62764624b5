from __future__ import annotations

import csv
import io
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from tests.reports import builder
from tests.reports.hostile import videos

from herkenbaar.model import Judged, Problem, Status, Verdict
from herkenbaar.reports.columns import COLUMNS
from herkenbaar.reports.machine import write_csv, write_json

PROBLEM = Problem("a.info.json", "not JSON", "download it again")


def rows(*results: Judged | Problem, lang: str = "en") -> list[dict[str, str]]:
    out = io.StringIO()
    write_csv(results, out, lang=lang)
    return list(csv.DictReader(io.StringIO(out.getvalue(), newline="")))


def test_json_gives_one_verdict_per_video_in_order_and_none_for_a_problem() -> None:
    out = io.StringIO()
    judged = [builder.review(), builder.judged(), builder.clean()]
    write_json([judged[0], PROBLEM, *judged[1:]], out)
    lines = out.getvalue().splitlines()
    assert [msgspec.json.decode(line, type=Verdict) for line in lines] == [each.verdict for each in judged]


def test_videos_without_advertising_have_all_their_findings_whatever_stands_between_them() -> None:
    out = io.StringIO()
    judged = [
        builder.clean(1),
        builder.clean(2),
        builder.judged(),
        builder.clean(3),
        builder.review(),
        builder.clean(4),
    ]
    other = msgspec.structs.replace(judged[3].verdict, findings=judged[2].verdict.findings)
    judged[3] = msgspec.structs.replace(judged[3], verdict=other)
    write_json(judged, out)
    assert out.getvalue().encode() == b"".join(msgspec.json.encode(each.verdict) + b"\n" for each in judged)


def test_half_a_surrogate_pair_is_replaced_in_json() -> None:
    out = io.StringIO()
    write_json([builder.judged(video=builder.evidence(title="a\ud83d b \U0001f600"))], out)
    assert msgspec.json.decode(out.getvalue(), type=Verdict).video.title == "a\ufffd b \U0001f600"


def test_csv_has_the_first_disclosure_and_the_worst_finding() -> None:
    (row,) = rows(builder.judged(), PROBLEM)
    assert list(row) == list(COLUMNS)
    assert row["status"] == "deficient"
    assert row["disclosure"] == "#reclame"
    assert row["disclosure_place"] == "description, characters 81–88"
    assert row["disclosure_zone"] == "hidden"
    assert row["not_visible_on"] == "desktop, mobile_app"
    assert row["rule"] == "nl/mediawet/default-view"
    assert row["law"] == "Mediawet 2008 art. 3.5b lid 1"
    assert row["advice"] == "Put it first: “Reclame voor Vosje”."
    assert row["signals"] == "discount_code sponsor_read"
    assert row["handle"] == "'@sanne"
    assert row["coverage_speech"] == "looked: captions nl-orig"
    assert row["coverage_screen"] == "not_looked: OCR switched off"


def test_csv_says_what_is_missing_and_leaves_empty_what_is_not_there() -> None:
    (row,) = rows(builder.review())
    assert row["missing"] == "speech screen"
    assert row["disclosure"] == row["disclosure_zone"] == row["severity"] == ""


def test_csv_places_and_advice_follow_the_language() -> None:
    (row,) = rows(builder.judged(), lang="nl")
    assert row["disclosure_place"] == "beschrijving, teken 81–88"
    assert row["advice"].startswith("Zet de vermelding vooraan")


@pytest.mark.parametrize(("bom", "start"), [(True, "\ufeffplatform,"), (False, "platform,")])
def test_csv_has_a_header_even_without_videos_and_a_byte_order_mark_on_request(bom: bool, start: str) -> None:
    out = io.StringIO()
    write_csv([], out, lang="nl", bom=bom)
    assert out.getvalue().startswith(start)


@given(videos())
@settings(max_examples=60)
def test_hostile_text_never_makes_a_formula_or_a_second_row(judged: Judged) -> None:
    out = io.StringIO()
    write_csv([judged], out, lang="nl")
    out.getvalue().encode("utf-8")
    assert out.getvalue().count("\n") == 2
    (row,) = csv.DictReader(io.StringIO(out.getvalue(), newline=""))
    assert not [value for value in row.values() if value.lstrip()[:1] in set("=+-@＝＋－＠") - {""} and value.strip()]


@given(videos())
@settings(max_examples=60)
def test_hostile_text_is_still_one_valid_line_of_json(judged: Judged) -> None:
    out = io.StringIO()
    write_json([judged], out)
    (line,) = out.getvalue().encode("utf-8").split(b"\n")[:-1]
    assert msgspec.json.decode(line, type=Verdict).status is judged.verdict.status


class Nowhere(io.StringIO):
    """Takes text and keeps none of it."""

    def write(self, text: str) -> int:
        return len(text)


@pytest.mark.parametrize("form", ["json", "csv"])
def test_writing_keeps_nothing_in_memory(form: str) -> None:
    def stream(n: int) -> Iterator[Judged]:
        for number in range(n):
            yield builder.clean(number)

    def peak(n: int) -> int:
        tracemalloc.start()
        if form == "json":
            write_json(stream(n), Nowhere())
        else:
            write_csv(stream(n), Nowhere(), lang="nl")
        highest = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return highest

    peak(10)
    assert peak(600) < peak(20) + 100_000


def test_every_column_is_explained_in_the_documentation() -> None:
    text = (Path(__file__).parents[2] / "docs" / "reports.md").read_text(encoding="utf-8")
    explained = {line.split("`")[1] for line in text.partition("## Columns")[2].splitlines() if line.startswith("| `")}
    assert explained == set(COLUMNS)


def test_statuses_are_written_as_codes() -> None:
    assert [row["status"] for row in rows(builder.clean(), builder.disclosed())] == [Status.NO_AD, Status.DISCLOSED]
