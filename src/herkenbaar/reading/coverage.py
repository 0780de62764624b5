"""Which surfaces were looked at, and which were not, and why. A gap is never read as "nothing there"."""

from __future__ import annotations

from functools import lru_cache

from herkenbaar.model import Coverage, Evidence, Link, Range, Surface

_UNSAID = "not in the evidence"
_SURFACES = tuple(Surface)


def cover(evidence: Evidence) -> dict[Surface, Coverage]:
    """One entry per surface, in the order of the enum."""
    return {surface: _one(evidence, surface) for surface in _SURFACES}


def _one(evidence: Evidence, surface: Surface) -> Coverage:
    gap = evidence.gaps.get(surface, "")
    source = evidence.sources.get(surface, "")
    if getattr(evidence, surface) is None:
        return _unread(gap or _UNSAID)
    if surface is Surface.SPEECH and evidence.heard is not None:
        return Coverage("partly", _join(source, evidence.heard))
    if surface is Surface.SCREEN and evidence.watched is not None:
        return Coverage("partly", _join(source, evidence.watched))
    if surface is Surface.LINKS:
        return _links(evidence.links or (), source)
    return _looked(source)


@lru_cache(maxsize=256)
def _unread(reason: str) -> Coverage:
    return Coverage("failed" if reason.startswith("failed") else "not_looked", reason)


@lru_cache(maxsize=256)
def _looked(source: str) -> Coverage:
    return Coverage("looked", source)


def _links(links: tuple[Link, ...], source: str) -> Coverage:
    failed = [link for link in links if link.error]
    if not failed:
        return Coverage("looked", source)
    if len(failed) < len(links):
        return Coverage("partly", "some links could not be followed")
    return Coverage("failed", "none of the links could be followed")


def _join(source: str, ranges: tuple[Range, ...]) -> str:
    """Where it is from, and which seconds."""
    return "; ".join(filter(None, (source, ", ".join(f"{start:.0f}–{end:.0f} s" for start, end in ranges))))
