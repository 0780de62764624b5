from __future__ import annotations

import io
import unicodedata

import pytest
from hypothesis import given, settings
from tests.reports import builder
from tests.reports.hostile import videos

from herkenbaar.model import Judged, Problem, Severity, Status, Words
from herkenbaar.reports import terminal
from herkenbaar.reports.terminal import write


class Screen(io.StringIO):
    """A terminal that understands colours."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


def printed(*results: Judged | Problem, lang: str = "nl", width: int = 100) -> str:
    out = io.StringIO()
    write(results, out, lang=lang, width=width)
    return out.getvalue()


def words(text: str) -> str:
    return " ".join(text.split())


def test_the_worst_video_comes_first() -> None:
    text = printed(builder.clean(), builder.judged(), builder.review(), builder.undisclosed(), builder.disclosed())
    places = [text.index(title) for title in ("Unboxing", "Herfstlooks", "Vlog 12", "Met label", "Dagje weg")]
    assert places == sorted(places)


def test_a_video_shows_status_quote_place_rule_law_and_advice() -> None:
    text = words(printed(builder.judged(), width=200))
    for expected in (
        "vermelding schiet tekort",
        "zwaar",
        "“#reclame” — beschrijving, teken 81–88; achter ‘meer weergeven’",
        "niet te zien op: computer",
        "kortingscode “code SANNE15”",
        "spraak, 1:01–1:32",
        "De vermelding staat in de standaardweergave (Mediawet 2008, art. 3.5b lid 1)",
        "Zet de vermelding vooraan: «Reclame voor Vosje».",
    ):
        assert expected in text


def test_sources_of_law_are_called_by_their_title() -> None:
    out = io.StringIO()
    titles = {"Mediawet 2008": Words("Mediawet", "Media Act")}
    write([builder.judged()], out, lang="en", laws=titles, width=200)
    assert "(Media Act, art. 3.5b lid 1)" in words(out.getvalue())


def test_advice_is_left_out_where_something_weightier_is_wrong() -> None:
    advice = builder.finding(severity=Severity.ADVIES, title=Words("Beter woord", "Better word"))
    assert "Better word" not in words(printed(builder.judged(findings=(builder.finding(), advice)), lang="en"))
    assert "Better word" in words(printed(builder.judged(Status.DISCLOSED, findings=(advice,)), lang="en"))


def test_what_could_not_be_judged_is_grouped_by_what_would_settle_it() -> None:
    text = words(printed(builder.review(), builder.review(), lang="en", width=200))
    assert "This would settle it: speech, text on screen — 2 videos" in text
    assert (
        "Vlog 12: speech could not be looked at (no captions); text on screen not looked at (OCR switched off)" in text
    )


def test_nothing_found_names_what_was_not_looked_at() -> None:
    text = words(printed(builder.clean(), lang="en", width=200))
    assert "no sign of advertising" in text
    assert "not looked at: text on screen, links, profile" in text


def test_the_summary_counts_every_status_and_unreadable_input() -> None:
    problem = Problem("x.info.json", "not JSON", "download it again")
    text = words(printed(builder.clean(1), builder.clean(2), builder.judged(), problem, lang="en", width=200))
    assert (
        "3 videos · 1 creator: 1 disclosure falls short · 2 no sign of advertising · 1 file could not be read" in text
    )
    assert "x.info.json: not JSON. What to do: download it again" in text


def test_no_input_is_never_said_as_clean() -> None:
    assert words(printed(lang="en")).startswith("Nothing was looked at.")


def test_only_the_worst_videos_are_shown_and_the_rest_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terminal, "SHOWN", 2)
    text = printed(builder.clean(1), builder.judged(), builder.clean(2), builder.undisclosed(), lang="en")
    assert "Dagje weg" not in text
    assert "2 more videos are not in this list" in text


@pytest.mark.parametrize("width", [24, 40, 59, 60, 80, 120, 200])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    text = printed(builder.judged(), builder.undisclosed(), builder.review(), builder.disclosed(), width=width)
    assert max(len(line) for line in text.splitlines()) <= width


def test_there_is_no_colour_outside_a_terminal() -> None:
    assert "\x1b" not in printed(builder.judged())


def test_a_terminal_gets_colour_unless_it_asked_for_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    coloured, plain = Screen(), Screen()
    write([builder.judged()], coloured, lang="nl", width=80)
    monkeypatch.setenv("NO_COLOR", "1")
    write([builder.judged()], plain, lang="nl", width=80)
    assert "\x1b[1;33m" in coloured.getvalue()
    assert "33m" not in plain.getvalue()


def test_an_old_encoding_gets_question_marks_and_no_crash() -> None:
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding="ascii", newline="")
    write([builder.judged()], out, lang="nl", width=80)
    out.flush()
    assert b"Herfstlooks" in raw.getvalue()


@given(videos())
@settings(max_examples=40)
def test_hostile_text_never_steers_the_terminal(judged: Judged) -> None:
    text = printed(judged, Problem(judged.evidence.id, judged.evidence.id, judged.evidence.id))
    assert not {c for c in text if unicodedata.category(c) in {"Cc", "Cs"}} - {"\n"}
    assert not {c for c in text if unicodedata.bidirectional(c) in {"LRO", "RLO", "LRE", "RLE", "LRI", "RLI", "FSI"}}
