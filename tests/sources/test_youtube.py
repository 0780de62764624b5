from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from tests import youtube_pages as pages
from tests.far_end import FarEnd, TestClock, answer

from herkenbaar import config
from herkenbaar.budget import Budget
from herkenbaar.errors import BlockedError, FetchError, GoneError, LookError
from herkenbaar.http import Http
from herkenbaar.model import Kind, LabelKind, Platform, parse_published
from herkenbaar.sources import youtube_page
from herkenbaar.sources.source import Account, Listed, Listing, Section, Target, find_source
from herkenbaar.sources.youtube import YouTube, open_source, parse
from herkenbaar.sources.youtube_video import Hint

SINCE = datetime(2022, 7, 1, tzinfo=UTC)
VIDEO = pages.video_id(1)
ITEM = Listed(id=VIDEO, url=f"{pages.HOME}/watch?v={VIDEO}")
WATCH = f"www.youtube.com/watch?v={VIDEO}"
SPEECH = f"www.youtube.com/api/timedtext?v={VIDEO}"
FEED = f"www.youtube.com/feeds/videos.xml?channel_id={pages.CHANNEL}"
ACCOUNT = Account(platform=Platform.YOUTUBE, id=pages.CHANNEL, url=f"{pages.HOME}/channel/{pages.CHANNEL}")


@pytest.fixture
def http(far_end: FarEnd, clock: TestClock) -> Iterator[Http]:
    with Http(Budget({}, clock=clock), attempts=2, timeout=5.0, transport=far_end.transport()) as http:
        yield http


@pytest.fixture
def youtube(http: Http) -> YouTube:
    return open_source(http, config.load().settings.gather)


def list_channel(youtube: YouTube, text: str = pages.HANDLE) -> Listing:
    target = parse(text)
    assert target is not None
    return youtube.list(target, youtube.open_account(target), SINCE)


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("@SanneKookt", "https://www.youtube.com/@SanneKookt"),
        ("youtube:@SanneKookt", "https://www.youtube.com/@SanneKookt"),
        ("https://www.youtube.com/@SanneKookt/videos?view=0", "https://www.youtube.com/@SanneKookt"),
        ("m.youtube.com/@SanneKookt", "https://www.youtube.com/@SanneKookt"),
        (pages.CHANNEL, f"https://www.youtube.com/channel/{pages.CHANNEL}"),
        (f"https://youtube.com/channel/{pages.CHANNEL}/shorts", f"https://www.youtube.com/channel/{pages.CHANNEL}"),
        ("https://www.youtube.com/c/Sanne", "https://www.youtube.com/c/Sanne"),
        ("https://www.youtube.com/user/Sanne", "https://www.youtube.com/user/Sanne"),
        ("https://www.youtube.com/watch?v=dQw4w9WgXcQ&list=x", "https://www.youtube.com/watch?v=dQw4w9WgXcQ"),
        ("https://youtu.be/dQw4w9WgXcQ?t=4", "https://www.youtube.com/watch?v=dQw4w9WgXcQ"),
        ("https://www.youtube.com/shorts/dQw4w9WgXcQ", "https://www.youtube.com/watch?v=dQw4w9WgXcQ"),
    ],
)
def test_addresses_are_understood_in_every_usual_form(text: str, url: str) -> None:
    target = parse(text)
    assert target is not None
    assert target.url == url
    assert find_source(text)[0] == target


@pytest.mark.parametrize(
    "text",
    [
        "",
        "sanne",
        "https://example.org/@x",
        "https://www.youtube.com/",
        "https://youtube.com/watch?v=../x",
        "file:///x",
    ],
)
def test_other_text_is_no_youtube_address(text: str) -> None:
    assert parse(text) is None


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


def tabs(far_end: FarEnd, **answers: Any) -> None:
    for tab in ("videos", "shorts", "streams"):
        for start in (pages.HANDLE, f"channel/{pages.CHANNEL}"):
            far_end.on(f"www.youtube.com/{start}/{tab}", answers.get(tab, 404))


def read(sections: Iterator[Section]) -> dict[str, list[str]]:
    return {section.name: [entry.id for entry in section.entries] for section in sections}


def test_a_channel_is_listed_tab_by_tab_with_a_request_per_page(far_end: FarEnd, youtube: YouTube) -> None:
    first = [pages.tile(pages.video_id(x), "Video", "3 weeks ago") for x in range(30)]
    second = [pages.tile(pages.video_id(x), "Video", "3 years ago") for x in range(30, 40)]
    has = ("videos", "shorts")
    tabs(
        far_end,
        videos=pages.tab_page("videos", [*first, pages.more("TOKEN")], has),
        shorts=pages.tab_page("shorts", [pages.short_tile(pages.video_id(50), "Kort")], has),
    )
    far_end.on("www.youtube.com/youtubei/v1/browse", pages.continuation(second))
    listing = list_channel(youtube)
    account = listing.account
    assert (account.id, account.name, account.profile) == (pages.CHANNEL, pages.NAME, pages.PROFILE)
    assert len(far_end.asked) == 1
    found = read(listing.sections)
    assert {name: len(entries) for name, entries in found.items()} == {"videos": 40, "shorts": 1}
    assert len(far_end.asked) == 3


def test_pages_that_nobody_needs_are_not_asked(far_end: FarEnd, youtube: YouTube) -> None:
    tabs(far_end, videos=pages.tab_page("videos", [pages.tile(VIDEO, "Video", "1 day ago"), pages.more("TOKEN")]))
    section = next(list_channel(youtube, pages.CHANNEL).sections)
    entry = next(section.entries)
    assert (entry.id, entry.exact) == (VIDEO, False)
    assert entry.published is not None
    assert len(far_end.asked) == 1


def test_a_channel_without_the_first_tab_is_read_from_the_next(far_end: FarEnd, youtube: YouTube) -> None:
    shorts = pages.tab_page("shorts", [pages.short_tile(VIDEO, "Kort")], ("shorts",))
    tabs(far_end, videos=shorts, shorts=shorts)
    assert read(list_channel(youtube).sections) == {"shorts": [VIDEO]}
    assert len(far_end.asked) == 2


def test_a_channel_that_is_not_there_is_an_error_and_no_empty_list(far_end: FarEnd, youtube: YouTube) -> None:
    tabs(far_end)
    with pytest.raises(GoneError, match="status 404"):
        list_channel(youtube)
    assert len(far_end.asked) == 1


def test_the_feed_tells_the_news_for_one_request(far_end: FarEnd, youtube: YouTube) -> None:
    new = (VIDEO, "Nieuw", "Hele tekst", "2026-08-02T10:00:00+00:00")
    old = ("old", "Oud", "", "2026-08-01T10:00:00+00:00")
    far_end.on(FEED, lambda handler: handler.reply(pages.feed([old, new]), 200, {"etag": '"x"'}), 304)
    news = youtube.find_news(ACCOUNT)
    assert news is not None
    assert [(x.id, x.title, x.description, x.exact) for x in news.entries] == [
        (VIDEO, "Nieuw", "Hele tekst", True),
        ("old", "Oud", "", True),
    ]
    again = youtube.find_news(news.account)
    assert again is not None
    assert (again.fresh, again.entries) == (False, ())
    assert len(far_end.asked) == 2


@pytest.mark.parametrize("fault", [404, 500, "<html>", "<!DOCTYPE x [<!ENTITY a 'b'>]><feed/>", "<rss/>"])
def test_a_feed_that_fails_is_replaced_by_the_list_and_left_alone_for_a_day(
    far_end: FarEnd, youtube: YouTube, clock: TestClock, fault: Any
) -> None:
    far_end.on(FEED, fault)
    far_end.on("www.youtube.com/playlist", pages.uploads_page([pages.tile(VIDEO, "Nieuw", "1 day ago")]))
    news = youtube.find_news(ACCOUNT)
    assert news is not None
    assert [x.id for x in news.entries] == [VIDEO]
    assert len(far_end.asked) == 2
    youtube.find_news(news.account)
    assert [x.split("?")[0] for x in far_end.asked[2:]] == ["www.youtube.com/playlist"]
    clock.time += 25 * 3600
    youtube.find_news(news.account)
    assert far_end.asked[3].startswith(FEED)


def api_settings(**youtube: Any) -> Any:
    settings = config.load().settings.gather
    return msgspec.structs.replace(settings, youtube=msgspec.structs.replace(settings.youtube, **youtube))


def test_the_data_api_lists_fifty_videos_per_request_with_exact_dates(
    far_end: FarEnd, http: Http, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HERKENBAAR_YOUTUBE_KEY", "AIza-very-secret")
    channel = {"id": pages.CHANNEL, "snippet": {"title": pages.NAME, "description": pages.PROFILE}, "statistics": {}}

    def upload(number: int) -> dict[str, Any]:
        details = {"videoId": pages.video_id(number), "videoPublishedAt": "2026-08-01T10:00:00Z"}
        return {"snippet": {"title": "Video", "description": "Tekst"}, "contentDetails": details}

    first = {"items": [upload(x) for x in range(50)], "nextPageToken": "T"}
    far_end.on("www.googleapis.com/youtube/v3/channels", json.dumps({"items": [channel]}))
    far_end.on("www.googleapis.com/youtube/v3/playlistItems", json.dumps(first), json.dumps({"items": [upload(50)]}))
    far_end.on("www.googleapis.com/youtube/v3/search", json.dumps({"items": [{"id": {"videoId": pages.video_id(3)}}]}))
    youtube = open_source(http, api_settings(cross_check=True))
    listing = list_channel(youtube)
    assert (listing.account.id, listing.account.profile) == (pages.CHANNEL, pages.PROFILE)
    entries = list(next(listing.sections).entries)
    assert len(entries) == 51
    assert all(x.exact and x.description == "Tekst" for x in entries)
    hints = [msgspec.json.decode(x.raw, type=Hint) for x in entries]
    assert [number for number, hint in enumerate(hints) if hint.paid_by_filter] == [3]
    assert len(far_end.asked) == 4
    assert "AIza-very-secret" not in "".join(far_end.asked)


def test_a_spent_quota_falls_back_to_the_pages(far_end: FarEnd, http: Http, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HERKENBAAR_YOUTUBE_KEY", "AIza-very-secret")
    refusal = json.dumps({"error": {"message": "quota exceeded"}}).encode()
    far_end.on("www.googleapis.com/", lambda handler: handler.reply(refusal, 403))
    tabs(far_end, videos=pages.tab_page("videos", [pages.tile(VIDEO, "Video", "1 day ago")], ("videos",)))
    youtube = open_source(http, api_settings())
    assert read(list_channel(youtube).sections) == {"videos": [VIDEO]}


def test_the_filter_on_paid_placement_counts_as_the_label(far_end: FarEnd, youtube: YouTube) -> None:
    far_end.on(WATCH, pages.watch_page(VIDEO, tracks=[]))
    raw = msgspec.Raw(msgspec.json.encode(Hint(paid_by_filter=True)))
    evidence = youtube.fetch(msgspec.structs.replace(ITEM, raw=raw)).evidence
    assert (evidence.label, evidence.sources["label"]) == (True, "Data API, filter on paid placement")


def test_this_version_of_yt_dlp_has_every_hook_we_override() -> None:
    missing = youtube_page.missing_hooks()
    assert not missing, (
        f"yt-dlp no longer has {', '.join(missing)}: find where its page data goes now (platforms.md section 1.3), "
        "adapt sources/youtube_page.py, and move the yt-dlp range in pyproject.toml"
    )


def recorded(shared: Path, name: str) -> Any:
    return json.loads(gzip.decompress((shared / "recorded" / "youtube" / name).read_bytes()))


@pytest.mark.parametrize(
    ("name", "video"),
    [
        ("default-descriptionpewdiepie", "7PIMiDcwNvc"),
        ("default-descriptionunboxing", "cV5TjZCJkuA"),
        ("default-streamsegmentstagesschau", "KI7fMGRg0Wk"),
        ("collaborators", "3sbYbckT1VY"),
    ],
)
def test_real_answers_are_read(shared: Path, far_end: FarEnd, youtube: YouTube, name: str, video: str) -> None:
    """The recording holds no watch page; it is built here around the recorded player and next answers."""
    start = f"stream-youtubestreamextractor{name}"
    player = recorded(shared, f"{start}-3.player.json.gz")
    player["microformat"] = recorded(shared, f"{start}-7.player.json.gz")["microformat"]
    data = recorded(shared, f"{start}-8.next.json.gz")
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


def test_a_real_channel_tab_is_listed_over_two_pages(shared: Path, far_end: FarEnd, youtube: YouTube) -> None:
    browse = recorded(shared, "youtubechanneltabextractor-videos-3.browse.json.gz")
    more = (shared / "recorded" / "youtube" / "youtubechanneltabextractor-videos-4.browse.json.gz").read_bytes()
    far_end.on("www.youtube.com/user/creativecommons/videos", pages.page(data=browse))
    far_end.on("www.youtube.com/youtubei/v1/browse", gzip.decompress(more), b"{}")
    target = Target(Platform.YOUTUBE, f"{pages.HOME}/user/creativecommons", account="user/creativecommons")
    listing = youtube.list(target, None, SINCE)
    assert listing.account.id == "UCTwECeGqMZee77BjdoYtI2Q"
    entries = next(listing.sections).entries
    found = [next(entries) for _ in range(45)]
    assert len({x.id for x in found}) == 45
    assert len(far_end.asked) == 2
    assert "continuation" in json.loads(far_end.bodies[1])


def test_a_real_feed_is_read(shared: Path, far_end: FarEnd, youtube: YouTube) -> None:
    body = gzip.decompress((shared / "recorded/youtube/youtubefeedextractor-kurzgesagt-0.videos.xml.gz").read_bytes())
    far_end.on(FEED, body)
    news = youtube.find_news(ACCOUNT)
    assert news is not None
    assert len(news.entries) == 15
    dates = [x.published or "" for x in news.entries]
    assert dates == sorted(dates, reverse=True)
    assert all(x.title and x.description for x in news.entries)


@pytest.mark.parametrize("number", range(2, 8))
def test_real_unavailable_channels_are_errors(shared: Path, far_end: FarEnd, youtube: YouTube, number: int) -> None:
    body = recorded(shared, f"youtubechannelextractor-notavailable-{number}.browse.json.gz")
    tabs(far_end, **{tab: pages.page(data=body) for tab in ("videos", "shorts", "streams")})
    with pytest.raises(LookError):
        list_channel(youtube)
