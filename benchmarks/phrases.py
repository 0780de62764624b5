"""Finding all words of the lexicon in real-shaped text, beside a plain alternation of the same phrases with ``re``.

Run: python -m benchmarks phrases

The text is what creators write and say in our own gold data, Dutch and English, in pieces of about 20 kB: far denser in
selling words than a channel is. Both sides search the same folded text for the same spellings at word boundaries; the
spans must be identical. The floor is the automaton alone: what remains when nothing of ours runs around it.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator

from benchmarks.accuracy.rows import gold
from benchmarks.figures import Figure, fastest, table
from herkenbaar.lexicon import load_lexicon
from herkenbaar.model import Evidence
from herkenbaar.text import Folded, Hit, Phrases, fold, widest

TEXT_SIZE = 20_000
MEGABYTES = 4.0
SAMPLE = 8_000
"""Characters that the slow side searches: enough to time it, few enough to wait for."""
LEAST_RATE, LEAST_RATIO = 30.0, 10.0


def texts() -> list[str]:
    """Texts of about ``TEXT_SIZE`` characters, ``MEGABYTES`` in all."""
    words = "\n".join(_said(row.evidence) for language in ("dutch", "english") for row in gold(language))
    long = words * (int(MEGABYTES * 1e6 / len(words)) + 1)
    return [long[at : at + TEXT_SIZE] for at in range(0, int(MEGABYTES * 1e6), TEXT_SIZE)]


def _said(evidence: Evidence) -> str:
    speech = " ".join(cue.text for cue in evidence.speech or ())
    return f"{evidence.title or ''}\n{evidence.description or ''}\n{speech}"


def alternation(phrases: Phrases) -> re.Pattern[str]:
    """The same spellings as one pattern; looked for at every place, as phrases may overlap."""
    ways = "|".join(_bounded(way) for way in sorted(phrases.spellings, key=len, reverse=True))
    return re.compile(f"(?=({ways}))")


def _bounded(way: str) -> str:
    left = r"(?<![a-z0-9_\x02])" if re.match(r"\w", way) else ""
    right = r"(?![a-z0-9_\x02])" if re.search(r"\w\Z", way) else ""
    return f"{left}{re.escape(way)}{right}"


def plainly(pattern: re.Pattern[str], folded: Folded) -> Iterator[Hit]:
    """The longest spelling at each place."""
    return (Hit(match.start(1), match.end(1), 0, False) for match in pattern.finditer(folded.text))


def _closed(phrases: Phrases) -> Phrases:
    """``phrases`` without those that need no boundary: a plain alternation has one rule for all."""
    return Phrases(phrase for phrase in phrases.phrases if not (phrase.open_left or phrase.open_right))


def run() -> list[Figure]:
    """Megabytes per second of finding everything, of the bare automaton and of the alternation."""
    lexicon = load_lexicon()
    phrases = _closed(lexicon.phrases)
    sample = texts()
    size = sum(map(len, sample)) / 1e6
    whole = size / _seconds(lambda: [lexicon.find(fold(text)) for text in sample])
    ours = size / _seconds(lambda: [phrases.find(fold(text)) for text in sample])
    folded = [fold(text) for text in sample]
    floor = size / _seconds(lambda: [phrases._automaton.find_matches_as_indexes(f.text.encode()) for f in folded])
    pattern = alternation(phrases)
    part = fold("".join(sample)[:SAMPLE].replace("_", "-"))
    slow = len(part.text) / 1e6 / _seconds(lambda: list(plainly(pattern, part)), rounds=1)
    same = _spans(phrases.find(part)) == _spans(list(plainly(pattern, part)))
    rate = f"at least {LEAST_RATE:g} MB/s"
    times = f"at least {LEAST_RATIO:g} times"
    ratio = ours / slow
    return [
        Figure("whole lexicon", f"{whole:.1f} MB/s", f"automaton: {floor:.0f} MB/s", "", rate, whole >= LEAST_RATE),
        Figure(
            "phrases", f"{ours:.1f} MB/s", f"re: {slow:.3f} MB/s", f"{ratio:.0f} times", times, ratio >= LEAST_RATIO
        ),
        Figure("spans", "identical" if same else "DIFFERENT", f"{len(phrases.spellings)} spellings", holds=same),
    ]


def _spans(hits: list[Hit]) -> list[tuple[int, int]]:
    return [(hit.start, hit.end) for hit in widest(hits)]


def _seconds(work: Callable[[], object], *, rounds: int = 3) -> float:
    return fastest(work, rounds=rounds, clock=time.process_time)


def main() -> None:
    """Print the table."""
    print(table(run()))


if __name__ == "__main__":
    main()
