"""What a run changed, and what could not be looked at: written once, however often it is said."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
import sqlalchemy as sa

from herkenbaar.changes import Cause, ChangeKind
from herkenbaar.model import Problem
from herkenbaar.store.schema import changes, problems
from herkenbaar.store.upsert import insert


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One change of one video in one run."""

    video_id: int
    kind: ChangeKind
    fingerprint: str = ""
    cause: Cause = Cause.EVIDENCE
    detail: Mapping[str, Any] = {}


def note(connection: sa.Connection, found: Iterable[Change], *, run_id: int) -> None:
    """Keep what changed in a run, in one statement; what is noted already stays as it is."""
    rows = [
        {
            "run_id": run_id,
            "video_id": change.video_id,
            "kind": change.kind.value,
            "fingerprint": change.fingerprint,
            "cause": change.cause.value,
            "detail": dict(change.detail),
        }
        for change in found
    ]
    if rows:
        connection.execute(insert(connection, changes).on_conflict_do_nothing(), rows)


def list_problem(connection: sa.Connection, problem: Problem, *, run_id: int, creator_id: int) -> None:
    """Keep one thing that could not be looked at in one run."""
    digest = hashlib.sha256(f"{problem.where}\n{problem.what}".encode("utf-8", "replace")).hexdigest()[:32]
    row = {
        "run_id": run_id,
        "creator_id": creator_id,
        "digest": digest,
        "place": problem.where,
        "what": problem.what,
        "remedy": problem.remedy,
    }
    connection.execute(insert(connection, problems).values(row).on_conflict_do_nothing())
