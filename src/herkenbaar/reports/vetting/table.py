"""Creators side by side as CSV: a row per creator and period, the whole time first."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Sequence
from typing import IO

from herkenbaar.model import Deficiency, Severity, Status
from herkenbaar.reports.escape import cell
from herkenbaar.reports.vetting.card import Card, quarters_of

COLUMNS = (
    "creator",
    "source",
    "period",
    "videos",
    *(status.value for status in Status if status is not Status.OUT_OF_SCOPE),
    "before_scope",
    "undated",
    "unread",
    *(f"severity_{severity}" for severity in (Severity.ERNSTIG, Severity.ZWAAR)),
    *(f"deficiency_{deficiency}" for deficiency in Deficiency),
    "error",
)


def write(cards: Sequence[Card], out: IO[str]) -> None:
    """Write a header and the rows; what holds for the whole time only is empty in the rows of quarters."""
    rows = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\n")
    rows.writeheader()
    for card in cards:
        named = {"creator": cell(card.name), "source": cell(card.source)}
        rows.writerow(named | {"period": "all"} | _counts(card.statuses) | _whole(card))
        for quarter in quarters_of(cards):
            counts = card.quarters.get(quarter, Counter[Status]())
            rows.writerow(named | {"period": f"{quarter.year}Q{quarter.number}"} | _counts(counts))


def _counts(statuses: Counter[Status]) -> dict[str, object]:
    counted = {status.value: statuses[status] for status in Status if status is not Status.OUT_OF_SCOPE}
    return {"videos": sum(counted.values()), **counted}


def _whole(card: Card) -> dict[str, object]:
    return {
        "before_scope": card.statuses[Status.OUT_OF_SCOPE],
        "undated": card.undated,
        "unread": card.problems,
        **{f"severity_{severity}": card.severities[severity] for severity in (Severity.ERNSTIG, Severity.ZWAAR)},
        **{f"deficiency_{deficiency}": card.deficiencies[deficiency] for deficiency in Deficiency},
        "error": cell(card.error),
    }
