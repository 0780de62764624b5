"""Lines that stand under most videos of a creator."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from herkenbaar.model import Creator, Evidence, Platform, Problem
from herkenbaar.standing import (
    AHEAD,
    LEAST_SHARE,
    LEAST_VIDEOS,
    MOST_CREATORS,
    Creators,
    Lines,
    count_lines,
    key,
    look_ahead,
)

GEAR = "📷 Camera: Kiekkast K2 https://amzn.to/kiek"


def video(number: int, *lines: str, handle: str = "@pien") -> Evidence:
    description = "\n".join((f"Verhaal {number} over iets anders", *lines))
    return Evidence(
        platform=Platform.YOUTUBE, id=f"{handle}{number}", description=description, creator=Creator(handle=handle)
    )


@pytest.mark.parametrize(
    ("lines", "same"),
    [
        (("📷 Camera: Kiekkast", "camera:  kiekkast"), True),
        (("- Camera: Kiekkast", "→ CAMERA: KIEKKAST 📷"), True),
        (("Camera: Kiekkast", "Camera: Kiekkast 2"), False),
    ],
)
def test_lines_are_compared_without_case_bullets_and_emoji(lines: tuple[str, str], same: bool) -> None:
    assert (key(lines[0]) == key(lines[1])) is same


def test_short_lines_are_no_lines() -> None:
    assert key("  ❤️ xx ") == ""


@given(st.text(alphabet=st.sampled_from("aZß9_-•📷é \t\u3000\u200b\x1f")))
def test_any_line_is_compared_without_case_odd_spaces_and_what_is_around_its_words(line: str) -> None:
    plain = re.sub(r"^[\W_]+|[\W_]+$", "", " ".join(line.casefold().split()))
    assert key(line) == (plain if len(plain) >= 6 else "")


def test_a_line_of_dashes_takes_no_longer_than_its_length() -> None:
    dashes = "-" * 200_000
    assert key(f"x{dashes}x") == f"x{dashes}x"
    assert key(f"{dashes} Camera: Kiekkast {dashes}") == "camera: kiekkast"
    assert key(dashes) == ""


@pytest.mark.parametrize(
    ("having", "of", "stands"),
    [(5, 5, True), (3, 5, True), (2, 5, False), (4, 4, False), (6, 10, True), (5, 10, False)],
)
def test_a_line_stands_in_at_least_sixty_percent_of_at_least_five_videos(having: int, of: int, stands: bool) -> None:
    texts = [f"Verhaal nummer {n}" + (f"\n{GEAR}" if n < having else "") for n in range(of)]
    assert (key(GEAR) in count_lines(texts)) is stands


def test_the_same_video_twice_counts_once() -> None:
    lines = Lines()
    for _ in range(LEAST_VIDEOS):
        lines.add("one", GEAR)
    assert not lines.standing()


def test_one_line_twice_in_a_video_counts_once() -> None:
    assert not count_lines([f"{GEAR}\n{GEAR}\n{GEAR}", *(f"Verhaal nummer {n}" for n in range(LEAST_VIDEOS))])


@given(st.lists(st.sets(st.sampled_from(["lijn een", "lijn twee", "lijn drie"])), max_size=16))
def test_what_stands_after_each_video_is_what_counting_all_of_them_would_give(videos: list[set[str]]) -> None:
    lines = Lines()
    for number, video_lines in enumerate(videos, start=1):
        lines.add(str(number), "\n".join(("verhaal", *video_lines)))
        seen = videos[:number]
        often = {line for line in set().union(*seen) if sum(line in one for one in seen) >= LEAST_SHARE * number}
        assert lines.standing() - {"verhaal"} == (often if number >= LEAST_VIDEOS else set())


def test_creators_are_kept_apart_and_the_longest_unseen_is_forgotten() -> None:
    creators = Creators()
    for number in range(LEAST_VIDEOS):
        creators.add(video(number, GEAR))
    creators.add(video(0, GEAR, handle="@other"))
    assert key(GEAR) in creators.of(video(9))
    assert not creators.of(video(9, handle="@other"))
    for number in range(MOST_CREATORS):
        creators.add(video(0, handle=f"@many{number}"))
    assert not creators.of(video(9))


def test_without_a_creator_nothing_stands() -> None:
    creators = Creators()
    for number in range(LEAST_VIDEOS):
        creators.add(Evidence(platform=Platform.TIKTOK, id=str(number), description=GEAR))
    assert not creators.of(Evidence(platform=Platform.TIKTOK, id="9", description=GEAR))


def test_a_run_knows_what_stands_from_its_first_video_on_and_keeps_order() -> None:
    found = [video(number, GEAR) for number in range(LEAST_VIDEOS)]
    problem = Problem("x.json", "not readable")
    results = list(look_ahead([found[0], problem, *found[1:]]))
    assert [item for item, _ in results] == [found[0], problem, *found[1:]]
    assert key(GEAR) in results[0][1]
    assert not results[1][1]


def test_a_run_waits_for_so_many_videos_and_no_more() -> None:
    taken = 0

    def endless() -> Iterator[Evidence]:
        nonlocal taken
        while True:
            taken += 1
            yield video(taken, GEAR)

    first, standing = next(look_ahead(endless()))
    assert isinstance(first, Evidence)
    assert first.id == "@pien1"
    assert key(GEAR) in standing
    assert taken == AHEAD + 1


def test_without_waiting_nothing_stands() -> None:
    assert [standing for _, standing in look_ahead([video(n, GEAR) for n in range(9)], ahead=0)] == [frozenset()] * 9
