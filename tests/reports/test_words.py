from __future__ import annotations

import ast
import re
import string
import tomllib
from enum import StrEnum
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest

from herkenbaar.model import (
    Advertising,
    Coverage,
    Deficiency,
    Grade,
    Kind,
    LabelKind,
    Law,
    Outcome,
    Platform,
    Relation,
    Severity,
    SignalKind,
    Status,
    Surface,
    Words,
    Zone,
)
from herkenbaar.reports import words
from herkenbaar.reports.words import Vocabulary, clock, vocabulary

SOURCE = Path(words.__file__).parent
LANGUAGES = words.languages()
SPOKEN: dict[str, type[StrEnum]] = {
    "status": Status,
    "status_help": Status,
    "severity": Severity,
    "severity_help": Severity,
    "deficiency": Deficiency,
    "outcome": Outcome,
    "surface": Surface,
    "signal": SignalKind,
    "relation": Relation,
    "grade": Grade,
    "zone": Zone,
    "kind": Kind,
    "platform": Platform,
    "label_kind": LabelKind,
}


def flat(table: dict[str, Any], prefix: str = "") -> dict[str, object]:
    out: dict[str, object] = {}
    for key, value in table.items():
        if isinstance(value, dict):
            out.update(flat(value, f"{prefix}{key}."))
        else:
            out[f"{prefix}{key}"] = value
    return out


@pytest.fixture(params=LANGUAGES)
def say(request: pytest.FixtureRequest) -> Vocabulary:
    return vocabulary(request.param)


def test_there_is_dutch_and_english() -> None:
    assert LANGUAGES == ["en", "nl"]


def test_all_languages_have_the_same_keys_and_blanks() -> None:
    dutch, english = (flat(vocabulary(lang).table) for lang in ("nl", "en"))
    assert dutch.keys() == english.keys()
    for key, text in dutch.items():
        assert blanks(text) == blanks(english[key]), key


def blanks(text: object) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(str(text)) if name} if isinstance(text, str) else set()


@pytest.mark.parametrize("section", SPOKEN)
def test_every_value_of_an_enumeration_has_a_word(say: Vocabulary, section: str) -> None:
    for value in SPOKEN[section]:
        assert say(f"{section}.{value}")


def test_every_other_fixed_code_has_a_word(say: Vocabulary) -> None:
    for section, struct, field in [
        ("coverage", Coverage, "state"),
        ("answer", Advertising, "answer"),
        ("law_status", Law, "status"),
    ]:
        for value in get_args(get_type_hints(struct)[field]):
            assert say(f"{section}.{value}")


def test_every_key_that_the_reports_name_exists(say: Vocabulary) -> None:
    named = {
        key
        for path in SOURCE.glob("*.py")
        for key in re.findall(r"(?:say|say\.count)\(\s*\"([a-z_]+\.[a-z_]+)\"", path.read_text(encoding="utf-8"))
    }
    known = flat(say.table)
    assert named
    assert not {key for key in named if key not in known and f"{key}.one" not in known}


def test_looked_and_not_looked_never_read_the_same(say: Vocabulary) -> None:
    states = [say(f"coverage.{state}") for state in ("nothing", "looked", "partly", "not_looked", "failed")]
    assert len(set(states)) == 5


def test_no_word_concludes_that_the_law_was_broken() -> None:
    for text in flat(vocabulary("nl").table).values():
        assert not re.search(r"overtreding|illegaal|strafbaar", str(text))
    for text in flat(vocabulary("en").table).values():
        assert not re.search(r"violat|illegal|breach", str(text))


@pytest.mark.parametrize(
    ("published", "dutch", "english"),
    [
        ("2026-06-30T22:30:00Z", "1 juli 2026", "1 Jul 2026"),
        ("2025-10-03", "3 okt. 2025", "3 Oct 2025"),
        (None, "datum onbekend", "date unknown"),
        ("gisteren", "onleesbare datum", "unreadable date"),
    ],
)
def test_dates_are_written_as_people_in_the_netherlands_see_them(
    published: str | None, dutch: str, english: str
) -> None:
    assert (vocabulary("nl").date(published), vocabulary("en").date(published)) == (dutch, english)


def test_numbers_and_counts_follow_the_language() -> None:
    assert vocabulary("nl").count("count.videos", 12_345) == "12.345 video’s"
    assert vocabulary("en").count("count.videos", 12_345) == "12,345 videos"
    assert vocabulary("nl").count("count.videos", 1) == "1 video"
    assert (vocabulary("nl").decimal(2.14), vocabulary("en").decimal(2.14)) == ("2,1", "2.1")


@pytest.mark.parametrize(("seconds", "written"), [(0.0, "0:00"), (65.9, "1:05"), (3700.0, "1:01:40")])
def test_moments_are_written_as_a_clock(seconds: float, written: str) -> None:
    assert clock(seconds) == written


@pytest.mark.parametrize(
    ("surface", "start", "end", "place"),
    [
        (Surface.LABEL, None, None, "platform label"),
        (Surface.DESCRIPTION, 11, 34, "description, characters 12–34"),
        (Surface.TITLE, 0, None, "title, characters 1–1"),
        (Surface.SPEECH, 61.0, 69.5, "speech, 1:01–1:09"),
        (Surface.SCREEN, 61.0, 61.4, "text on screen, 1:01"),
    ],
)
def test_places_count_characters_from_one_and_seconds_as_a_clock(
    surface: Surface, start: float | None, end: float | None, place: str
) -> None:
    assert vocabulary("en").place(surface, start, end) == place


def test_the_sum_of_signals_is_written_in_words_and_quotes_stay_as_they_are() -> None:
    why = "discount_code (code gift) + own_brand (mijn shop) + nieuw (x) = 2.1"
    assert vocabulary("nl").sum(why) == "kortingscode (code gift) + eigen merk (mijn shop) + nieuw (x) = 2,1"
    assert vocabulary("nl").doubt(why) == vocabulary("nl").sum(why)
    assert vocabulary("en").doubt("no_duration") == vocabulary("en")("doubt.no_duration")


def test_a_source_of_law_is_called_by_its_title_where_that_is_known() -> None:
    law = Law("mediawet", "art. 3.5b", None, "verified")
    titles = {"mediawet": Words("Mediawet 2008", "Media Act 2008")}
    assert vocabulary("en").law(law) == "mediawet, art. 3.5b"
    assert vocabulary("en", titles).law(law) == "Media Act 2008, art. 3.5b"


PROGRAM = SOURCE.parent


def test_every_code_of_a_doubt_has_words(say: Vocabulary) -> None:
    texts = [path.read_text(encoding="utf-8") for path in PROGRAM.rglob("*.py") if SOURCE not in path.parents]
    codes = {code for text in texts for code in re.findall(r'doubt="([a-z_]+)"', text)}
    rules = [path.read_text(encoding="utf-8") for path in (PROGRAM / "rules").rglob("*.toml")]
    codes |= {code for text in rules for code in re.findall(r'what = "([a-z_]+)"', text)}
    assert codes
    assert codes <= say.table["doubt"].keys()


def constants(node: ast.AST) -> set[str]:
    """The codes that a function about reasons returns, or that a Discounted is made with."""
    if isinstance(node, ast.FunctionDef) and re.search("reason|against", node.name):
        found: list[ast.expr | None] = [each.value for each in ast.walk(node) if isinstance(each, ast.Return)]
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Discounted":
        found = list(node.args[5:])
    else:
        return set()
    return {each.value for each in found if isinstance(each, ast.Constant) and isinstance(each.value, str)}


def test_every_code_of_a_reason_has_words(say: Vocabulary) -> None:
    files = (PROGRAM / "reading").glob("*.py")
    nodes = (node for path in files for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    codes = {code for node in nodes for code in constants(node)}
    assert codes
    assert codes <= say.table["reason"].keys()


def test_every_reason_with_words_is_one_that_the_program_still_gives(say: Vocabulary) -> None:
    texts = [path.read_text(encoding="utf-8") for path in PROGRAM.rglob("*.py") if SOURCE not in path.parents]
    assert not [reason for reason in say.table["why"] if not any(f'"{reason}"' in text for text in texts)]


def test_every_extent_with_words_is_one_that_the_program_still_gives(say: Vocabulary) -> None:
    texts = [path.read_text(encoding="utf-8") for path in PROGRAM.rglob("*.py") if SOURCE not in path.parents]
    openings = [pattern.partition("{")[0].rstrip() for pattern in say.table["extent"]]
    assert not [opening for opening in openings if not any(f'"{opening}' in text for text in texts)]


@pytest.mark.parametrize(
    ("why", "dutch"),
    [
        ("not given", "niet opgegeven"),
        ("a new reason", "a new reason"),
        ("no speech that anybody knows", "no speech that anybody knows"),
        (
            "openai-whisper small; nl; heard 27 of 30 s; no further second could change the verdict; 0–27 s",
            "openai-whisper small; nl; 27 van 30 s beluisterd; geen seconde meer kan het oordeel veranderen; 0–27 s",
        ),
        ("3 segments not believed (music 1, no speech 2)", "3 stukken niet geloofd (muziek 1, geen spraak 2)"),
        ("the limit of 20 s per video was reached", "de grens van 20 s per video is bereikt"),
        (
            "no speech model is called 'x' (in [speech] model give a file, or one of: tiny, base)",
            "er is geen spraakmodel dat 'x' heet (geef bij [speech] model een bestand, of een van: tiny, base)",
        ),
        (
            "'x.pt' cannot be loaded as a Whisper model (EOFError: no) (give a checkpoint in the form of"
            " openai-whisper, and a device that torch knows)",
            "'x.pt' kan niet geladen worden als Whisper-model (EOFError: no) (geef een checkpoint in de vorm van"
            " openai-whisper, en een apparaat dat torch kent)",
        ),
        (
            "not a readable video or audio file (Invalid data) (play the file, or save or download it again)",
            "geen leesbaar video- of geluidsbestand (Invalid data) (speel het bestand af, of bewaar of download het"
            " opnieuw)",
        ),
        (
            "has no sound (give the file with its sound, if it has any)",
            "heeft geen geluid (geef het bestand met geluid, als dat er is)",
        ),
        ("its video codec is not known to PyAV (convert it to H.264)",
         "PyAV kent de videocodec niet (zet het om naar H.264)"),
        ("captions nl-orig (recognised)", "ondertitels nl-orig (herkend)"),
        ("not a readable video (Invalid data {0})", "not a readable video (Invalid data {0})"),
    ],
)  # fmt: skip
def test_how_far_a_surface_was_looked_at_is_said_in_the_language_of_the_report(why: str, dutch: str) -> None:
    assert vocabulary("nl").why(why) == dutch
    assert vocabulary("en").why(why) == why


def test_every_view_of_the_fold_table_has_words(say: Vocabulary) -> None:
    folds = tomllib.loads((PROGRAM / "folds.toml").read_text(encoding="utf-8"))
    assert {view["device"] for view in folds["view"]} <= say.table["device"].keys()


def test_unknown_codes_are_given_back_and_known_ones_translated() -> None:
    assert vocabulary("nl").code("reason", "a new reason") == "a new reason"
    assert vocabulary("nl").code("zone", "hidden") == vocabulary("nl")("zone.hidden")


def test_two_languages_in_data_are_picked_by_language() -> None:
    assert vocabulary("nl").pick(Words("ja", "yes")) == "ja"
    assert vocabulary("en").pick(Words("ja", "yes")) == "yes"
