"""Labelled rows as evidence, from our gold data and from the third-party development data."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from herkenbaar.model import Creator, Cue, Evidence, Platform

FIXTURES = Path(__file__).parents[2] / "fixtures"
GOLD = FIXTURES / "gold"
BLIND = FIXTURES / "blind"
"""Rows by somebody who had not seen the lexicon, in the form of the development data."""


@dataclass(frozen=True)
class Row:
    """One video with what people say of it. ``marks``: (surface, start, end) of each disclosure, None for a label.

    ``statuses`` are the verdicts that are fair, empty where nobody said. ``hard`` marks a negative made to mislead.
    """

    name: str
    evidence: Evidence
    advertising: str
    disclosed: str
    marks: tuple[tuple[str, float, float], ...]
    statuses: tuple[str, ...]
    trap: str = ""


def shared_folder() -> Path | None:
    """Where the third-party development data lies, or None."""
    for top in Path(__file__).resolve().parents:
        if (top / "shared" / "eval").is_dir():
            return top / "shared" / "eval"
    return None


def gold(language: str) -> Iterator[Row]:
    """Our own rows in ``language`` ("dutch" or "english")."""
    path = GOLD / f"{language}.jsonl"
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        labels = row["labels"]
        status = labels["status"]
        marks = tuple(
            (mark["surface"], float(mark["start"]), float(mark["start"]) + len(mark["quote"]))
            for mark in labels["disclosures"]
            if mark["start"] is not None
        )
        yield Row(
            row["id"],
            msgspec.convert(row["evidence"], Evidence),
            labels["advertising"],
            labels["disclosed"],
            marks,
            tuple([status] if isinstance(status, str) else status),
            labels["trap"],
        )


def english_rows(path: Path) -> Iterator[Row]:
    """English YouTube descriptions with what people say of them, as in the development data."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        evidence = Evidence(
            platform=Platform.YOUTUBE,
            id=row["id"],
            title=row["title"],
            description=row["description"],
            published=row["published"],
            creator=Creator(name=row["channel"]),
        )
        start = row["disclosure_char_offset"]
        marks = () if start is None else (("description", start, start + len(row["disclosure_phrase"])),)
        yield Row(row["id"], evidence, row["commercial"], row["disclosed_in_text"], marks, (), row["note"])


_STATUSES = {
    "out_of_scope_date": "out_of_scope",
    "no_ad": "no_ad",
    "undisclosed": "undisclosed",
    "ok": "disclosed",
    "needs_review": "review",
    "hidden": "deficient:hidden",
    "description_only": "deficient:not_in_video",
    "video_only": "deficient:not_in_description",
    "wording": "deficient:wording",
}


def dutch_rows(path: Path) -> Iterator[Row]:
    """Dutch videos with the verdict they deserve, as in the development data."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        labels = row["labels"]
        marks = tuple(
            (_SURFACES.get(m["surface"], m["surface"]), float(m["start"]), float(m["start"]) + len(m["phrase"]))
            for m in labels["disclosures"]
            if m["start"] is not None
        )
        fair = tuple(_STATUSES[name] for name in (labels["verdict"], *labels["also_accept"]))
        disclosed = "yes" if labels["disclosures"] else "no"
        yield Row(row["id"], _dutch(row), labels["commercial"], disclosed, marks, fair, labels["note"])


_SURFACES = {"captions": "speech"}


def _dutch(row: dict[str, Any]) -> Evidence:
    return Evidence(
        platform=Platform(row["platform"]),
        id=row["id"],
        title=row["title"],
        description=row["description"],
        published=row["published"],
        duration=row["duration_s"],
        creator=Creator(name=row["creator"], followers=row["follower_count"]),
        label=row["platform_label"],
        speech=_cues(row["captions"]),
        screen=_cues(row["screen_text"]),
    )


def _cues(cues: list[dict[str, Any]] | None) -> tuple[Cue, ...] | None:
    return None if cues is None else tuple(Cue(cue["start"], cue["end"], cue["text"]) for cue in cues)
