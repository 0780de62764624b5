"""Which caption track is taken, and that a machine translation never is."""

from __future__ import annotations

import pytest

from herkenbaar.evidence.captions.tracks import (
    Address,
    Origin,
    Track,
    choose,
    classify,
    is_language,
    language_of,
    looks_dutch,
)

ASR = "https://www.youtube.com/api/timedtext?v=x&kind=asr&lang=nl&fmt=vtt"
ASR_EN = "https://www.youtube.com/api/timedtext?v=x&kind=asr&lang=en&fmt=vtt"
OWN = "https://www.youtube.com/api/timedtext?v=x&lang=nl&fmt=vtt"


def keyed(**urls: str) -> dict[str, list[Address]]:
    return {key.replace("_", "-"): [Address(url, "vtt")] for key, url in urls.items()}


@pytest.mark.parametrize(
    ("key", "subtitles", "automatic", "origin"),
    [
        ("nl", keyed(nl=OWN), {}, Origin.CREATOR),
        ("nl", keyed(nl=OWN), keyed(nl=ASR, nl_orig=ASR), Origin.CREATOR),
        ("nl-orig", {}, keyed(nl=ASR, nl_orig=ASR), Origin.RECOGNISED),
        ("nl", {}, keyed(nl=ASR, nl_orig=ASR), Origin.RECOGNISED),
        ("nl", {}, keyed(nl=ASR_EN + "&tlang=nl", en_orig=ASR_EN), Origin.TRANSLATED),
        ("nl-en", {}, keyed(nl_en=OWN.replace("lang=nl", "lang=en") + "&tlang=nl-en"), Origin.TRANSLATED),
        ("nl", {}, keyed(nl=ASR + "&tlang=nl"), Origin.RECOGNISED),
        ("nl", {}, {"nl": [Address()], "nl-orig": [Address()], "de": [Address()]}, Origin.RECOGNISED),
        ("de", {}, {"nl": [Address()], "nl-orig": [Address()], "de": [Address()]}, Origin.TRANSLATED),
        ("nl", {}, {"nl": [Address()]}, Origin.RECOGNISED),
        ("nl", {}, {"nl": [Address("http://[")]}, Origin.RECOGNISED),
        ("nl-orig", {}, {}, Origin.RECOGNISED),
        ("nl-en", {}, {}, Origin.TRANSLATED),
        ("nl-BE", {}, {}, Origin.UNKNOWN),
        ("nl", {}, {}, Origin.UNKNOWN),
    ],
)
def test_the_key_and_the_address_tell_who_made_a_track(
    key: str, subtitles: dict[str, list[Address]], automatic: dict[str, list[Address]], origin: Origin
) -> None:
    assert classify(key, subtitles=subtitles, automatic=automatic, platform="youtube").origin is origin


@pytest.mark.parametrize(
    ("key", "beside", "dutch", "origin"),
    [
        ("nld-NL", [], False, Origin.UNKNOWN),
        ("nld-NL", ["eng-US"], True, Origin.UNKNOWN),
        ("eng-US", ["nld-NL"], True, Origin.DOUBTFUL),
        ("nld-NL", ["eng-US"], False, Origin.DOUBTFUL),
    ],
)
def test_of_several_tiktok_tracks_only_the_dutch_one_under_a_dutch_caption_is_taken(
    key: str, beside: list[str], dutch: bool, origin: Origin
) -> None:
    subtitles = {each: [Address("https://v16.tiktok.example/x")] for each in [key, *beside]}
    track = classify(key, subtitles=subtitles, automatic={}, platform="tiktok", dutch=dutch)
    assert (track.origin, track.language) == (origin, key[:2])


@pytest.mark.parametrize(
    ("text", "answer"),
    [("Dit is de lekkerste soep van mijn herfst", True), ("The best soup of my fall #herfst", False), (None, False)],
)
def test_a_few_everyday_words_tell_dutch(text: str | None, answer: bool) -> None:
    assert looks_dutch(text) is answer


@pytest.mark.parametrize(
    ("tracks", "best"),
    [
        ({"nl": Origin.CREATOR, "nl-orig": Origin.RECOGNISED}, "nl"),
        ({"en": Origin.CREATOR, "nl-orig": Origin.RECOGNISED}, "nl-orig"),
        ({"nl": Origin.CREATOR, "en-orig": Origin.RECOGNISED}, "nl"),
        ({"nl": Origin.TRANSLATED, "en-orig": Origin.RECOGNISED}, "en-orig"),
        ({"en": Origin.CREATOR, "en-orig": Origin.RECOGNISED}, "en"),
        ({"de": Origin.CREATOR, "en": Origin.CREATOR, "en-orig": Origin.RECOGNISED}, "en"),
        ({"nl": Origin.RECOGNISED, "nl-orig": Origin.RECOGNISED}, "nl-orig"),
        ({"nl-BE": Origin.CREATOR, "nl": Origin.CREATOR}, "nl"),
        ({"nl": Origin.UNKNOWN, "de": Origin.CREATOR}, "de"),
        ({"": Origin.UNKNOWN, "nl": Origin.UNKNOWN}, "nl"),
        ({"live_chat": Origin.CREATOR, "en": Origin.CREATOR}, "en"),
    ],
)
def test_the_best_track_comes_first(tracks: dict[str, Origin], best: str) -> None:
    assert choose(Track(key, origin) for key, origin in tracks.items())[0].key == best


def test_a_machine_translation_and_a_chat_are_never_used() -> None:
    assert choose([Track("nl", Origin.TRANSLATED), Track("live_chat", Origin.CREATOR)]) == []


def test_a_track_says_what_it_is() -> None:
    track = classify("nl-orig", subtitles={}, automatic=keyed(nl_orig=ASR), platform="youtube")
    assert str(track) == "captions nl-orig (recognised)"
    assert track.url == ASR


@pytest.mark.parametrize(
    ("key", "language"), [("nl-orig", "nl"), ("nld-NL", "nl"), ("en_US", "en"), ("eng-US", "en"), ("zh-Hans", "zh")]
)
def test_the_language_of_a_key(key: str, language: str) -> None:
    assert language_of(key) == language


@pytest.mark.parametrize(
    ("text", "answer"),
    [("nl", True), ("nl-orig", True), ("nl-eEY6OEpapPo", True), ("und", True), ("Vlog", False), ("2", False)],
)
def test_what_can_be_a_language_in_a_file_name(text: str, answer: bool) -> None:
    assert is_language(text) is answer
