"""Find the disclosures of a video: words in title, description, speech and on screen, and the platform's label."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from herkenbaar.folds import hidden_on, zone_of
from herkenbaar.legibility import Legibility, grade_down, lowered
from herkenbaar.lexicon import Found, Lexicon
from herkenbaar.model import (
    Disclosure,
    Discounted,
    Evidence,
    FoldedText,
    Grade,
    LabelKind,
    Platform,
    Relation,
    SignalKind,
    Surface,
)
from herkenbaar.reading.about import About
from herkenbaar.reading.context import reason_against
from herkenbaar.reading.names import name_before, name_behind
from herkenbaar.reading.passages import TIMED, Passage

LABELS = {
    Platform.YOUTUBE: "Bevat betaalde promotie",
    Platform.TIKTOK: "Betaald partnerschap",
    Platform.INSTAGRAM: "Betaald partnerschap",
}
"""The words of each platform's label in its Dutch interface."""
OWN_BRAND_LABEL = "Promotionele content"
GRADES = {Grade.RECOMMENDED: 6.0, Grade.ACCEPTED: 5.0, Grade.WEAK: 4.0, Grade.INSUFFICIENT: 2.4}
"""How much a disclosure weighs as a sign of advertising (log-odds), where its words do not say otherwise."""
NAMED = 3.0
DOUBTFUL = 2.4
_TELLS = {Relation.GIFT, Relation.TRIP, Relation.AFFILIATE}
_SILENT = frozenset(("not_text", "no_party"))


class Mark(NamedTuple):
    """A disclosure that counts, the relation it points to, its weight as a signal, and its code points."""

    disclosure: Disclosure
    relation: Relation
    weight: float
    first: int = 0
    last: int = 0


class Said(NamedTuple):
    """What was found: marks that count, and what looked like one and does not."""

    marks: tuple[Mark, ...]
    discounted: tuple[Discounted, ...]

    @property
    def disclosures(self) -> tuple[Disclosure, ...]:
        """The disclosures of ``marks``."""
        return tuple(mark.disclosure for mark in self.marks)

    def with_doubtful(self, more: Sequence[Disclosure]) -> Said:
        """The same and ``more`` disclosures, none of which is sure."""
        doubtful = (Mark(disclosure, Relation.UNKNOWN, DOUBTFUL) for disclosure in more)
        return Said((*self.marks, *doubtful), self.discounted)


def find_disclosures(
    evidence: Evidence,
    texts: Sequence[tuple[Passage, Sequence[Found]]],
    *,
    lexicon: Lexicon,
    about: About,
    folds: tuple[FoldedText, ...],
    least_confidence: float,
    legibility: Legibility,
) -> Said:
    """All disclosures of ``evidence``, in order of surface and place.

    ``texts`` has each passage with what the lexicon found in it. Words recognised with less than
    ``least_confidence`` count with a doubt: a person has to listen. Words on the screen that a viewer can hardly
    read (``legibility``) are graded down.
    """
    marks: list[Mark] = []
    discounted: list[Discounted] = []
    for passage, found in texts:
        here: list[Mark] = []
        denials = [(hit.start, hit.end) for hit in found if hit.group.kind == "denial"]
        for hit in (hit for hit in found if hit.group.kind == SignalKind.DISCLOSURE):
            reason = _reason(lexicon, passage, hit, about, denials)
            if reason == "topic" and _is_said_again(passage, hit, marks):
                reason = None
            if reason is None:
                mark = _mark(lexicon, passage, hit, folds, least_confidence)
                shown = _as_shown(mark.disclosure, passage, hit, legibility, evidence.duration)
                here.append(mark._replace(disclosure=shown, weight=_weight(mark.disclosure, hit, passage)))
            elif reason not in _SILENT:
                discounted.append(_against(passage, hit, reason))
        marks.extend(_widest(here))
    if evidence.label:
        marks.append(_label_mark(evidence))
    return Said(tuple(marks), tuple(discounted))


def _reason(
    lexicon: Lexicon, passage: Passage, hit: Found, about: About, denials: Sequence[tuple[int, int]]
) -> str | None:
    """Why ``hit`` does not count, from its sentence, its video and the denials around it; None where it does."""
    reason = reason_against(lexicon, passage, hit) or about.against(passage, hit)
    denied = any(
        start < hit.end and hit.start < end and not (hit.group.sure and hit.start <= start and end <= hit.end)
        for start, end in denials
    )
    return reason or ("denial" if denied else None)


def _is_said_again(passage: Passage, hit: Found, marks: Sequence[Mark]) -> bool:
    """Whether a bare word in speech repeats a mark that stands in the text: then it is no topic."""
    written = (mark.disclosure for mark in marks if mark.disclosure.surface not in TIMED)
    return passage.surface in TIMED and hit.group.mark and any(mark.term == hit.group.term for mark in written)


def _against(passage: Passage, hit: Found, reason: str) -> Discounted:
    span = passage.span(hit.start, hit.end)
    return Discounted(SignalKind.DISCLOSURE, span.surface, span.quote, span.start, span.end, reason)


def _widest(marks: Sequence[Mark]) -> list[Mark]:
    """``marks`` without those that lie inside another ("samenwerking met X" in "betaalde samenwerking met X"); of the
    same stretch the heaviest."""
    kept: list[Mark] = []
    for mark in sorted(marks, key=lambda mark: (mark.first, -mark.last, -mark.weight)):
        if not kept or mark.last > kept[-1].last:
            kept.append(mark)
    return kept


def _label_mark(evidence: Evidence) -> Mark:
    own = evidence.label_kind is LabelKind.OWN_BRAND
    disclosure = _label(evidence)
    return Mark(disclosure, Relation.OWN_BRAND if own else Relation.SPONSOR, GRADES[disclosure.grade])


def _mark(
    lexicon: Lexicon, passage: Passage, hit: Found, folds: tuple[FoldedText, ...], least_confidence: float
) -> Mark:
    first, last = passage.folded.span(hit.start, hit.end)
    if first and passage.source[first - 1] == "#":
        first -= 1
    if hit.group.hashtag == "end":
        first = passage.source.rfind("#", 0, first)
    if hit.group.party == "before":
        name, begin = name_before(lexicon, passage, first)
        led = _with_subject(passage, first)
        first = led if led < first else begin
    else:
        first = _with_subject(passage, first) if hit.group.lead else first
        name, name_end = name_behind(lexicon, passage, hit.end)
        last = max(last, name_end)
    if hit.group.relation not in _TOLD and not _SPEAKS.match(passage.source, first):
        first, last = _bracketed(passage.source, first, last)
    start, end = passage.place(first, last)
    grade = Grade.WEAK if hit.disguised and hit.group.grade is not Grade.INSUFFICIENT else hit.group.grade
    if grade is None:
        raise ValueError(f"a disclosure without a grade: {hit.group.term}")
    timed = passage.surface in TIMED
    disclosure = Disclosure(
        surface=passage.surface,
        quote=passage.source[first:last],
        start=start,
        end=end,
        term=hit.group.term,
        grade=grade,
        zone=None if timed else zone_of(folds, passage.surface, start, _mark_end(passage, hit)),
        hidden_on=() if timed else hidden_on(folds, passage.surface, start, end),
        names=name,
        doubt=_doubt(passage, first, least_confidence),
        tells=hit.group.relation if hit.group.relation in _TELLS else None,
    )
    return Mark(disclosure, hit.group.relation, 0.0, first, last)


def _as_shown(
    disclosure: Disclosure, passage: Passage, hit: Found, limits: Legibility, duration: float | None
) -> Disclosure:
    """``disclosure`` with the grade that its size and its time on the screen leave it."""
    if passage.surface is not Surface.SCREEN:
        return disclosure
    cue = passage.cue_at(passage.folded.span(hit.start, hit.end)[0])
    shortfall = grade_down(cue, limits, duration=duration)
    return msgspec.structs.replace(disclosure, grade=lowered(disclosure.grade, shortfall), shortfall=shortfall)


_TOLD = (Relation.GIFT, Relation.TRIP)
_SPEAKS = re.compile(r"(?:ik|we|wij|i|i'm|we're|i am|as) ", re.IGNORECASE)
"""Then a sentence stands in the brackets, and they are no part of the mark."""
_BRACKETS = {"(": ")", "[": "]", "{": "}"}
_IN_BRACKETS = 80


def _bracketed(source: str, first: int, last: int) -> tuple[int, int]:
    """``first``..``last`` with the brackets around it: what else stands in them belongs to the mark."""
    closer = _BRACKETS.get(source[first - 1 : first]) if first else None
    end = source.find(closer, last, last + _IN_BRACKETS) if closer else -1
    if end < 0 or "\n" in source[last:end]:
        return first, last
    return first - 1, end + 1


_ALONE = re.compile(r" ?@?[A-Z][\w&'-]*(?: [A-Z&][\w'-]*){0,3}\s*(?:[.!)|]|\n|\Z)")
"""A name and the end of the sentence."""
_BARS = ("|", "/", "•", "·", "–", "—", ">", ".", "!", "?", ":", ";", "*", ")", "(")
_SUBJECT = re.compile(r"(?!(?:or|and|en|of) )(?:[\w'’&@#$€%+-]+(?:\.\w+)? ){1,6}\Z", re.IGNORECASE)
_FIRST_PERSON = re.compile(r"\b(?:ik|we|wij|i|i've|we've|mijn|my|om|to|met|with|door|by)\b", re.IGNORECASE)
"""Then the words before a phrase are a clause of their own, and no subject of it."""


def _with_subject(passage: Passage, first: int) -> int:
    """``first`` moved back over the few words of the same line that say what the phrase is about ("Phone …")."""
    if passage.surface in TIMED:
        return first
    line = passage.source.rfind("\n", 0, first) + 1
    subject = _SUBJECT.search(passage.source, max(line, first - 60), first)
    if subject is None or _FIRST_PERSON.search(subject.group()):
        return first
    before = passage.source[line : subject.start()].rstrip()[-1:]
    opens = not before or before in _BARS or not (before.isalnum() or before.isascii())
    return subject.start() if opens else first


def _weight(disclosure: Disclosure, hit: Found, passage: Passage) -> float:
    """What the mark weighs: as the lexicon says; with an account named behind it, or as the first words of a text that
    name a party, hardly any mark is about anything else."""
    if disclosure.doubt:
        return DOUBTFUL
    named = (disclosure.names or "").startswith("@") or (
        hit.group.needs == "party" and passage.surface not in TIMED and _opens(passage, hit)
    )
    return hit.group.weight or max(GRADES[disclosure.grade], NAMED if named else 0.0)


def _opens(passage: Passage, hit: Found) -> bool:
    """Whether the mark begins the text, or is a sentence with nothing in it but the party's name."""
    first, last = passage.folded.span(hit.start, hit.end)
    before = passage.source[max(0, first - 40) : first].rstrip(" (")
    return not before or (before[-1] in ".!?\n|" and _ALONE.match(passage.source, last) is not None)


def _mark_end(passage: Passage, hit: Found) -> int:
    """Where the mark itself ends: a long name behind it may run past the fold."""
    return passage.folded.span(hit.start, hit.end)[1]


def _doubt(passage: Passage, first: int, least_confidence: float) -> str:
    if passage.surface not in TIMED:
        return ""
    confidence = passage.cue_at(first).confidence
    return "low_confidence" if confidence is not None and confidence < least_confidence else ""


def _label(evidence: Evidence) -> Disclosure:
    own = evidence.label_kind is LabelKind.OWN_BRAND
    words = OWN_BRAND_LABEL if own else LABELS[evidence.platform]
    return Disclosure(
        surface=Surface.LABEL,
        quote=words,
        start=None,
        end=None,
        term=words,
        grade=Grade.ACCEPTED if own else Grade.RECOMMENDED,
        zone=None,
        names=evidence.sponsors[0] if evidence.sponsors else None,
    )
