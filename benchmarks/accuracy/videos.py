"""Judge labelled videos and count: advertising, disclosure, its place, the verdict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from benchmarks.accuracy.rows import Row
from benchmarks.accuracy.scores import Scores, share
from herkenbaar.model import Disclosure, Evidence, Judged, Surface, Verdict

_PRIMARY = ("wording", "hidden", "not_in_video", "not_in_description")
_TIMED = ("speech", "screen")


@dataclass
class VideoScores:
    """All figures of one set of rows."""

    advertising: Scores = field(default_factory=Scores)
    disclosed: Scores = field(default_factory=Scores)
    places: Counter[bool] = field(default_factory=Counter)
    verdicts: Counter[bool] = field(default_factory=Counter)
    accused: Counter[bool] = field(default_factory=Counter)
    unsure: Counter[bool] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def figures(self) -> dict[str, float]:
        """Each figure by name."""
        return {
            "advertising_precision": self.advertising.precision,
            "advertising_recall": self.advertising.recall,
            "advertising_f1": self.advertising.f1,
            "disclosed_precision": self.disclosed.precision,
            "disclosed_recall": self.disclosed.recall,
            "disclosed_f1": self.disclosed.f1,
            "exact_place": share(self.places),
            "verdicts_right": share(self.verdicts),
            "negatives_accused": share(self.accused) if self.accused else 0.0,
            "unsure": share(self.unsure) if self.unsure else 0.0,
        }

    @property
    def videos(self) -> int:
        """How many were judged."""
        return self.unsure.total()

    def misses(self) -> list[str]:
        """A line for each row that is wrong."""
        return [*self.advertising.wrong, *self.disclosed.wrong, *self.wrong]


def measure(rows: Iterable[Row], judge: Callable[[Evidence], Judged]) -> VideoScores:
    """Judge every row. Rows whose label is "unclear" count for the verdict and the share left unsure only."""
    scores = VideoScores()
    for row in rows:
        verdict = judge(row.evidence).verdict
        answer = verdict.advertising.answer
        scores.unsure[answer == "unsure"] += 1
        if row.advertising != "unclear":
            _count(scores, row, verdict)
        if row.statuses:
            right = any(fits(status, verdict) for status in row.statuses)
            scores.verdicts[right] += 1
            if not right:
                got = f"{verdict.status} {', '.join(verdict.deficiencies)}"
                scores.wrong.append(f"{row.name} verdict: expected {row.statuses}, got {got} [{row.trap}]")
    return scores


def _count(scores: VideoScores, row: Row, verdict: Verdict) -> None:
    answer = verdict.advertising.answer
    scores.advertising.add(row.advertising, answer, f"{row.name} advertising [{row.trap}] {verdict.advertising.why}")
    said = [mark for mark in verdict.disclosures if mark.surface is not Surface.LABEL]
    if row.advertising == "no":
        scores.accused[answer == "yes"] += 1
    quotes = [mark.quote for mark in said]
    labelled = bool(row.marks) or row.disclosed == "no"
    if labelled:
        scores.disclosed.add(row.disclosed, "yes" if said else "no", f"{row.name} disclosed [{row.trap}] {quotes}")
    if row.marks and said:
        exact = any(_same_place(mark, place) for mark in said for place in row.marks)
        scores.places[exact] += 1
        if not exact:
            scores.wrong.append(f"{row.name} place: expected {row.marks}, got {[(m.quote, m.start) for m in said]}")


def _same_place(mark: Disclosure, place: tuple[str, float, float]) -> bool:
    surface, start, _ = place
    if mark.surface != surface or mark.start is None:
        return False
    return abs(mark.start - start) < (0.02 if surface in _TIMED else 0.5)


def fits(expected: str, verdict: Verdict) -> bool:
    """Whether ``verdict`` is what ``expected`` says: a status, or "deficient:" and the deficiency that weighs most."""
    status, _, deficiency = expected.partition(":")
    if verdict.status != status:
        return False
    return not deficiency or deficiency in verdict.deficiencies
