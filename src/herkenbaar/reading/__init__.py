"""Read one piece of evidence: everything that its words say, found once, so that all checks ask the same answer."""

from __future__ import annotations

from herkenbaar.folds import Device, FoldTable, cut
from herkenbaar.legibility import Legibility
from herkenbaar.lexicon import Found, Lexicon
from herkenbaar.model import Discounted, Evidence, Reading, SignalKind, parse_published
from herkenbaar.reading.about import About
from herkenbaar.reading.boilerplate import Boilerplate, leave_out
from herkenbaar.reading.coverage import cover
from herkenbaar.reading.disclosures import find_disclosures
from herkenbaar.reading.misheard import find_misheard
from herkenbaar.reading.passages import Passage, passages
from herkenbaar.reading.signals import find_signals
from herkenbaar.reading.weigh import weigh
from herkenbaar.standing import NOTHING, Standing

READABLE = Legibility()
LEAST_CONFIDENCE = 0.5
"""Speech or screen text recognised with less confidence than this makes a disclosure doubtful."""

LEAST_LIKENESS = 90.0
"""Words at least so like a spoken disclosure (0 to 100) may be one misheard (fuzzy.py; benchmarks/speech_fuzzy.py)."""


def read(
    evidence: Evidence,
    *,
    lexicon: Lexicon,
    folds: FoldTable,
    device: Device = "widest",
    least_confidence: float = LEAST_CONFIDENCE,
    least_likeness: float = LEAST_LIKENESS,
    legibility: Legibility = READABLE,
    off: frozenset[str] = frozenset(),
    standing: Standing = NOTHING,
) -> Reading:
    """Everything found in ``evidence``.

    ``device`` says which view decides about the fold, ``legibility`` what words on the screen need to be read;
    ``least_confidence`` and ``least_likeness`` (0 to 100) when recognised words are doubted; ``off`` which kinds of
    signals do not count; ``standing`` are the lines that stand under most videos of this creator.
    """
    views = cut(evidence, folds, device)
    texts = [(passage, lexicon.find(passage.folded)) for passage in passages(evidence)]
    about = About(lexicon, [passage for passage, _ in texts])
    said = find_disclosures(
        evidence,
        texts,
        lexicon=lexicon,
        about=about,
        folds=views,
        least_confidence=least_confidence,
        legibility=legibility,
    )
    misheard = tuple(
        mark for passage, found in texts for mark in find_misheard(lexicon, passage, found, likeness=least_likeness)
    )
    signals, against = find_signals(evidence, texts, lexicon=lexicon, about=about)
    said = said.with_doubtful(misheard)
    said, signals, left_out = leave_out(said, signals, Boilerplate(evidence, standing))
    discounted = (*said.discounted, *against, *left_out, *_denials(texts))
    return Reading(
        evidence=evidence,
        published=parse_published(evidence.published),
        advertising=weigh(
            said, [sign for sign in signals if sign.signal.kind not in off], discounted, plays=about.plays
        ),
        disclosures=said.disclosures,
        coverage=cover(evidence),
        folds=views,
    )


def _denials(texts: list[tuple[Passage, list[Found]]]) -> list[Discounted]:
    """Sentences that say there is no relation."""
    out: list[Discounted] = []
    for passage, found in texts:
        for hit in found:
            if hit.group.kind == "denial":
                span = passage.span(hit.start, hit.end)
                kind = SignalKind.SPONSOR_PHRASE
                out.append(Discounted(kind, span.surface, span.quote, span.start, span.end, "denial"))
    return out
