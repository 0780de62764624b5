"""Sponsor reads: where they begin and end, who pays, and what opens none."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from herkenbaar.config import load
from herkenbaar.folds import load_folds
from herkenbaar.lexicon import load_lexicon
from herkenbaar.model import Cue, Evidence, Platform, Signal, SignalKind, Surface
from herkenbaar.reading import read
from herkenbaar.reading.passages import passages
from herkenbaar.reading.reads import find_reads
from herkenbaar.scan import judge_evidence, prepare

LEXICON = load_lexicon()
SECONDS_A_WORD = 0.4

# What the videos are about; nothing in it sells.
KNOTS = (
    "a rope has two ends and a middle and most of the trouble is in the middle",
    "the bowline was tied by sailors who could not see their hands in the rain",
    "you make a small loop and the rabbit comes out of the hole and around the tree",
    "my uncle called it the king of knots and he had lost two fingers to a winch",
    "when it is wet the fibres swell and then no nail will ever get it loose",
    "a splice is slower but it holds until the mast comes down",
    "in the museum there is a board with ninety of them and a ghost who counts them",
    "pull on the standing part and watch how it bites into itself",
)
DIJKEN = (
    "de dijk is hier in zestienhonderd doorgebroken en toen stond het water tot de klok",
    "onder het gras ligt klei en onder de klei ligt een laag wilgentakken",
    "een mol graaft een gang en daar begint de ellende volgens de dijkgraaf",
    "bij storm lopen er mannen met lantaarns en die zien alles",
    "het waterschap heeft een stok met streepjes en die staat er al honderd jaar",
    "schapen trappen de grond aan en dat doen ze voor niets",
    "achter de kerk zie je nog een put waar de zee erin kwam",
    "mijn opa heeft hier zandzakken gesleept en daarna soep gegeten",
)
KNIFE = (
    "before we get to the next one i want to thank orvel knives for sponsoring this video",
    "orvel makes a folding knife with a spike for splicing and the blade comes with a lifetime warranty",
    "i have been using mine on the boat for a year and it opens with one hand",
    "go to orvel dot com slash knots and use the code knots at checkout to get ten percent off your first order",
)
VAULT = (
    "speaking of loose ends if you want to keep your passwords in one place you need keyring vault",
    "keyring vault is an app that keeps your passwords encrypted on all your devices so you never type them again",
    "sign up with the link in the description and your first month is free",
)
WINKEL = (
    "even tussendoor deze video wordt gesponsord door laarzenland",
    "laarzenland heeft laarzen in alle maten en ze bezorgen de volgende dag bij jou in huis",
    "ga naar laarzenland punt nl en met de code dijk krijg je tien procent korting op je eerste bestelling",
)
KRAT = (
    "nou wie hier vaker kijkt weet dat ik fan ben van kratkost",
    "je kiest elke maand drie maaltijden en ze zetten de krat voor je deur",
    "via mijn link in de beschrijving krijg je de eerste maand gratis en je kunt altijd opzeggen",
)


def track(*parts: Sequence[str], start: float = 0.0) -> tuple[tuple[Cue, ...], list[tuple[float, float]]]:
    """Cues of all sentences, spoken evenly one after the other, and from when to when each part lasts."""
    cues: list[Cue] = []
    places: list[tuple[float, float]] = []
    now = start
    for part in parts:
        begin = now
        for sentence in part:
            end = now + SECONDS_A_WORD * len(sentence.split())
            cues.append(Cue(round(now, 2), round(end, 2), sentence))
            now = end
        places.append((begin, now))
    return tuple(cues), places


def reads(cues: tuple[Cue, ...]) -> list[Signal]:
    evidence = Evidence(platform=Platform.YOUTUBE, id="a", speech=cues)
    passage = next(p for p in passages(evidence) if p.surface is Surface.SPEECH)
    return list(find_reads(LEXICON, passage, LEXICON.find(passage.folded)))


def overlap(signal: Signal, place: tuple[float, float]) -> float:
    """Intersection over union of a read and the place where it really is."""
    assert signal.start is not None
    assert signal.end is not None
    both = max(0.0, min(signal.end, place[1]) - max(signal.start, place[0]))
    return both / (signal.end - signal.start + place[1] - place[0] - both)


@pytest.mark.parametrize(
    ("parts", "where"),
    [
        pytest.param((KNOTS[:4], KNIFE, KNOTS[4:]), (1,), id="in the middle"),
        pytest.param((KNIFE, KNOTS), (0,), id="at the opening"),
        pytest.param((KNOTS, KNIFE), (1,), id="at the end"),
        pytest.param((KNOTS, VAULT, KNOTS), (1,), id="without a word about a sponsor"),
        pytest.param((KNOTS[:4], KNIFE, KNOTS, DIJKEN, VAULT, KNOTS[4:]), (1, 4), id="two in one video"),
        pytest.param((DIJKEN, WINKEL, DIJKEN), (1,), id="Dutch, announced"),
        pytest.param((DIJKEN, KRAT, DIJKEN), (1,), id="Dutch, without a word about a sponsor"),
        pytest.param((WINKEL, DIJKEN, KRAT, DIJKEN[:3]), (0, 2), id="two in Dutch"),
    ],
)
def test_a_read_is_found_from_its_first_to_its_last_second(
    parts: tuple[Sequence[str], ...], where: tuple[int, ...]
) -> None:
    cues, places = track(*parts)
    found = reads(cues)
    assert len(found) == len(where)
    for signal, index in zip(found, where, strict=True):
        assert overlap(signal, places[index]) > 0.7
        assert signal.kind is SignalKind.SPONSOR_READ
        assert signal.weight > 1.0


PARTS = {"knots": KNOTS, "knife": KNIFE, "vault": VAULT, "dijken": DIJKEN, "winkel": WINKEL, "krat": KRAT}


@pytest.mark.parametrize(
    ("parts", "sellers"),
    [
        pytest.param("knots knife knots", ["orvel"], id="one"),
        pytest.param("knife knots vault knots", ["orvel", None], id="the opening and the middle"),
        pytest.param("knots knife dijken winkel knots krat", ["orvel", "laarzenland", None], id="three"),
        pytest.param("winkel dijken knots knife", ["laarzenland", "orvel"], id="the opening and the end"),
    ],
)
def test_the_verdict_tells_first_and_last_second_and_seller_of_every_read(
    parts: str, sellers: list[str | None]
) -> None:
    names = parts.split()
    cues, places = track(*(PARTS[name] for name in names))
    evidence = Evidence(platform=Platform.YOUTUBE, id="a", speech=cues)
    told = judge_evidence(evidence, prepare(load().settings)).verdict.advertising
    found = sorted((s for s in told.signals if s.kind is SignalKind.SPONSOR_READ), key=lambda signal: signal.start or 0)
    wanted = [place for name, place in zip(names, places, strict=True) if name not in ("knots", "dijken")]
    assert told.answer == "yes"
    assert [signal.who and signal.who.split(" ")[0] for signal in found] == sellers
    for signal, place in zip(found, wanted, strict=True):
        assert signal.start == pytest.approx(place[0], abs=5.0)
        assert signal.end == pytest.approx(place[1], abs=2.0)


@pytest.mark.parametrize(
    ("said", "who"),
    [
        pytest.param(("this video is sponsored by Squarespace",), "Squarespace", id="a brand of the list, as written"),
        pytest.param(
            ("thanks to brilliant is what i say use the code knots at checkout",), "brilliant", id="a word too"
        ),
        pytest.param(KNIFE, "orvel", id="said again"),
        pytest.param(WINKEL, "laarzenland", id="behind door"),
        pytest.param(
            (
                "this video is brought to you by the wonderful people at tarrow",
                "tarrow makes rope",
                "get ten percent off",
            ),
            "tarrow",
            id="behind fillers",
        ),
        pytest.param(("this video is sponsored by tarrow",), None, id="heard once, and known to no list"),
        pytest.param(("this video is sponsored so use the code knots at checkout",), None, id="not told"),
    ],
)
def test_who_pays_is_told_where_it_can_be(said: Sequence[str], who: str | None) -> None:
    cues, _ = track(KNOTS, said, KNOTS)
    assert [signal.who for signal in reads(cues)] == [who]


def test_what_is_put_off_until_later_is_a_read_of_its_own() -> None:
    opening = ("deze video wordt gesponsord door laarzenland daar vertel ik straks meer over",)
    cues, places = track(opening, DIJKEN, WINKEL, DIJKEN)
    first, second = reads(cues)
    assert (first.start, first.end) == (0.0, pytest.approx(places[0][1], abs=0.5))
    assert overlap(second, places[2]) > 0.8


def test_a_read_announced_in_the_first_seconds_begins_with_the_video() -> None:
    cues, _ = track(("ahoy", *KNIFE), KNOTS)
    assert reads(cues)[0].start == 0.0


def test_a_read_ends_before_the_words_that_return_to_the_video() -> None:
    cues, places = track(KNOTS, KNIFE, ("okay now let's get back to the rope",), KNOTS)
    assert reads(cues)[0].end == pytest.approx(places[1][1], abs=1.0)


def test_a_joke_in_the_middle_does_not_cut_a_read_in_two() -> None:
    cues, places = track(KNOTS, KNIFE[:2], KNOTS[6:], KNIFE[3:], KNOTS)
    (only,) = reads(cues)
    assert overlap(only, (places[1][0], places[3][1])) > 0.8


def test_what_is_said_minutes_later_is_no_part_of_a_read() -> None:
    first, places = track(KNOTS, KNIFE)
    later, _ = track(("that is the link", *KNOTS), start=first[-1].end + 300)
    (only,) = reads((*first, *later))
    assert only.end == pytest.approx(places[1][1], abs=0.5)


@pytest.mark.parametrize(
    "said",
    [
        pytest.param(("this video is not sponsored by anyone i bought the rope myself",), id="denied"),
        pytest.param(("deze video is niet gesponsord ik heb het touw zelf gekocht",), id="denied in Dutch"),
        pytest.param(("my sources are below and the link in the description has the museum",), id="links to sources"),
        pytest.param(("there is a new shirt in the shop and now back to the rope",), id="own shop in passing"),
        pytest.param(("as always thanks to my patrons on patreon for keeping the lights on",), id="members"),
        pytest.param(("my sister is sponsored by our mother and she rows",), id="family"),
        pytest.param(("the ship was sponsored by the museum",), id="a museum pays"),
        pytest.param(("leave a like and subscribe and tell me in the comments",), id="likes"),
        pytest.param(("the app on my phone has a map of the harbour",), id="soft words only"),
        pytest.param(("hij zei deze video wordt gesponsord door een bakker",), id="somebody else's words"),
    ],
)
def test_what_sells_nothing_is_no_read(said: tuple[str, ...]) -> None:
    cues, _ = track(KNOTS, said, DIJKEN)
    assert reads(cues) == []


def test_words_that_are_what_the_video_is_about_weigh_less() -> None:
    about = ("the app protects your data with a password and encryption", "a secure password is long") * 8
    cues, _ = track(about)
    assert reads(cues) == []


def test_a_film_about_the_rules_has_its_examples_discounted() -> None:
    cues, _ = track(KNOTS, KNIFE)
    title = "what the regulator says about sponsor reads"
    evidence = Evidence(platform=Platform.YOUTUBE, id="a", title=title, speech=cues)
    judged = read(evidence, lexicon=LEXICON, folds=load_folds()).advertising
    assert not [signal for signal in judged.signals if signal.kind is SignalKind.SPONSOR_READ]
    assert [item.reason for item in judged.discounted if item.kind is SignalKind.SPONSOR_READ] == ["topic"]


def test_the_quote_has_the_first_words_and_those_that_weigh_most() -> None:
    cues, _ = track(KNOTS, KNIFE, KNOTS)
    head, *carrying = reads(cues)[0].quote.split(" … ")
    assert head.startswith("before we get to the next one")
    assert {"use the code", "dot com"} & set(carrying)
    assert all(words in " ".join(KNIFE) for words in carrying)


SENTENCES = st.lists(
    st.sampled_from([*KNOTS, *KNIFE, *VAULT, *DIJKEN, *WINKEL, *KRAT, "", "…", "é sponsor 🎣"]), max_size=40
)
PAUSES = st.lists(st.floats(0, 400, allow_nan=False), min_size=40, max_size=40)


@given(SENTENCES, PAUSES)
def test_reads_lie_in_the_track_in_order_and_apart_and_are_the_same_each_time(
    sentences: list[str], pauses: list[float]
) -> None:
    cues: list[Cue] = []
    now = 0.0
    for sentence, pause in zip(sentences, pauses, strict=False):
        now += pause
        cues.append(Cue(now, now + 3, sentence))
        now += 3
    if not any(cue.text for cue in cues):
        return
    found = reads(tuple(cues))
    places = [second for signal in found for second in (signal.start, signal.end)]
    assert None not in places
    assert places == sorted(place for place in places if place is not None)
    assert all(0 <= place <= now for place in places if place is not None)
    assert found == reads(tuple(cues))
