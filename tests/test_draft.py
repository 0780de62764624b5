"""The check before posting, on texts and on captions; with a real video in tests/cli/test_draft.py."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec
import pytest

from herkenbaar import config, scan
from herkenbaar.draft import Told, check, evidence_of, judge_draft, kind_of, sheet_of, with_captions, without_video
from herkenbaar.model import Cue, Deficiency, Kind, LabelKind, Platform, Relation, Severity, Sheet, Status
from herkenbaar.scan import Tools
from herkenbaar.senses import Senses

DAY = date(2026, 3, 1)


@pytest.fixture(scope="module")
def tools() -> Tools:
    return scan.prepare(config.load().settings)


def told(**changes: object) -> Told:
    return Told(platform=Platform.TIKTOK, published=DAY, **changes)  # type: ignore[arg-type]


def sheet(tools: Tools, said: Told, **seen: object) -> Sheet:
    evidence = msgspec.structs.replace(without_video(evidence_of(said)), **seen)
    return sheet_of(judge_draft(evidence, said, tools))


SILENT = {"speech": (Cue(0, 28, "een week lang soep"),), "screen": (), "duration": 30.0, "gaps": {}}


def test_what_the_creator_tells_becomes_evidence_and_what_not_becomes_a_gap() -> None:
    evidence = evidence_of(told(description="#ad", label=True, relation=Relation.OWN_BRAND))
    assert (evidence.description, evidence.label, evidence.label_kind) == ("#ad", True, LabelKind.OWN_BRAND)
    assert evidence.published == "2026-03-01"
    assert evidence.gaps == {"title": "not given"}
    assert evidence_of(told()).gaps == {"title": "not given", "description": "not given", "label": "not given"}


@pytest.mark.parametrize(
    ("platform", "upright", "duration", "kind"),
    [
        (Platform.TIKTOK, True, 20.0, Kind.VIDEO),
        (Platform.INSTAGRAM, True, 20.0, Kind.REEL),
        (Platform.YOUTUBE, True, 20.0, Kind.SHORT),
        (Platform.YOUTUBE, True, 200.0, Kind.VIDEO),
        (Platform.YOUTUBE, False, 20.0, Kind.VIDEO),
        (Platform.YOUTUBE, False, None, Kind.VIDEO),
    ],
)
def test_the_kind_follows_from_platform_and_shape(
    platform: Platform, upright: bool, duration: float | None, kind: Kind
) -> None:
    assert kind_of(platform, upright=upright, duration=duration) is kind


def test_a_relation_that_only_the_creator_knows_of_makes_it_advertising(tools: Tools) -> None:
    silent = sheet(tools, told(description="Soep!", label=False), **SILENT)
    assert silent.judged.verdict.status is Status.NO_AD
    assert silent.ready == ()
    paid = sheet(tools, told(description="Soep!", label=False, relation=Relation.SPONSOR), **SILENT)
    assert paid.judged.verdict.status is Status.UNDISCLOSED
    assert paid.judged.verdict.advertising.why == "told by the creator"


def test_a_brand_alone_says_that_there_is_a_relation(tools: Tools) -> None:
    verdict = sheet(tools, told(description="Soep!", label=False, brand="Zonneveld"), **SILENT).judged.verdict
    assert (verdict.status, verdict.severity) == (Status.UNDISCLOSED, Severity.ERNSTIG)
    assert verdict.advertising.relation is Relation.SPONSOR
    assert verdict.advertising.advertiser == "Zonneveld"


@pytest.mark.parametrize(
    ("relation", "paste", "say"),
    [
        (Relation.SPONSOR, "Reclame | betaalde samenwerking met Zonneveld", "Deze video bevat reclame voor Zonneveld"),
        (Relation.GIFT, "Reclame | gekregen van Zonneveld", "Dit is reclame: ik heb dit gekregen van Zonneveld"),
        (Relation.OWN_BRAND, "Reclame voor mijn eigen merk Zonneveld", "Dit is reclame voor mijn eigen merk Zonneveld"),
    ],
)
def test_ready_sentences_fit_relation_and_brand(tools: Tools, relation: Relation, paste: str, say: str) -> None:
    ready = sheet(tools, told(description="Soep!", brand="Zonneveld", relation=relation)).ready
    assert [each.use for each in ready] == ["paste", "say", "show", "label"]
    assert (ready[0].words.nl, ready[1].words.nl, ready[2].words.nl) == (paste, say, paste)
    assert "Zonneveld" in ready[0].words.en


def test_every_ready_sentence_passes_the_check_it_comes_from(tools: Tools) -> None:
    for relation in (Relation.SPONSOR, Relation.GIFT, Relation.AFFILIATE, Relation.OWN_BRAND):
        for lang in ("nl", "en"):
            said = told(description="Soep!", brand="Zonneveld", relation=relation, label=False, language=lang)
            paste, say, *_ = sheet(tools, said, **SILENT).ready
            better = msgspec.structs.replace(said, description=f"{getattr(paste.words, lang)} Soep!")
            spoken = (Cue(0, 4, getattr(say.words, lang)),)
            verdict = sheet(tools, better, **{**SILENT, "speech": spoken}).judged.verdict
            assert (verdict.status, verdict.deficiencies) == (Status.DISCLOSED, ()), (relation, lang)


def test_the_second_at_which_there_is_room_is_told(tools: Tools) -> None:
    seen = {
        "speech": (Cue(0, 5, "hallo"), Cue(12, 30, "soep")),
        "screen": (Cue(0, 30, "DAG 1", place="top"),),
        "duration": 30.0,
        "gaps": {},
    }
    _, say, show, *_ = sheet(tools, told(description="Soep!", brand="Zonneveld"), **seen).ready
    assert (say.start, say.place) == (5.3, None)
    assert (show.start, show.end, show.place) == (0, 6, "bottom")


def test_without_a_video_nothing_is_said_about_speech_and_picture(tools: Tools) -> None:
    verdict = sheet(tools, told(description="#ad", relation=Relation.SPONSOR)).judged.verdict
    assert verdict.coverage["speech"].why == "no video given"  # type: ignore[index]
    assert Deficiency.NOT_IN_VIDEO not in verdict.deficiencies


def test_a_caption_that_is_in_order_needs_no_sentences(tools: Tools) -> None:
    said = told(description="Reclame | betaalde samenwerking met Zonneveld", brand="Zonneveld", label=True)
    found = sheet(tools, said, **{**SILENT, "speech": (Cue(0, 4, "deze video bevat reclame voor zonneveld"),)})
    assert (found.judged.verdict.status, found.ready) == (Status.DISCLOSED, ())


def test_captions_beside_the_video_are_its_speech(tmp_path: Path) -> None:
    (tmp_path / "edit.nl.srt").write_text("1\n00:00:01,000 --> 00:00:03,000\ndit is reclame\n", encoding="utf-8")
    evidence = with_captions(evidence_of(told()), tmp_path / "edit.mp4")
    assert evidence.speech == (Cue(1, 3, "dit is reclame"),)
    assert evidence.language == "nl"
    assert with_captions(evidence_of(told()), tmp_path / "other.mp4").speech is None


def test_texts_alone_can_be_checked(tools: Tools) -> None:
    found = check(told(description="Soep!"), None, tools=tools, senses=Senses(config.load().settings))
    assert found.judged.evidence.gaps["screen"] == "no video given"
