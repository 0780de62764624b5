"""The rows of fixtures/blind: each is evidence, and each quotation stands where its label says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from benchmarks.accuracy.rows import dutch_rows, english_rows

BLIND = Path(__file__).parents[1] / "fixtures" / "blind"
DUTCH = {"dutch_read": 70, "dutch_studied": 795, "dutch_fresh": 110, "dutch_later": 115}
ENGLISH = {"english_read": 50, "english_studied": 100, "english_fresh": 50}


def lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (BLIND / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("name", DUTCH)
def test_a_dutch_row_is_evidence_and_quotes_what_stands_there(name: str) -> None:
    rows = list(dutch_rows(BLIND / f"{name}.jsonl"))
    assert len({row.name for row in rows}) == len(rows) == DUTCH[name]
    for row in lines(name):
        for mark in row["labels"]["disclosures"]:
            if mark["surface"] in ("title", "description"):
                assert row[mark["surface"]][mark["start"] :].startswith(mark["phrase"]), row["id"]


@pytest.mark.parametrize("name", ENGLISH)
def test_an_english_row_is_evidence_and_quotes_what_stands_there(name: str) -> None:
    rows = list(english_rows(BLIND / f"{name}.jsonl"))
    assert len({row.name for row in rows}) == len(rows) == ENGLISH[name]
    for row in lines(name):
        if row["disclosure_phrase"]:
            assert row["description"][row["disclosure_char_offset"] :].startswith(row["disclosure_phrase"]), row["id"]
