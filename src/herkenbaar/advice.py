"""Advice that can be followed at once: the sentence to paste, to say or to show, and where.

A rule's advice may hold placeholders; ``PLACEHOLDERS`` says what each becomes. The ready sentences per relation and the
names of the platforms' labels are data: suggestions.toml beside this module. A rule that cannot tell advises to look,
never to repair what nobody has seen.
"""

from __future__ import annotations

import string
from functools import cache
from pathlib import Path

import msgspec

from herkenbaar.datafile import Entry, read
from herkenbaar.errors import DataFileError
from herkenbaar.model import Finding, Kind, LabelKind, Platform, Reading, Relation, Span, Surface, Words

PATH = Path(__file__).with_name("suggestions.toml")
PLACEHOLDERS = {
    "suggestion": "the sentence to paste, in the language of the video",
    "spoken": "the sentence to say or to show in the picture",
    "quote": "the mark that was found",
    "brand": "who pays, or [merk] where that is not known",
    "platform_label": "the name of the platform's own label",
}
LONGEST_QUOTE = 80
SHORTS = (Kind.SHORT, Kind.REEL)


class Advice(Entry, frozen=True, kw_only=True):
    """A rule's advice, with other words for a platform, or for YouTube Shorts, where the remedy differs."""

    nl: str
    en: str
    youtube: Words | None = None
    shorts: Words | None = None
    tiktok: Words | None = None
    instagram: Words | None = None


class Unsure(Entry, frozen=True, kw_only=True):
    """What to do where a rule cannot tell: look further, ask a person, or move a mark away from the fold."""

    look: Words
    person: Words
    fold: Words


class Suggestions(Entry, frozen=True, kw_only=True):
    """Ready sentences per relation, and the names of labels and surfaces."""

    unknown_brand: Words
    paste: dict[Relation, Words]
    say: dict[Relation, Words]
    label: dict[Platform, Words]
    own_brand_label: dict[Platform, Words]
    unsure: Unsure
    surface: dict[Surface, Words]


@cache
def load_suggestions(path: Path = PATH) -> Suggestions:
    """The ready sentences. Raises DataFileError that names file, key and remedy."""
    found = read(path, Suggestions)
    for key, needed in (("paste", Relation), ("say", Relation), ("label", Platform), ("surface", Surface)):
        missing = [word for word in needed if word not in getattr(found, key)]
        if missing:
            raise DataFileError(f"`{key}` has no '{missing[0]}'", where=str(path), remedy="add it, in nl and en")
    return found


def fill(advice: Advice, reading: Reading, spans: tuple[Span, ...]) -> Words:
    """The advice for this video, in two languages. A sentence to paste stays in the language of the video."""
    return _filled(_chosen(advice, reading), reading, spans)


def look_first(reading: Reading, finding: Finding) -> Words:
    """What to do where a rule cannot tell, in two languages."""
    if finding.needs:
        return _look_at(finding.needs)
    unsure = load_suggestions().unsure
    return _filled(unsure.fold, reading, finding.spans) if finding.doubt == "fold_uncertain" else unsure.person


@cache
def _look_at(surfaces: tuple[Surface, ...]) -> Words:
    ready = load_suggestions()
    look, names = ready.unsure.look, [ready.surface[surface] for surface in surfaces]
    return Words(
        look.nl.format(surfaces=", ".join(name.nl for name in names)),
        look.en.format(surfaces=", ".join(name.en for name in names)),
    )


def check_placeholders(advice: Advice, where: str) -> None:
    """Refuse a placeholder that nobody fills. Raises DataFileError."""
    texts = [text for text in msgspec.to_builtins(advice).values() if text]
    for text in (part for entry in texts for part in (entry.values() if isinstance(entry, dict) else [entry])):
        try:
            names = [name for _, name, _, _ in string.Formatter().parse(text) if name is not None]
        except ValueError as error:
            raise DataFileError(f'`advice`: {error} in "{text}"', where=where, remedy="write {{ for {") from error
        unknown = [name for name in names if name not in PLACEHOLDERS]
        if unknown:
            what = f"`advice`: unknown placeholder {{{unknown[0]}}}"
            raise DataFileError(what, where=where, remedy=f"known: {', '.join(sorted(PLACEHOLDERS))}")


def _chosen(advice: Advice, reading: Reading) -> Words:
    evidence = reading.evidence
    if evidence.platform is Platform.YOUTUBE and evidence.kind in SHORTS and advice.shorts is not None:
        return advice.shorts
    own: Words | None = getattr(advice, evidence.platform)
    return own or Words(advice.nl, advice.en)


def _filled(words: Words, reading: Reading, spans: tuple[Span, ...]) -> Words:
    ready = load_suggestions()
    common, brand = _common(reading, spans, ready)
    label, unknown = _label(reading, ready), ready.unknown_brand
    return Words(
        words.nl.format_map({**common, "brand": brand or unknown.nl, "platform_label": label.nl}),
        words.en.format_map({**common, "brand": brand or unknown.en, "platform_label": label.en}),
    )


def _common(reading: Reading, spans: tuple[Span, ...], ready: Suggestions) -> tuple[dict[str, str], str | None]:
    """What is the same in both languages of the report, and who pays, if that is told."""
    english = (reading.evidence.language or "").lower().startswith("en")
    brand, relation = _brand(reading), _relation(reading)
    paste, say, unknown = ready.paste[relation], ready.say[relation], ready.unknown_brand
    filled = {"brand": brand or (unknown.en if english else unknown.nl)}
    common = {
        "suggestion": (paste.en if english else paste.nl).format_map(filled),
        "spoken": (say.en if english else say.nl).format_map(filled),
        "quote": next((_short(span.quote) for span in spans if span.quote), "…"),
    }
    return common, brand


def _relation(reading: Reading) -> Relation:
    """The relation to speak of: without a mark that says so, nobody is told that they were paid."""
    relation = reading.advertising.relation
    return Relation.UNKNOWN if relation is Relation.SPONSOR and not reading.disclosures else relation


def _label(reading: Reading, ready: Suggestions) -> Words:
    evidence = reading.evidence
    own = reading.advertising.relation is Relation.OWN_BRAND or evidence.label_kind is LabelKind.OWN_BRAND
    label = ready.label[evidence.platform]
    return ready.own_brand_label.get(evidence.platform, label) if own else label


def _brand(reading: Reading) -> str | None:
    """Who pays, as far as the video tells; what is written is spelt better than what was heard."""
    texts = (Surface.TITLE, Surface.DESCRIPTION, Surface.SCREEN)
    written = (mark.names for mark in reading.disclosures if mark.names and mark.surface in texts)
    return next(iter(reading.evidence.sponsors or ()), None) or next(written, None) or reading.advertising.advertiser


def _short(quote: str) -> str:
    flat = " ".join(quote.split())
    return flat if len(flat) <= LONGEST_QUOTE else f"{flat[: LONGEST_QUOTE - 1]}…"
