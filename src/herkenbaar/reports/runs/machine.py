"""What a run changed, for other programs: one JSON object, or CSV with one row per thing."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import IO

import msgspec

from herkenbaar.reports.escape import cell
from herkenbaar.reports.runs.account import Account, Item, Video
from herkenbaar.reports.words import Vocabulary, vocabulary

COLUMNS = (
    "run",
    "change",
    "creator",
    "platform",
    "video",
    "url",
    "title",
    "fingerprint",
    "rule",
    "rule_title",
    "severity",
    "deficiency",
    "quote",
    "since",
    "cause",
    "counts",
    "decision",
    "decision_by",
    "decision_until",
    "decision_standing",
    "reason",
)


def write_json(account: Account, out: IO[str]) -> None:
    """Write the account (``herkenbaar.run/1``) on one line."""
    out.write(msgspec.json.encode(account).decode() + "\n")


def write_csv(account: Account, out: IO[str], *, lang: str) -> None:
    """Write a header and one row per finding, look, video or problem; what does not apply is empty."""
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(COLUMNS)
    for row in _rows(account, vocabulary(lang)):
        rows.writerow([cell(row.get(column, "")) for column in COLUMNS])


def _rows(account: Account, say: Vocabulary) -> Iterator[dict[str, str]]:
    run = {"run": str(account.run)}
    for name in ("new", "reopened", "fixed", "still_open"):
        yield from (run | {"change": name} | _item(item, say) for item in getattr(account, name))
    for look in account.looks:
        reason = "; ".join([*look.doubts, *(f"{surface}: {why}" for surface, why in look.missing.items())])
        yield run | {"change": "look", "reason": reason, "cause": "first" if look.is_new else ""} | _video(look.video)
    for edit in account.edited:
        yield run | {"change": "edited", "reason": " ".join(edit.fields)} | _video(edit.video)
    for name in ("gone", "returned"):
        yield from (run | {"change": name} | _video(video) for video in getattr(account, name))
    for each in account.visited:
        if each.state == "unreadable":
            yield run | {"change": "unreadable", "creator": each.creator, "reason": each.reason}
        if each.expected is not None:
            yield run | {"change": "fewer", "creator": each.creator, "reason": f"{each.listed} of {each.expected}"}
    for problem in account.problems:
        yield run | {"change": "problem", "video": problem.where, "reason": problem.what}


def _item(item: Item, say: Vocabulary) -> dict[str, str]:
    row = _video(item.video) | {
        "fingerprint": item.fingerprint,
        "rule": item.rule,
        "rule_title": say.pick(item.title),
        "severity": item.severity,
        "deficiency": item.deficiency or "",
        "quote": item.quote,
        "since": item.since.date().isoformat(),
        "cause": item.cause,
        "counts": "yes" if item.counts else "no",
    }
    ruling = item.ruling
    if ruling is None:
        return row
    return row | {
        "decision": ruling.kind,
        "decision_by": ruling.by,
        "decision_until": ruling.until.isoformat() if ruling.until else "",
        "decision_standing": ruling.standing,
        "reason": ruling.reason,
    }


def _video(video: Video) -> dict[str, str]:
    return {
        "creator": video.creator,
        "platform": video.platform,
        "video": video.id,
        "url": video.url or "",
        "title": video.title or "",
    }
