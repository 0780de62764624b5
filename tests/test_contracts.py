"""The printed JSON Schema accepts what the program reads and writes, and refuses what it refuses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from jsonschema import Draft202012Validator

from herkenbaar.config import load
from herkenbaar.contracts import schema_of
from herkenbaar.scan import judge_evidence, prepare
from herkenbaar.sources.lines import read_line


def validator(contract: str) -> Draft202012Validator:
    schema = schema_of(contract)
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def rows(fixtures: Path) -> list[bytes]:
    files = sorted(
        path for folder in ("evidence", "cases", "compliant") for path in (fixtures / folder).glob("*.jsonl")
    )
    return [row for path in files for row in path.read_bytes().splitlines()]


def test_all_evidence_of_the_fixtures_is_valid(fixtures: Path) -> None:
    check = validator("evidence")
    found = rows(fixtures)
    assert found
    for row in found:
        check.validate(json.loads(row))


def test_every_verdict_on_it_is_valid(fixtures: Path) -> None:
    check = validator("verdict")
    tools = prepare(load().settings)
    for row in rows(fixtures):
        verdict = judge_evidence(read_line(row)[0], tools).verdict
        check.validate(json.loads(msgspec.json.encode(verdict)))


@pytest.mark.parametrize(
    "change",
    [
        {"schema": "herkenbaar.evidence/2"},
        {"platform": "vimeo"},
        {"descripton": "x"},
        {"speech": [{"start": -1, "end": 1, "text": "x"}]},
        {"id": 5},
    ],
)
def test_what_is_no_evidence_is_refused(change: dict[str, Any]) -> None:
    good = {"schema": "herkenbaar.evidence/1", "platform": "tiktok", "id": "1"}
    check = validator("evidence")
    assert check.is_valid(good)
    assert not check.is_valid({**good, **change})
    assert not check.is_valid({key: value for key, value in good.items() if key != "schema"})
