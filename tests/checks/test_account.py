"""The account: followers, and what the profile says."""

from __future__ import annotations

import pytest
from tests.checks.by_hand import read

from herkenbaar.checks.account import followed, not_in_evidence, profile_says
from herkenbaar.model import Creator, Surface

WORDS = ("commissariaat voor de media", "cvdm")


@pytest.mark.parametrize(("followers", "value"), [(500_000, True), (499_999, False), (None, None)])
def test_followers_are_counted_where_the_number_is_known(followers: int | None, value: bool | None) -> None:
    assert followed(read(creator=Creator(followers=followers)), at_least=500_000).value is value


@pytest.mark.parametrize(
    ("profile", "value"),
    [("Onder toezicht van het Commissariaat voor de Media", True), ("toezicht: CvdM", True), ("fietsen", False)],
)
def test_a_profile_that_was_read_says_it_or_not(profile: str, value: bool) -> None:
    assert profile_says(read(profile=profile), words=WORDS).value is value


def test_a_profile_that_was_not_read_is_named() -> None:
    answer = profile_says(read(), words=WORDS)
    assert (answer.value, answer.missing) == (None, (Surface.PROFILE,))


def test_what_no_evidence_holds_stays_open() -> None:
    assert not_in_evidence(read(), what="registration") == not_in_evidence(read(), what="registration")
    assert not_in_evidence(read(), what="registration").value is None
