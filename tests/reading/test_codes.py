"""Discount codes: written and said, named and bare; and what is called a code and is none."""

from __future__ import annotations

import pytest

from herkenbaar.folds import load_folds
from herkenbaar.lexicon import load_lexicon
from herkenbaar.model import Cue, Evidence, Platform, Signal, SignalKind
from herkenbaar.reading import read


def codes(text: str, where: str) -> list[Signal]:
    cues = tuple(Cue(3.0 * number, 3.0 * number + 2.5, said) for number, said in enumerate(text.split(" / ")))
    evidence = Evidence(
        platform=Platform.YOUTUBE,
        id="1",
        description=text if where == "description" else "",
        speech=cues if where == "speech" else (),
        screen=cues if where == "screen" else (),
    )
    signals = read(evidence, lexicon=load_lexicon(), folds=load_folds()).advertising.signals
    return [signal for signal in signals if signal.kind is SignalKind.DISCOUNT_CODE and signal.weight >= 3]


@pytest.mark.parametrize(
    ("where", "text"),
    [
        ("description", "Reken af met KAATJE, dan gaat er wat af"),
        ("description", "Met KAATJE aan de kassa is het goedkoper"),
        ("description", "Eerste box voor de helft met KAATJEKOOKT."),
        ("description", "KAATJE20 geeft je twintig procent op alles"),
        ("description", "€30 korting op je bed als je DROOMKAAT invult"),
        ("description", 'Apply "KAATJE" at checkout'),
        ("description", "8% off Kaasland planks: KAASTOBER"),
        ("description", "ROBBE = -10% bij Kaasland"),
        ("description", "KORTINGEN\nKaasland – KAAT15\nZeepland – KAAT10"),
        ("screen", "-20% met KAATJE20"),
        ("screen", 'GEBRUIK "KAATJE" VOOR 10% KORTING'),
        ("speech", "gebruik code eh kaas tien bij kaasland voor korting"),
        ("speech", "code kaatje vijftien dan krijg je vijftien procent"),
    ],
)
def test_a_code_is_found(where: str, text: str) -> None:
    assert codes(text, where)


@pytest.mark.parametrize(
    ("where", "text"),
    [
        ("description", "Code KIEVIT opent het hangslot aan de overkant"),
        ("description", "De één roept: 'met mijn code krijg je korting'"),
        ("speech", "mijn baas zegt code kantoor / ik val"),
        ("speech", "dat is een code opa / en dan / dan krijg je het menu"),
        ("speech", "mijn code is poep dan krijg je honderd procent korting"),
        ("screen", "CODE: KRINGLOOP"),
    ],
)
def test_what_is_good_for_nothing_is_no_discount_code(where: str, text: str) -> None:
    assert not codes(text, where)


def test_a_code_on_the_screen_has_its_seconds() -> None:
    found = codes("hoi / -20% met KAATJE20", "screen")
    assert [(signal.quote, signal.start, signal.end) for signal in found] == [("% met KAATJE20", 3.0, 5.5)]
