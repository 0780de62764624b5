"""Try the examples of rules: a rule file carries its own tests, and they are judged end to end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import msgspec

from herkenbaar.model import Evidence, Finding, Outcome, Verdict
from herkenbaar.rulebook import Rule

JudgeEvidence = Callable[[Evidence], Verdict]


class Tried(msgspec.Struct, frozen=True):
    """One example and what came out. ``finding`` is None where the rule is not in force on the example's day."""

    rule: str
    number: int
    why: str
    expected: Outcome
    finding: Finding | None

    @property
    def right(self) -> bool:
        """Whether the rule has the outcome that its example states."""
        return self.finding is not None and self.finding.outcome is self.expected


def try_examples(rules: Iterable[Rule], judge_evidence: JudgeEvidence) -> Iterator[Tried]:
    """Every example of ``rules``, judged, in order."""
    for rule in rules:
        for number, (example, evidence) in enumerate(rule.examples, start=1):
            findings = judge_evidence(evidence).findings
            found = next((finding for finding in findings if finding.rule == rule.id), None)
            yield Tried(rule.id, number, example.why, example.outcome, found)
