"""Which surfaces were looked at, and which were not, and why. A gap is never read as "nothing there"."""

from __future__ import annotations

from herkenbaar.model import Coverage, Evidence, Link, Surface

_UNSAID = "not in the evidence"


def cover(evidence: Evidence) -> dict[Surface, Coverage]:
    """One entry per surface, in the order of the enum."""
    return {surface: _one(evidence, surface) for surface in Surface}


def _one(evidence: Evidence, surface: Surface) -> Coverage:
    gap = evidence.gaps.get(surface, "")
    source = evidence.sources.get(surface, "")
    if getattr(evidence, surface) is None:
        state = "failed" if gap.startswith("failed") else "not_looked"
        return Coverage("failed" if state == "failed" else "not_looked", gap or _UNSAID)
    if surface is Surface.SPEECH and evidence.heard is not None:
        return Coverage("partly", f"{source} {_ranges(evidence.heard)}".strip())
    if surface is Surface.SCREEN and evidence.watched is not None:
        return Coverage("partly", f"{source} {_ranges(evidence.watched)}".strip())
    if surface is Surface.LINKS:
        return _links(evidence.links or (), source)
    return Coverage("looked", source)


def _links(links: tuple[Link, ...], source: str) -> Coverage:
    failed = [link for link in links if link.error]
    if not failed:
        return Coverage("looked", source)
    if len(failed) < len(links):
        return Coverage("partly", "some links could not be followed")
    return Coverage("failed", "none of the links could be followed")


def _ranges(ranges: tuple[tuple[float, float], ...]) -> str:
    return ", ".join(f"{start:.0f}–{end:.0f} s" for start, end in ranges)
