"""What a report on a run says, in words, before anybody draws it."""

from __future__ import annotations

from typing import Any

import pytest
from tests.reports.runs.accounts import account, full, item, ruling, video, visited

from herkenbaar.model import Surface
from herkenbaar.reports.runs.account import Account, Look
from herkenbaar.reports.runs.sections import Entry, lead, no_news, sections
from herkenbaar.reports.words import vocabulary

EN, NL = vocabulary("en"), vocabulary("nl")


def entries(told: Account, name: str) -> tuple[Entry, ...]:
    return next(section.entries for section in sections(told, EN) if section.name == name)


def test_what_demands_attention_comes_first_and_what_is_empty_is_left_out() -> None:
    assert [section.name for section in sections(full(), NL)] == [
        "warnings",
        "unreadable",
        "new",
        "reopened",
        "fixed",
        "edited",
        "gone",
        "returned",
        "looks",
        "still_open",
        "to_decide",
        "problems",
    ]
    assert list(sections(account(), NL)) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "run 7 of 22 Nov 2026, 06:07 · 0 creators visited: 0 new videos, 0 changed, 0 judged"),
        (
            {"visited": (visited(),), "groups": ("A", "spring")},
            "run 7 of 22 Nov 2026, 06:07 · group: A, spring · 1 creator visited: 1 new video, 2 changed, 3 judged",
        ),
    ],
)
def test_the_first_line_says_which_run_of_whom_and_what_it_did(changes: dict[str, Any], expected: str) -> None:
    assert lead(account(**changes), EN) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "Nobody of these was visited in this run."),
        ({"visited": (visited(),)}, "Nothing new."),
        ({"visited": (visited(),), "finished": None}, "Nothing new so far."),
        ({"visited": (visited(),), "new": (item(),)}, ""),
    ],
)
def test_nothing_new_is_not_said_of_a_run_that_saw_nobody_or_goes_on(changes: dict[str, Any], expected: str) -> None:
    assert no_news(account(**changes), EN) == expected


def test_what_a_decision_silences_is_counted_and_not_listed() -> None:
    new = next(section for section in sections(full(), EN) if section.name == "new")
    assert (len(new.entries), new.silenced) == (1, 1)
    only = account(still_open=(item(ruling=ruling(), counts=False),))
    [section] = sections(only, EN)
    assert (section.name, section.entries, section.silenced) == ("still_open", (), 1)


def test_a_finding_says_why_it_changed_or_since_when_it_stands_and_what_to_do() -> None:
    [new] = entries(full(), "new")
    assert new.facts == (
        "Advertising can be recognised (first look at this video)",
        "What to do: Put “Reclame” first.",
    )
    assert (new.name, new.quote, new.tone) == ("Sanne: Herfstlooks", "met code SANNE15", "ernstig")
    [still_open] = entries(full(), "still_open")
    assert still_open.facts[1] == "open since 22 Nov 2026"
    assert "Zoë: agreed with the client" in still_open.facts[2]


def test_a_decision_says_until_when_it_holds_and_what_it_is_worth() -> None:
    [stale] = entries(full(), "to_decide")
    assert "1 Jan 2027" in stale.facts[1]
    assert "Zoë" in stale.facts[1]
    assert "expired" in stale.facts[1]


def test_an_edit_says_which_words_went_and_which_came() -> None:
    [edit] = entries(full(), "edited")
    assert edit.facts[0] == "description"
    assert [fact.partition(": ")[2] for fact in edit.facts[1:]] == ["old words", "new words"]


@pytest.mark.parametrize(
    ("missing", "expected"),
    [
        ({Surface.SPEECH: "the video has no captions"}, "spraak (de video heeft geen ondertitels)"),
        ({Surface.SCREEN: ""}, "beeldtekst"),
        ({Surface.SPEECH: "a reason of its own"}, "spraak (a reason of its own)"),
    ],
)
def test_what_would_settle_a_doubt_is_said_in_the_language_of_the_report(
    missing: dict[Surface, str], expected: str
) -> None:
    look = Look(video=video(), missing=missing, doubts=(), is_new=True)
    [section] = sections(account(looks=(look,)), NL)
    assert section.entries[0].facts == (f"dit geeft uitsluitsel: {expected}",)


def test_a_video_without_a_title_is_named_by_its_platform_and_id() -> None:
    assert entries(full(), "looks")[0].name == "Sanne: TikTok 7341"


def test_who_could_not_be_read_is_told_with_the_reason_and_who_has_too_few_with_the_numbers() -> None:
    [away] = entries(full(), "unreadable")
    assert (away.name, away.facts) == ("Omar", ("HTTP 404: no such page",))
    [few] = entries(full(), "warnings")
    assert few.name == "Kim"
    assert "3" in few.facts[0]
    assert "30" in few.facts[0]
