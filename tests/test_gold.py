"""The gold rows that accuracy is measured on are valid, balanced, and nobody else's words."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import msgspec
import pytest

from herkenbaar.model import Evidence, Platform, Relation, Status, Surface

FIXTURES = Path(__file__).parents[1] / "fixtures"
THIRD_PARTY = FIXTURES.parents[1] / "shared" / "eval"
LEAST_ROWS = {"dutch": 220, "english": 110, "dutch_held": 60}
RUN = 40
"""Characters in a row that two texts may not share."""


class Mark(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    surface: Surface
    quote: str
    start: float | None


class Labels(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    advertising: Literal["yes", "no", "unclear"]
    relation: Relation
    disclosed: Literal["yes", "no"]
    disclosures: tuple[Mark, ...]
    status: Status | tuple[Status, ...]
    trap: str
    note: str
    reads: tuple[tuple[float, float], ...] = ()


class Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    evidence: Evidence
    labels: Labels


def read_rows(name: str) -> list[Row]:
    decode = msgspec.json.Decoder(Row).decode
    return [decode(line) for line in (FIXTURES / "gold" / f"{name}.jsonl").read_bytes().splitlines()]


GOLD = {path.stem: read_rows(path.stem) for path in sorted((FIXTURES / "gold").glob("*.jsonl"))}
ROWS = [row for rows in GOLD.values() for row in rows]
every_row = pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
every_file = pytest.mark.parametrize("name", GOLD)


@every_row
def test_a_quote_stands_at_its_exact_place(row: Row) -> None:
    for mark in row.labels.disclosures:
        if mark.surface in (Surface.TITLE, Surface.DESCRIPTION):
            text = (row.evidence.title if mark.surface is Surface.TITLE else row.evidence.description) or ""
            assert mark.start is not None
            assert text[int(mark.start) :].startswith(mark.quote)
        elif mark.surface is Surface.LABEL:
            assert (row.evidence.label, mark.quote, mark.start) == (True, "", None)
        else:
            cues = (row.evidence.speech if mark.surface is Surface.SPEECH else row.evidence.screen) or ()
            heard = " ".join(cue.text for cue in cues if mark.start is not None and cue.start >= mark.start)
            assert mark.start in {cue.start for cue in cues}
            assert mark.quote in heard


@every_row
def test_labels_agree_with_each_other(row: Row) -> None:
    labels = row.labels
    statuses = {labels.status} if isinstance(labels.status, Status) else set(labels.status)
    assert (labels.disclosed == "yes") == bool(labels.disclosures)
    assert (labels.advertising == "no") == (labels.relation is Relation.NONE)
    if labels.advertising == "no":
        assert not labels.disclosures
        assert statuses <= {Status.NO_AD, Status.REVIEW, Status.OUT_OF_SCOPE}
    if labels.advertising == "yes":
        assert Status.NO_AD not in statuses
    assert labels.trap
    assert labels.note


@every_row
def test_speech_stands_in_order_inside_the_video(row: Row) -> None:
    cues = row.evidence.speech or ()
    assert [cue.start for cue in cues] == sorted(cue.start for cue in cues)
    assert all(cue.start < cue.end <= (row.evidence.duration or 0) + 1 for cue in cues)
    assert all(start < end for start, end in row.labels.reads)


def test_every_row_has_its_own_name_and_its_own_text() -> None:
    assert len({row.id for row in ROWS}) == len(ROWS)
    assert all(row.id == row.evidence.id for row in ROWS)
    texts = [text for row in ROWS if (text := row.evidence.description)]
    assert len(set(texts)) == len(texts)


@every_file
def test_there_are_enough_rows_and_at_least_half_are_hard_negatives(name: str) -> None:
    rows = GOLD[name]
    assert len(rows) >= LEAST_ROWS[name]
    assert sum(row.labels.advertising == "no" for row in rows) >= len(rows) / 2
    assert sum(row.labels.advertising == "unclear" for row in rows) <= len(rows) * 0.05


@pytest.mark.parametrize("name", ["dutch", "english"])
def test_texts_have_the_length_of_real_ones(name: str) -> None:
    rows = GOLD[name]
    assert sum(len(row.evidence.description or "") >= 300 for row in rows) >= len(rows) / 3
    assert sum(len(row.evidence.speech or ()) >= 5 for row in rows) >= len(rows) / 2
    assert {row.evidence.platform for row in rows} == set(Platform)


def third_party_texts() -> Iterator[str]:
    for path in sorted(THIRD_PARTY.glob("*.jsonl*")):
        packed = path.read_bytes()
        for line in (gzip.decompress(packed) if path.suffix == ".gz" else packed).splitlines():
            yield from strings(msgspec.json.decode(line))


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)


def test_no_text_of_others_was_taken_over() -> None:
    if not THIRD_PARTY.is_dir():
        pytest.skip("../shared/eval is not beside this checkout")
    ours: dict[str, str] = {}
    for path in sorted(FIXTURES.rglob("*.jsonl")):
        for line in path.read_bytes().splitlines():
            for text in strings(msgspec.json.decode(line)):
                flat = " ".join(text.casefold().split())
                ours.update((flat[at : at + RUN], path.name) for at in range(len(flat) - RUN + 1))
    for text in third_party_texts():
        flat = " ".join(text.casefold().split())
        shared = [flat[at : at + RUN] for at in range(len(flat) - RUN + 1) if flat[at : at + RUN] in ours]
        assert not shared, f"{shared[0]!r} also stands in {ours[shared[0]]}"
