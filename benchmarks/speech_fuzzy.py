"""How alike is alike enough? Recall and precision of misheard phrases, per threshold.

On fixtures/speech/misheard.toml: made up by us, the negatives chosen to be near in letters; the threshold was picked on
the same rows, so these figures are what it was set by, not what to expect elsewhere. The baseline is looking for the
phrases as they are spelt.
"""

from __future__ import annotations

import gzip
import json
import time
import tomllib
from pathlib import Path

from benchmarks.voices import SPEECH
from herkenbaar.config import load
from herkenbaar.fuzzy import find_near
from herkenbaar.lexicon import load_lexicon
from herkenbaar.reading.misheard import spoken

THRESHOLDS = (80.0, 84.0, 86.0, 88.0, 90.0, 92.0, 94.0, 96.0)


def main() -> None:
    """Print the curve."""
    rows = tomllib.loads((SPEECH / "misheard.toml").read_text(encoding="utf-8"))
    phrases, said = rows["phrases"], rows["said"]
    misheard = sum(1 for phrase in said.values() if phrase)
    chosen = load().settings.speech.likeness
    print(f"misheard phrases: {misheard} said, {len(said) - misheard} not said\n")
    print("likeness   found   right of found")
    spelt = [text for text in said if any(phrase in text for phrase in phrases)]
    print(f"{'as spelt':>8} {_share(sum(1 for text in spelt if said[text]), misheard)}  {'–':>15}")
    for threshold in THRESHOLDS:
        hits = [text for text in said if find_near(text, phrases, likeness=threshold)]
        right = sum(1 for text in hits if said[text])
        mark = "  <- [speech] likeness" if threshold == chosen else ""
        print(f"{threshold:>8.0f} {_share(right, misheard)}  {_share(right, len(hits)):>15}{mark}")
    _print_false_alarms(chosen)


def _print_false_alarms(likeness: float) -> None:
    """Finds in real English captions, where a find is nearly always a false alarm; only beside ../shared."""
    tracks = Path(__file__).parents[2] / "shared" / "eval" / "sponsor_reads_dev.jsonl.gz"
    if not tracks.exists():
        print("\n(real captions: ../shared is not here)")
        return
    phrases = tuple(spoken(load_lexicon()))
    words = finds = 0
    begun = time.perf_counter()
    with gzip.open(tracks) as lines:
        for line in lines:
            text = " ".join(cue[2] for cue in json.loads(line)["cues"])
            words += len(text.split())
            finds += len(find_near(text, phrases, likeness=likeness))
    took = time.perf_counter() - begun
    print(f"\nreal English captions: {finds} finds in {words:,} words, {words / took:,.0f} words a second")


def _share(part: int, whole: int) -> str:
    return f"{part / whole:7.1%}" if whole else f"{'–':>7}"


if __name__ == "__main__":
    main()
