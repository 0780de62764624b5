"""What a run changed, and what could not be looked at: written once, however often it is said."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from herkenbaar.changes import Cause, ChangeKind
from herkenbaar.model import Problem
from herkenbaar.store.schema import changes, problems
from herkenbaar.store.upsert import insert


def note(
    connection: sa.Connection,
    *,
    run_id: int,
    video_id: int,
    kind: ChangeKind,
    fingerprint: str = "",
    cause: Cause = Cause.EVIDENCE,
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Keep one change of one video in one run."""
    row = {
        "run_id": run_id,
        "video_id": video_id,
        "kind": kind.value,
        "fingerprint": fingerprint,
        "cause": cause.value,
        "detail": dict(detail or {}),
    }
    connection.execute(insert(connection, changes).values(row).on_conflict_do_nothing())


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
