from __future__ import annotations

from tests.reports import builder

from herkenbaar.model import Problem, Surface
from herkenbaar.reports.gathered import gather
from herkenbaar.reports.words import vocabulary

SAY = vocabulary("en")


def test_videos_are_kept_worst_first_and_the_rest_is_counted() -> None:
    results = [builder.clean(1), builder.judged(), builder.clean(2), builder.undisclosed()]
    out = gather(results, lambda judged, number: (number, str(judged.verdict.status)), say=SAY, shown=2, listed=9)
    assert list(out.shown) == [(4, "undisclosed"), (2, "deficient")]
    assert (out.shown.dropped, out.tally.videos) == (2, 4)


def test_nothing_is_made_of_a_video_that_will_not_be_shown() -> None:
    made: list[int] = []
    results = [builder.undisclosed(), *(builder.clean(number) for number in range(5))]
    gather(results, lambda _, number: made.append(number), say=SAY, shown=1, listed=9)
    assert made == [1]


def test_unjudged_videos_are_grouped_by_what_would_settle_them() -> None:
    out = gather([builder.review(), builder.judged(), builder.review()], lambda *_: None, say=SAY, shown=9, listed=1)
    ((surfaces, group),) = out.groups()
    assert surfaces == (Surface.SPEECH, Surface.SCREEN)
    assert (group.count, len(group.videos)) == (2, 1)
    assert group.videos[0].reasons(SAY) == (
        "speech could not be looked at (no captions); text on screen not looked at (OCR switched off)"
    )


def test_a_video_that_no_surface_would_settle_gives_its_doubt() -> None:
    findings = (builder.finding(outcome=builder.Outcome.UNSURE, doubt="fuzzy"),)
    judged = builder.judged(builder.Status.REVIEW, findings=findings)
    out = gather([judged], lambda *_: None, say=SAY, shown=9, listed=9)
    ((surfaces, group),) = out.groups()
    assert surfaces == ()
    assert group.videos[0].reasons(SAY) == SAY("doubt.fuzzy")


def test_problems_are_counted_and_the_first_ones_kept() -> None:
    problems = [Problem(f"{number}.json", "bad") for number in range(3)]
    out = gather(problems, lambda *_: None, say=SAY, shown=9, listed=2)
    assert (out.unread, out.problems) == (3, problems[:2])
