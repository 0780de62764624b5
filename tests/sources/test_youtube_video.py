from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from tests import youtube_pages as pages
from tests.far_end import FarEnd, TestClock, answer

from herkenbaar import config
from herkenbaar.errors import BlockedError, FetchError, GoneError
from herkenbaar.http import Http
from herkenbaar.model import Kind, LabelKind, parse_published
from herkenbaar.sources.source import Listed
from herkenbaar.sources.youtube import YouTube
from herkenbaar.sources.youtube_video import Hint

VIDEO = pages.video_id(1)

ITEM = Listed(id=VIDEO, url=f"{pages.HOME}/watch?v={VIDEO}")

WATCH = f"www.youtube.com/watch?v={VIDEO}"

SPEECH = f"www.youtube.com/api/timedtext?v={VIDEO}"


def test_a_video_costs_two_requests(far_end: FarEnd, youtube: YouTube) -> None:
    far_end.on(WATCH, pages.watch_page(VIDEO, description="Samen met Merk X\n#ad"))
    far_end.on(SPEECH, pages.captions("hallo allemaal", "dit is een betaalde samenwerking"))
    evidence = youtube.fetch(ITEM).evidence
    assert len(far_end.asked) == 2
    assert (evidence.title, evidence.description) == ("Mijn ochtend", "Samen met Merk X\n#ad")
    assert (evidence.published, evidence.duration, evidence.kind) == ("2026-08-01T12:00:00Z", 312, Kind.VIDEO)
    assert (evidence.creator.id, evidence.creator.handle) == (pages.CHANNEL, pages.HANDLE)
    assert (evidence.creator.name, evidence.creator.followers) == (pages.NAME, 84500)
    assert evidence.collapsed_lines == 3
    assert evidence.language == "nl"
    assert evidence.speech is not None
    assert [cue.text for cue in evidence.speech] == ["hallo allemaal", "dit is een betaalde samenwerking"]
    assert evidence.sources["speech"] == "captions nl-orig (recognised)"


@pytest.mark.parametrize(
    ("options", "label", "source", "gap"),
    [
        ({"mark": True}, True, "watch page", None),
        ({}, False, "watch page", None),
        (
            {"status": {"status": "AGE_VERIFICATION_REQUIRED", "reason": "Sign in to confirm your age"}},
            None,
            None,
            "age-gated: the page shows no player, so no mark",
        ),
    ],
)
def test_the_label_is_yes_no_or_unknown_and_says_where_it_was_read(
    far_end: FarEnd, youtube: YouTube, options: dict[str, Any], label: bool | None, source: str | None, gap: str | None
) -> None:
    far_end.on(WATCH, pages.watch_page(VIDEO, tracks=[], **options))
    evidence = youtube.fetch(ITEM).evidence
    assert evidence.label is label
    assert evidence.label_kind is (LabelKind.THIRD_PARTY if label else None)
    assert evidence.sources.get("label") == source
    assert evidence.gaps.get("label") == gap


@pytest.mark.parametrize(
    ("reply", "label", "source"),
    [
        (json.dumps(pages.APP_MARK), True, "Android client"),
        ('{"playabilityStatus": {"status": "OK"}}', False, "watch page; Android client"),
        ("{}", False, "watch page; not the Android client: the Android client gives no player data (status 200)"),
    ],
)
def test_the_android_client_gives_a_second_opinion(
    far_end: FarEnd, http: Http, reply: str, label: bool, source: str
) -> None:
    settings = msgspec.structs.replace(config.load().settings.gather.youtube, second_opinion=True)
    far_end.on(WATCH, pages.watch_page(VIDEO, tracks=[]))
    far_end.on("youtubei.googleapis.com/youtubei/v1/player", reply)
    evidence = YouTube(http, settings).fetch(ITEM).evidence
    assert (evidence.label, evidence.sources["label"]) == (label, source)
    assert json.loads(far_end.bodies[-1])["context"]["client"]["clientName"] == "ANDROID"


TRACKS = {
    "own": pages.track(VIDEO, recognised=False),
    "asr": pages.track(VIDEO),
    "english asr": pages.track(VIDEO, lang="en"),
    "own english": pages.track(VIDEO, lang="en", recognised=False),
}


@pytest.mark.parametrize(
    ("names", "source"),
    [
        (["own", "asr"], "captions nl (creator's own)"),
        (["asr", "own english"], "captions nl-orig (recognised)"),
        (["english asr"], "captions en-orig (recognised)"),
        (["english asr", "own english"], "captions en (creator's own)"),
    ],
)
def test_the_original_language_is_taken_and_never_a_translation(
    far_end: FarEnd, youtube: YouTube, names: list[str], source: str
) -> None:
    far_end.on(WATCH, pages.watch_page(VIDEO, tracks=[TRACKS[name] for name in names]))
    far_end.on(SPEECH, pages.captions("hallo"))
    evidence = youtube.fetch(ITEM).evidence
    assert evidence.sources["speech"] == source
    assert "tlang" not in far_end.asked[-1]
    assert "fmt=json3" in far_end.asked[-1]


@pytest.mark.parametrize(
    ("reply", "words", "retry"),
    [
        (answer(403), "the address has expired or is refused", True),
        (answer(404), "the address has expired or is refused", True),
        (answer(429), "status 429", True),
        (answer(500), "status 500", True),
        (answer(b""), "only with a browser's token", False),
        (answer(b'{"events": [{"tStartMs": 0, "segs": [{"utf8": "cut'), "", True),
        (answer("<html>not captions</html>"), "web page", True),
    ],
    ids=["expired", "gone", "429", "500", "empty", "truncated", "html"],
)
def test_captions_that_cannot_be_had_are_a_gap_and_the_video_stays(
    far_end: FarEnd, youtube: YouTube, reply: Any, words: str, retry: bool
) -> None:
    far_end.on(WATCH, pages.watch_page(VIDEO))
    far_end.on(SPEECH, reply)
    fetched = youtube.fetch(ITEM)
    assert fetched.evidence.title == "Mijn ochtend"
    assert fetched.evidence.speech is None
    assert words in fetched.evidence.gaps["speech"]
    assert "speech" not in fetched.evidence.sources
    assert fetched.retry is retry


@pytest.mark.parametrize(
    ("tracks", "words"),
    [
        ([], "no captions"),
        ([pages.track(VIDEO, more="&exp=xpe")], "only with a browser's token"),
    ],
)
def test_no_captions_and_captions_behind_a_token_are_told_apart(
    far_end: FarEnd, youtube: YouTube, tracks: list[dict[str, Any]], words: str
) -> None:
    far_end.on(WATCH, pages.watch_page(VIDEO, tracks=tracks))
    evidence = youtube.fetch(ITEM).evidence
    assert evidence.speech is None
    assert words in evidence.gaps["speech"]
    assert len(far_end.asked) == 1


def status(code: str, reason: str, **more: Any) -> dict[str, Any]:
    return {"status": code, "reason": reason, **more}


@pytest.mark.parametrize(
    ("playability", "words"),
    [
        (status("LOGIN_REQUIRED", "This is a private video. Please sign in to verify that you may see it."), "private"),
        (status("ERROR", "This video has been removed by the uploader"), "removed"),
        (status("ERROR", "Video unavailable"), "removed"),
        (status("UNPLAYABLE", "Join this channel to get access to members-only content"), "members-only"),
        (status("UNPLAYABLE", "The uploader has not made this video available in your country"), "region-blocked"),
        (status("UNPLAYABLE", "This video requires payment to watch"), "paid"),
        (status("SOMETHING_NEW", "Niemand weet het"), "not playable: Niemand weet het"),
    ],
)
def test_a_video_that_the_public_cannot_see_is_named_with_its_reason(
    far_end: FarEnd, youtube: YouTube, playability: dict[str, Any], words: str
) -> None:
    far_end.on(WATCH, pages.watch_page(VIDEO, status=playability, details=False, tracks=[]))
    with pytest.raises(GoneError, match=words) as caught:
        youtube.fetch(ITEM)
    assert caught.value.until is None
    assert len(far_end.asked) == 1


@pytest.mark.parametrize(
    "playability",
    [
        status("AGE_CHECK_REQUIRED", "This video may be inappropriate for some users."),
        status("UNPLAYABLE", "The uploader has not made this video available in your country"),
        status("UNPLAYABLE", "Join this channel to get access to members-only content"),
    ],
)
def test_what_can_be_read_of_such_a_video_is_still_judged(
    far_end: FarEnd, youtube: YouTube, playability: dict[str, Any]
) -> None:
    far_end.on(WATCH, pages.watch_page(VIDEO, status=playability, tracks=[]))
    evidence = youtube.fetch(ITEM).evidence
    assert evidence.title == "Mijn ochtend"
    assert set(evidence.gaps) >= {"speech", "label"}
    assert len(far_end.asked) == 1


def test_an_upcoming_video_is_tried_again_when_it_starts(far_end: FarEnd, youtube: YouTube) -> None:
    slate = {"liveStreamOfflineSlateRenderer": {"scheduledStartTime": "1800009999"}}
    stream = {"liveStreamabilityRenderer": {"offlineSlate": slate}}
    offline = status("LIVE_STREAM_OFFLINE", "Premieres in 3 hours", liveStreamability=stream)
    far_end.on(WATCH, pages.watch_page(VIDEO, status=offline))
    with pytest.raises(GoneError, match="upcoming: Premieres in 3 hours") as caught:
        youtube.fetch(ITEM)
    assert caught.value.until == 1_800_009_999


def test_a_broadcast_that_is_on_is_left_until_it_is_over(far_end: FarEnd, youtube: YouTube, clock: TestClock) -> None:
    player = pages.player(VIDEO, live=True)
    player["videoDetails"]["isLive"] = True
    far_end.on(WATCH, pages.page(data=pages.watch_data(), player=player))
    with pytest.raises(GoneError, match="live now") as caught:
        youtube.fetch(ITEM)
    assert caught.value.until is not None
    assert caught.value.until > clock.now()


@pytest.mark.parametrize("hint", [Hint(members_only=True), Hint(upcoming=True)])
def test_what_the_list_said_already_costs_no_request(far_end: FarEnd, youtube: YouTube, hint: Hint) -> None:
    with pytest.raises(GoneError):
        youtube.fetch(msgspec.structs.replace(ITEM, raw=msgspec.Raw(msgspec.json.encode(hint))))
    assert far_end.asked == []


BOT = status("LOGIN_REQUIRED", "Sign in to confirm you\u2019re not a bot")

LIMIT = status("ERROR", "This content isn't available, try again later")

NO_ANSWERS = {
    "bot": (pages.watch_page(VIDEO, status=BOT, details=False, tracks=[]), BlockedError),
    "bot with details": (pages.watch_page(VIDEO, status=BOT, tracks=[]), BlockedError),
    "rate limit": (pages.watch_page(VIDEO, status=LIMIT, tracks=[]), BlockedError),
    "consent": (answer(302, location="https://consent.youtube.com/m?continue=x"), BlockedError),
    "sorry": (answer(302, location="https://www.google.com/sorry/index"), BlockedError),
    "consent form": (b"<html><form action='https://consent.youtube.com/save'></form></html>", BlockedError),
    "403": (answer(403), BlockedError),
    "429": (answer(429), BlockedError),
    "404": (answer(404), GoneError),
    "500": (answer(500), FetchError),
    "cut off": (pages.watch_page(VIDEO)[:900], FetchError),
    "empty": (b"", FetchError),
    "no data": (b"<html>no data</html>", FetchError),
    "JSON": (b"{}", FetchError),
    "bytes": (b"\xff\xfe\x00", FetchError),
    "other video": (pages.watch_page("another0001"), FetchError),
}


@pytest.mark.parametrize("name", NO_ANSWERS)
def test_a_page_that_is_no_answer_is_never_read_as_a_video(far_end: FarEnd, youtube: YouTube, name: str) -> None:
    reply, error = NO_ANSWERS[name]
    far_end.on(WATCH, reply)
    with pytest.raises(error):
        youtube.fetch(ITEM)
    assert {x.split("?")[0] for x in far_end.asked} == {"www.youtube.com/watch"}


def test_the_filter_on_paid_placement_counts_as_the_label(far_end: FarEnd, youtube: YouTube) -> None:
    far_end.on(WATCH, pages.watch_page(VIDEO, tracks=[]))
    raw = msgspec.Raw(msgspec.json.encode(Hint(paid_by_filter=True)))
    evidence = youtube.fetch(msgspec.structs.replace(ITEM, raw=raw)).evidence
    assert (evidence.label, evidence.sources["label"]) == (True, "Data API, filter on paid placement")


@pytest.mark.parametrize(
    ("name", "video"),
    [
        ("default-descriptionpewdiepie", "7PIMiDcwNvc"),
        ("default-descriptionunboxing", "cV5TjZCJkuA"),
        ("default-streamsegmentstagesschau", "KI7fMGRg0Wk"),
        ("collaborators", "3sbYbckT1VY"),
    ],
)
def test_real_answers_are_read(
    recorded: Callable[[str], Any], far_end: FarEnd, youtube: YouTube, name: str, video: str
) -> None:
    """The recording holds no watch page; it is built here around the recorded player and next answers."""
    start = f"stream-youtubestreamextractor{name}"
    player = recorded(f"{start}-3.player.json")
    player["microformat"] = recorded(f"{start}-7.player.json")["microformat"]
    data = recorded(f"{start}-8.next.json")
    far_end.on(f"www.youtube.com/watch?v={video}", pages.page(data=data, player=player))
    far_end.on("www.youtube.com/api/timedtext", pages.captions("hello"))
    evidence = youtube.fetch(Listed(id=video, url=f"{pages.HOME}/watch?v={video}")).evidence
    assert len(far_end.asked) <= 2
    assert evidence.title == player["videoDetails"]["title"]
    assert evidence.description == player["videoDetails"]["shortDescription"]
    assert evidence.published is not None
    assert evidence.published.endswith("Z")
    assert parse_published(evidence.published) is not None
    assert evidence.creator.id == player["videoDetails"]["channelId"]
    assert evidence.creator.followers
    assert evidence.label is False
    assert evidence.collapsed_lines
