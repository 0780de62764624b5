"""Questions about the account rather than the video, and those that no evidence can answer."""

from __future__ import annotations

from herkenbaar.checks.disclosure import looked
from herkenbaar.model import Answer, Reading, Surface


def followed(reading: Reading, *, at_least: int) -> Answer:
    """Has the account this many followers? Not known where the evidence gives no number."""
    followers = reading.evidence.creator.followers
    return Answer(None, doubt="no_followers") if followers is None else Answer(followers >= at_least)


def profile_says(reading: Reading, *, words: tuple[str, ...]) -> Answer:
    """Does the profile text contain one of these words? Not known where the profile was not read."""
    if reading.evidence.profile is None or not looked(reading, Surface.PROFILE):
        return Answer(None, missing=(Surface.PROFILE,))
    profile = reading.evidence.profile.casefold()
    return Answer(any(word.casefold() in profile for word in words))


def not_in_evidence(reading: Reading, *, what: str) -> Answer:  # noqa: ARG001
    """Never known: ``what`` says what a person would have to find out (contracts, registrations, a year's uploads)."""
    return Answer(None, doubt=what)
