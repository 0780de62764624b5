"""Finding sponsor reads in 280 real caption tracks (83 hours of speech), beside a naive Bayes and a cue-word search.

Run: python -m benchmarks reads

All three get the same cues, and all times are processor time of one core. Ours is the whole judgement that
`herkenbaar judge` makes of each track (folding, all words of the lexicon, disclosures, every rule, the verdict),
without reading files; what is prepared once for any number of videos (rules read, words compiled) is told apart. The
naive Bayes counts splitting into words, learning from one half and searching the other, both ways round; the cue-word
search counts its search, with `re.IGNORECASE` as is usual; lower-casing the text first makes that three times as fast,
which is shown beside it. Without ../shared/eval our own made-up tracks are gone through often enough to take a time,
and nothing is promised: they are short, so that ours spends most on rules, and few, each like no other in its half.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

from benchmarks import bayes, cue_words
from benchmarks.accuracy.rows import shared_folder
from benchmarks.accuracy.tracks import ReadScores, Span, Track, made_tracks, score, shared_tracks, told
from benchmarks.figures import Figure, fastest, table
from herkenbaar.config import load
from herkenbaar.scan import judge_evidence, prepare

ROUNDS = 3
REPEATED = 40
"""How often our own tracks are gone through where the real ones are absent, to take a time that can be told."""
LEAST_F1, LEAST_FOUND = 0.68, 0.65

Finder = Callable[[Sequence[Track]], list[list[Span]]]


class Result(NamedTuple):
    """What one way to find reads costs (seconds) and gets right."""

    seconds: float
    scores: ReadScores


def judged() -> tuple[Finder, float]:
    """Our own judgement, and the seconds that preparing it takes once."""
    begun = time.process_time()
    tools = prepare(load().settings)
    judge_evidence(made_tracks()[0].evidence, tools)  # compiles the words that only some videos need
    seconds = time.process_time() - begun

    def find(tracks: Sequence[Track]) -> list[list[Span]]:
        return [told(judge_evidence(track.evidence, tools)) for track in tracks]

    return find, seconds


def searched(tracks: Sequence[Track]) -> list[list[Span]]:
    """What the cue-word search finds."""
    return [cue_words.search(track.cues) for track in tracks]


def searched_lower(tracks: Sequence[Track]) -> list[list[Span]]:
    """What the cue-word search finds in text made lower-case first."""
    return [cue_words.search_lower(track.cues) for track in tracks]


def learnt(tracks: Sequence[Track]) -> list[list[Span]]:
    """What the naive Bayes finds: every second track is searched with what the others taught."""
    tokens = [bayes.tokenise(track.cues) for track in tracks]
    taught = [bayes.learn(tracks[half::2], tokens[half::2]) for half in (0, 1)]
    return [taught[1 - number % 2].find(words) for number, words in enumerate(tokens)]


def measured(find: Finder, tracks: Sequence[Track]) -> Result:
    """The seconds of the fastest of ``ROUNDS`` and the scores."""
    seconds = fastest(lambda: find(tracks), rounds=ROUNDS, clock=time.process_time)
    return Result(seconds, score(tracks, find(tracks)))


def run() -> list[Figure]:
    """Times and scores of all three."""
    folder = shared_folder()
    tracks = _repeated(made_tracks()) if folder is None else shared_tracks(folder)
    if folder is None:
        print("../shared/eval is not here: measured on made-up tracks of our own; nothing is promised for these\n")
    find, once = judged()
    ours, bayesian, cues, lower = (measured(way, tracks) for way in (find, learnt, searched, searched_lower))
    hours = sum(track.cues[-1].end for track in tracks) / 3600
    figures = [
        Figure("tracks", str(len(tracks)), f"{hours:.0f} hours of speech"),
        Figure("prepared once", f"{once:.2f} s"),
        *_faster(ours, bayesian, "naive Bayes"),
        *_faster(ours, cues, "cue-word search"),
        Figure(
            "all tracks",
            f"{ours.seconds:.2f} s",
            f"the same, lower-cased first: {lower.seconds:.2f} s",
            f"{ours.seconds / lower.seconds:.2f} times",
            "nothing promised",
        ),
    ]
    for what, least in (("word_f1", LEAST_F1), ("found", LEAST_FOUND)):
        figures += _better(what, least, ours=ours, others={"naive Bayes": bayesian, "cue-word search": cues})
    return figures if folder else [figure._replace(limit="", holds=None) for figure in figures]


def _repeated(tracks: Sequence[Track]) -> list[Track]:
    """``tracks`` time and again, each always at an odd place or always at an even one: no half teaches the other."""
    pairs = list(zip(tracks[0::2], tracks[1::2], strict=False))
    return [track for _ in range(REPEATED) for pair in pairs for track in pair]


def _faster(ours: Result, other: Result, name: str) -> list[Figure]:
    ratio = ours.seconds / other.seconds
    beside = f"{name}: {other.seconds:.2f} s"
    return [Figure("all tracks", f"{ours.seconds:.2f} s", beside, f"{ratio:.2f} times", "less than 1 times", ratio < 1)]


def _better(what: str, least: float, *, ours: Result, others: dict[str, Result]) -> list[Figure]:
    value = ours.scores.figures()[what]
    best = {name: other.scores.figures()[what] for name, other in others.items()}
    beside = ", ".join(f"{name}: {figure:.3f}" for name, figure in best.items())
    holds = value >= least and value > max(best.values())
    return [Figure(what.replace("_", " "), f"{value:.3f}", beside, "", f"at least {least:g}, and best", holds)]


def main() -> None:
    """Print the table."""
    print(table(run()))


if __name__ == "__main__":
    main()
