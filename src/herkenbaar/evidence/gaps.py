"""Surfaces of a video that were not looked at, each with its reason."""

from __future__ import annotations

import msgspec

from herkenbaar.errors import HerkenbaarError
from herkenbaar.model import Evidence


def with_gap(evidence: Evidence, surface: str, why: str) -> Evidence:
    """``evidence`` of which ``surface`` was not looked at, and why; what it has of the surface is kept."""
    return msgspec.structs.replace(evidence, gaps={**evidence.gaps, surface: why})


def gaps_but(evidence: Evidence, surface: str) -> dict[str, str]:
    """The gaps of ``evidence`` without that of ``surface``, which is being looked at."""
    return {name: why for name, why in evidence.gaps.items() if name != surface}


def reason_of(error: HerkenbaarError) -> str:
    """What went wrong and what to do, without the path: a gap speaks of its own video."""
    return f"{error.what} ({error.remedy})" if error.remedy else error.what
