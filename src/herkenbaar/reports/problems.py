"""Input that could not be read, in words."""

from __future__ import annotations

from herkenbaar.model import Problem
from herkenbaar.reports.escape import one_line
from herkenbaar.reports.words import vocabulary


def line(problem: Problem, *, lang: str) -> str:
    """One line for standard error: which file, what happened, what to do. Safe for a terminal."""
    text = one_line(f"{problem.where}: {problem.what}")
    if not problem.remedy:
        return text
    return f"{text}. {vocabulary(lang)('text.remedy', remedy=one_line(problem.remedy))}"
