"""One video, one judgement: is it advertising? Signals add up on the scale of log-odds, and a reader can follow it.

The strongest signal of each family counts whole, up to three more of the same add a little.
Denials take away. The sum is "yes" from ``YES`` on, "no" below ``NO``, else "unsure". The weights stand with the words
in lexicon/*.toml; docs/accuracy.md says how they were set and how good they are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Literal

from herkenbaar.model import Advertising, Disclosure, Discounted, Grade, Relation, Signal, SignalKind, Surface
from herkenbaar.reading.disclosures import Mark, Said
from herkenbaar.reading.passages import TIMED
from herkenbaar.reading.signals import RELATIONS, Sign

YES = 3.0
NO = 2.0
_AGAIN = (1.0, 0.4, 0.3, 0.2)
_DENIAL = -2.5
_NOTHING = Advertising(answer="no", relation=Relation.NONE, why="nothing found")
"""What most videos get: not one sign, and nothing that looked like one."""


def weigh(
    said: Said, signs: Iterable[Sign], discounted: Iterable[Discounted], *, plays: Callable[[], bool]
) -> Advertising:
    """The judgement over all that was found. Disclosures are signals too: who says it is advertising is believed.

    Where the video calls itself a sketch (``plays``, asked when it matters) and no mark stands in its text, nobody is
    accused: a person looks.
    """
    disclosures = said.disclosures
    marks = [Sign(_as_signal(mark.disclosure, mark.weight), SignalKind.DISCLOSURE) for mark in said.marks]
    signs = (*marks, *signs)
    against = tuple(discounted)
    if not signs and not against:
        return _NOTHING
    everything = tuple(sorted((sign.signal for sign in signs), key=lambda signal: -signal.weight))
    total = _sum(signs) + (_DENIAL if any(item.reason == "denial" for item in against) and not marks else 0.0)
    answer: Literal["yes", "no", "unsure"] = "yes" if total >= YES else "no" if total < NO else "unsure"
    if answer == "yes" and not any(_is_plain(mark) for mark in said.marks) and plays():
        answer = "unsure"
    return Advertising(
        answer=answer,
        relation=_relation(answer, said.marks, everything),
        signals=everything if answer != "no" else tuple(signal for signal in everything if signal.weight >= 1.0),
        discounted=against,
        advertiser=_advertiser(disclosures, everything),
        why=" + ".join(f"{signal.kind} ({signal.quote[:60]})" for signal in everything[:4]) + f" = {total:.1f}",
    )


def _is_plain(mark: Mark) -> bool:
    """Whether ``mark`` stands in a text, in words that are more than a hint."""
    return mark.disclosure.surface not in TIMED and mark.disclosure.grade is not Grade.INSUFFICIENT


def _as_signal(disclosure: Disclosure, weight: float) -> Signal:
    label = disclosure.surface is Surface.LABEL
    kind = SignalKind.LABEL if label else SignalKind.DISCLOSURE
    place = (disclosure.start, disclosure.end)
    return Signal(kind, disclosure.surface, disclosure.quote, *place, weight, who=disclosure.names)


def _sum(signs: Iterable[Sign]) -> float:
    families: dict[str, dict[str, float]] = defaultdict(dict)
    for signal, family in signs:
        said = signal.quote.lower()
        families[family][said] = max(signal.weight, families[family].get(said, 0.0))
    return sum(
        weight * share
        for weights in families.values()
        for weight, share in zip(sorted(weights.values(), reverse=True), _AGAIN, strict=False)
    )


def _relation(answer: str, marks: Sequence[Mark], signals: Sequence[Signal]) -> Relation:
    """The tie that the clearest disclosure tells; else the one the strongest signal points to."""
    if answer == "no":
        return Relation.NONE
    told = [mark for mark in marks if mark.relation is not Relation.UNKNOWN and mark.weight]
    if not told:
        return next((RELATIONS[signal.kind] for signal in signals if signal.kind in RELATIONS), Relation.UNKNOWN)
    clear = [mark for mark in told if mark.disclosure.grade is not Grade.INSUFFICIENT]
    first = (clear or told)[0].relation
    owns = any(signal.kind is SignalKind.OWN_BRAND for signal in signals)
    unnamed = not any(mark.disclosure.names for mark in marks)
    return Relation.OWN_BRAND if first is Relation.SPONSOR and owns and unnamed else first


def _names(disclosures: Iterable[Disclosure]) -> list[str]:
    return [disclosure.names for disclosure in disclosures if disclosure.names]


def _advertiser(disclosures: Sequence[Disclosure], signals: Sequence[Signal]) -> str | None:
    names = _names(disclosures)
    return names[0] if names else next((signal.who for signal in signals if signal.who), None)
