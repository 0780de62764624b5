"""Finding all words of the lexicon in real-shaped text, beside a plain alternation of the same phrases with ``re``.

Run: python -m benchmarks phrases

Real-shaped: what creators write and say in our own gold data, Dutch and English, nine tenths of it speech, its selling
lines among so many of its ordinary ones that a phrase stands every 340 characters, as in real captions and descriptions
(2,920 in a million characters). Where ../shared/eval is beside this checkout, its real captions and descriptions are
searched too. Gold data as it stands is far denser; that figure is shown without a limit. Both sides search the same
folded text for the same spellings at word boundaries; the spans must be identical. The floor is the automaton alone:
what remains when nothing of ours runs around it. Measured is a run that has gone on for a while (``phrases.PAYS``).
"""

from __future__ import annotations

import gzip
import itertools
import json
import random
import re
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from benchmarks.accuracy.rows import gold, shared_folder
from benchmarks.figures import Figure, fastest, table
from herkenbaar.lexicon import Lexicon, load_lexicon
from herkenbaar.phrases import PAYS, Hit, Phrases, widest
from herkenbaar.text import Folded, fold

Item = TypeVar("Item")
TEXT_SIZE = 20_000
CHARACTERS = 2_000_000
SAMPLE = 8_000
"""Characters that the slow side searches: enough to time it, few enough to wait for."""
CHARACTERS_PER_HIT = 340
SPOKEN = 0.9
"""Share of a channel's characters that is speech: captions of 19 minutes beside a description of 1,000 characters."""
LEAST_RATE, LEAST_RATIO = 30.0, 10.0


def gold_lines() -> tuple[list[str], list[str]]:
    """Every line that is written (titles, descriptions) and every cue that is spoken in our gold data."""
    evidence = [row.evidence for language in ("dutch", "english") for row in gold(language)]
    written = [line for each in evidence for line in f"{each.title or ''}\n{each.description or ''}".split("\n")]
    return [line for line in written if line], [cue.text for each in evidence for cue in each.speech or ()]


def real_shaped(written: list[str], spoken: list[str], lexicon: Lexicon) -> str:
    """``CHARACTERS`` of lines: as much of them spoken, and phrases in them as rare, as on real channels."""
    chance = random.Random(7)
    hits = {line: len(lexicon.phrases.find(fold(line))) for line in (*written, *spoken)}
    chosen: list[str] = []
    size = found = said = 0
    while size < CHARACTERS:
        lines = spoken if said < SPOKEN * size else written
        line = chance.choice(lines)
        if hits[line] and found * CHARACTERS_PER_HIT > size:
            continue
        chosen.append(line)
        size += len(line) + 1
        said += (len(line) + 1) * (lines is spoken)
        found += hits[line]
    return "\n".join(chosen)


def real(folder: Path) -> str:
    """Real captions and descriptions, third-party."""
    with gzip.open(folder / "sponsor_reads_dev.jsonl.gz", "rt", encoding="utf-8") as file:
        tracks = [" ".join(cue[2] for cue in json.loads(line)["cues"]) for line in file]
    with (folder / "english_dev.jsonl").open(encoding="utf-8") as file:
        descriptions = [json.loads(line)["description"] for line in file]
    return "\n".join(itertools.chain(*itertools.zip_longest(tracks, descriptions, fillvalue="")))[: 2 * CHARACTERS]


def pieces(text: str) -> list[str]:
    """``text`` in pieces of about the length of a video's texts."""
    return [text[at : at + TEXT_SIZE] for at in range(0, len(text), TEXT_SIZE)]


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


def _warm(phrases: Phrases, texts: list[str]) -> None:
    for text in texts * (PAYS // CHARACTERS + 1):
        phrases.find(fold(text))


def _closed(phrases: Phrases) -> Phrases:
    """``phrases`` without those that need no boundary: a plain alternation has one rule for all."""
    return Phrases(phrase for phrase in phrases.phrases if not (phrase.open_left or phrase.open_right))


def run() -> list[Figure]:
    """Megabytes per second of finding everything, of the bare automaton and of the alternation."""
    lexicon = load_lexicon()
    written, spoken = gold_lines()
    shaped = pieces(real_shaped(written, spoken, lexicon))
    _warm(lexicon.phrases, shaped)
    figures = [_rate("whole lexicon, real-shaped text", shaped, lexicon, LEAST_RATE)]
    folder = shared_folder()
    if folder:
        figures.append(_rate("whole lexicon, real texts", pieces(real(folder)), lexicon, LEAST_RATE))
    figures.append(_rate("whole lexicon, gold data", pieces("\n".join((*written, *spoken))), lexicon))
    return figures + _beside_alternation(_closed(lexicon.phrases), shaped)


def _rate(what: str, texts: list[str], lexicon: Lexicon, least: float | None = None) -> Figure:
    size = sum(map(len, texts)) / 1e6
    whole = size / _seconds(texts, lambda text: lexicon.find(fold(text)))
    floor = size / _seconds([fold(text).text.encode() for text in texts], lexicon.phrases.bare)
    return Figure(
        what,
        f"{whole:.1f} MB/s",
        f"automaton: {floor:.0f} MB/s",
        "",
        f"at least {least:g} MB/s" if least else "",
        whole >= least if least else None,
    )


def _beside_alternation(phrases: Phrases, texts: list[str]) -> list[Figure]:
    _warm(phrases, texts)
    size = sum(map(len, texts)) / 1e6
    ours = size / _seconds(texts, lambda text: phrases.find(fold(text)))
    pattern = alternation(phrases)
    part = fold("".join(texts)[:SAMPLE].replace("_", "-"))
    slow = len(part.text) / 1e6 / _seconds([part], lambda text: list(plainly(pattern, text)), rounds=1)
    same = _spans(phrases.find(part)) == _spans(list(plainly(pattern, part)))
    ratio, times = ours / slow, f"at least {LEAST_RATIO:g} times"
    return [
        Figure(
            "phrases", f"{ours:.1f} MB/s", f"re: {slow:.3f} MB/s", f"{ratio:.0f} times", times, ratio >= LEAST_RATIO
        ),
        Figure("spans", "identical" if same else "DIFFERENT", f"{len(phrases.spellings)} spellings", holds=same),
    ]


def _spans(hits: list[Hit]) -> list[tuple[int, int]]:
    return [(hit.start, hit.end) for hit in widest(hits)]


def _seconds(items: Iterable[Item], work: Callable[[Item], object], *, rounds: int = 7) -> float:
    """Processor seconds of ``work`` on all ``items``, each the fastest of ``rounds``: what else the machine does at the
    time costs one round, not the figure."""

    def once(item: Item) -> Callable[[], object]:
        return lambda: work(item)

    return sum(fastest(once(item), rounds=rounds, clock=time.process_time) for item in items)


def main() -> None:
    """Print the table."""
    print(table(run()))


if __name__ == "__main__":
    main()
