"""First words, rows of hashtags, and the right moment of a video."""

from __future__ import annotations

from typing import Any

import pytest
from tests.checks.by_hand import mark, read, signal

from herkenbaar.checks.placement import buried, first_words, timely
from herkenbaar.model import Disclosure, Signal


def written(text: str, quote: str, **more: Any) -> Any:
    start = text.index(quote)
    return read(mark(at=(start, start + len(quote)), quote=quote), description=text, title="", **more)


@pytest.mark.parametrize(
    ("text", "quote", "value"),
    [
        ("Reclame | een koffer", "Reclame", True),
        ("🧳✨ Advertentie: een koffer", "Advertentie", True),
        ("Vier landen met een koffer #ad", "#ad", True),
        ("Vier landen! #ad", "#ad", False),
        ("Vier landen\n#ad", "#ad", False),
        ("\n\n#ad vier landen", "#ad", True),
        ("... #ad", "#ad", True),
    ],
)
def test_first_is_the_first_word_or_the_first_sentence(text: str, quote: str, value: bool) -> None:
    assert first_words(written(text, quote)).value is value


def test_a_title_counts_as_first_words_and_an_unread_one_leaves_it_open() -> None:
    assert first_words(read(mark("title", at=(0, 7)), title="Reclame: koffer")).value is True
    late = mark(at=(8, 15))
    assert first_words(read(late, description="Koffer! reclame", title=None)).value is None
    assert first_words(read(title=None)).value is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("leuk #fyp #ad #nl", True),
        ("leuk #fyp\n#ad\n#nl", True),
        ("leuk #ad #fyp #nl", False),
        ("leuk #fyp #nl #ad", False),
        ("#ad leuk #nl", False),
        ("leuk #fyp #ad met @merk", False),
    ],
)
def test_a_hashtag_is_buried_between_two_others(text: str, value: bool) -> None:
    assert buried(written(text, "#ad")).value is value


def test_words_are_not_buried_and_one_clear_mark_is_enough() -> None:
    assert buried(written("#fyp reclame #nl", "reclame")).value is False
    lost = mark(at=(5, 8), quote="#ad")
    assert buried(read(lost, mark("title"), description="#fyp #ad #nl")).value is False
    assert buried(read()).value is False
    assert buried(read(description=None)).value is None


def spoken(start: float, end: float, **more: Any) -> Disclosure:
    return mark("speech", at=(start, end), **more)


@pytest.mark.parametrize(
    ("marks", "signals", "fields", "value"),
    [
        ([spoken(5, 9)], (), {}, True),
        ([spoken(30, 33)], (), {}, True),
        ([spoken(980, 990)], (), {}, True),
        ([spoken(500, 504)], (), {}, False),
        ([spoken(500, 504), spoken(5, 9)], (), {}, True),
        ([spoken(500, 504)], (signal("discount_code", 520, 524),), {}, True),
        ([spoken(500, 504)], (signal("discount_code", 540, 544),), {}, False),
        ([spoken(500, 504)], (signal("sponsor_phrase", 500, 504),), {}, False),
        ([spoken(500, 504)], (signal("disclosure", 490, 494),), {}, False),
        ([spoken(500, 504)], (signal("sponsor_read", 480, 600),), {}, True),
        ([spoken(500, 504)], (signal("sponsor_read", 500, 504),), {}, False),
        ([spoken(500, 504)], (signal("brand_tag", 3, 9, "description"),), {}, False),
        ([spoken(500, 504)], (), {"label": True}, True),
        ([spoken(500, 504)], (), {"duration": None}, None),
        ([mark("screen", at=(500, 504))], (), {"speech": None}, None),
        ([spoken(5, 9, doubt="fuzzy")], (), {}, False),
    ],
)
def test_timely_is_at_an_edge_or_with_the_endorsement(
    marks: list[Disclosure], signals: tuple[Signal, ...], fields: dict[str, Any], value: bool | None
) -> None:
    given = read(*marks, signals=signals, **{"duration": 1000, **fields})
    assert timely(given, begin=30, end=30, near=30).value is value
