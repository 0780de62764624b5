from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from tests import tiktok_pages as pages
from tests.far_end import FarEnd, answer, cut_off

from herkenbaar import config
from herkenbaar.errors import BlockedError, FetchError, GoneError, LookError
from herkenbaar.http import Http
from herkenbaar.model import Kind, LabelKind, Platform
from herkenbaar.sources.source import Account, Listed, Listing
from herkenbaar.sources.tiktok import TikTok, open_source, parse

SINCE = datetime(2022, 7, 1, tzinfo=UTC)
PROFILE = f"www.tiktok.com/@{pages.HANDLE}"
LIST = "www.tiktok.com/api/creator/item_list/"
CAPTIONS = "v16-webapp.tiktok.com/captions/"
ACCOUNT = Account(platform=Platform.TIKTOK, id=pages.SECRET_ID, url=f"{pages.HOME}/@{pages.HANDLE}")


@pytest.fixture
def tiktok(http: Http) -> TikTok:
    return open_source(http, config.load().settings.gather)


def list_profile(tiktok: TikTok, text: str = f"tiktok:@{pages.HANDLE}", since: datetime = SINCE) -> Listing:
    target = parse(text)
    assert target is not None
    return tiktok.list(target, tiktok.open_account(target), since)


def read(listing: Listing) -> list[Listed]:
    return [entry for section in listing.sections for entry in section.entries]


def listed(tiktok: TikTok, far_end: FarEnd, post: Any) -> Listed:
    """The post as the list names it; what that asked for is forgotten."""
    pages.serve(far_end, [post])
    [found] = read(list_profile(tiktok))
    far_end.asked.clear()
    return found


def test_fifteen_videos_without_captions_cost_one_request_after_the_profile_page(
    far_end: FarEnd, tiktok: TikTok
) -> None:
    pages.serve(far_end, pages.make_items(15))
    entries = read(list_profile(tiktok))
    evidence = [tiktok.fetch(entry).evidence for entry in entries]
    assert [x.split("?")[0] for x in far_end.asked] == [PROFILE, LIST]
    assert [x.description for x in evidence] == [f"Recept {x} #koken" for x in range(1, 16)]
    assert {x.speech for x in evidence} == {None}
    assert evidence[0].gaps["speech"] == "TikTok has no captions for this post (its reason: number 3)"


def test_the_list_is_read_page_by_page_and_no_further_than_asked(far_end: FarEnd, tiktok: TikTok) -> None:
    pages.serve(far_end, pages.make_items(100))
    since = pages.NEWEST - timedelta(days=40)
    listing = list_profile(tiktok, since=since)
    assert len(far_end.asked) == 1
    entries = next(listing.sections).entries
    for _ in range(15):
        next(entries)
    assert len(far_end.asked) == 2
    assert len(list(entries)) == 30
    assert len(far_end.asked) == 4


def test_the_account_comes_from_the_profile_page(far_end: FarEnd, tiktok: TikTok) -> None:
    pages.serve(far_end, pages.make_items(2))
    account = list_profile(tiktok).account
    assert (account.id, account.name, account.handle) == (pages.SECRET_ID, pages.NAME, f"@{pages.HANDLE}")
    assert (account.followers, account.profile) == (125000, pages.BIO)


def test_a_known_account_needs_no_profile_page(far_end: FarEnd, tiktok: TikTok) -> None:
    pages.serve(far_end, pages.make_items(2))
    assert len(read(list_profile(tiktok, f"tiktokuser:{pages.SECRET_ID}"))) == 2
    assert len(far_end.asked) == 1


def test_news_are_the_first_page_for_one_request(far_end: FarEnd, tiktok: TikTok) -> None:
    pages.serve(far_end, pages.make_items(40))
    news = tiktok.find_news(ACCOUNT)
    assert news is not None
    assert len(news.entries) == 15
    assert news.account.followers == 125000
    assert len(far_end.asked) == 1


def test_pinned_posts_are_marked_as_such(far_end: FarEnd, tiktok: TikTok) -> None:
    pages.serve(far_end, [pages.item(9, moment=SINCE, isPinnedItem=True), *pages.make_items(2)])
    assert [entry.pinned for entry in read(list_profile(tiktok))] == [True, False, False]


def test_a_challenge_costs_one_request_more(far_end: FarEnd, tiktok: TikTok) -> None:
    pages.serve(far_end, pages.make_items(1))
    far_end.on(PROFILE, pages.challenge(), pages.profile_page(count=1))
    assert len(read(list_profile(tiktok))) == 1
    assert [x.split("?")[0] for x in far_end.asked] == [PROFILE, PROFILE, LIST]


def test_without_the_accounts_id_a_post_of_it_gives_it(far_end: FarEnd, tiktok: TikTok) -> None:
    post = pages.item(1)
    pages.serve(far_end, [post])
    far_end.on(PROFILE, pages.profile_page(count=1, secret_id=""))
    embedded = {"source": {"data": {f"/embed/@{pages.HANDLE}": {"videoList": [{"id": post["id"]}]}}}}
    script = f'<script id="__FRONTITY_CONNECT_STATE__" type="application/json">{msgspec.json.encode(embedded).decode()}'
    far_end.on(f"www.tiktok.com/embed/@{pages.HANDLE}", f"<html>{script}</script></html>")
    far_end.on(f"{PROFILE}/video/{post['id']}", pages.video_page(post))
    assert len(read(list_profile(tiktok))) == 1


def test_a_profile_that_counts_no_posts_is_read_and_empty(far_end: FarEnd, tiktok: TikTok) -> None:
    far_end.on(PROFILE, pages.profile_page(count=0))
    listing = list_profile(tiktok)
    assert (listing.account.name, read(listing)) == (pages.NAME, [])


NO_PROFILES: dict[str, tuple[Any, type[LookError], str]] = {
    "private": (pages.profile_page(status=10222), GoneError, "private"),
    "not there": (pages.profile_page(status=10221), GoneError, "not there, or banned"),
    "unknown status": (pages.profile_page(status=10999), FetchError, "10999"),
    "404": (answer(404), GoneError, "404"),
    "403": (answer(403), BlockedError, "403"),
    "429": (answer(429), BlockedError, "429"),
    "500": (answer(500), FetchError, "500"),
    "login": (answer(302, location="https://www.tiktok.com/login?redirect_url=x"), BlockedError, "login page"),
    "captcha": (pages.CAPTCHA, BlockedError, "robot"),
    "challenge after challenge": (pages.challenge(), BlockedError, "robot"),
    "truncated": (pages.profile_page()[:300], FetchError, "no data"),
    "cut off": (cut_off, FetchError, "connection failed"),
    "empty": (b"", FetchError, "no data"),
    "elsewhere": (answer(302, location="https://example.org/"), FetchError, "not on the list of platform hosts"),
}


@pytest.mark.parametrize("name", NO_PROFILES)
def test_a_profile_that_cannot_be_read_is_never_one_without_posts(far_end: FarEnd, tiktok: TikTok, name: str) -> None:
    reply, error, words = NO_PROFILES[name]
    pages.serve(far_end, pages.make_items(3))
    far_end.on(PROFILE, reply)
    with pytest.raises(error, match=words):
        read(list_profile(tiktok))


NO_LISTS: dict[str, tuple[Any, type[LookError], str]] = {
    "empty answer": (b"", BlockedError, "no list at all"),
    "a page": (pages.challenge(), BlockedError, "no list at all"),
    "403": (answer(403), BlockedError, "403"),
    "429": (answer(429), BlockedError, "429"),
    "truncated": (pages.list_page(pages.make_items(15))[:2000], FetchError, "cannot be read"),
    "status": (b'{"statusCode": 10204, "statusMsg": "no"}', BlockedError, "10204: no"),
    "no posts": (pages.list_page([]), FetchError, "after 0 of 40 posts"),
    "few posts": (pages.list_page(pages.make_items(3)), FetchError, "after 3 of 40 posts"),
    "nothing": (b"null", FetchError, "after 0 of 40 posts"),
}


@pytest.mark.parametrize("name", NO_LISTS)
def test_a_list_that_is_refused_or_cut_short_is_never_the_end(far_end: FarEnd, tiktok: TikTok, name: str) -> None:
    reply, error, words = NO_LISTS[name]
    pages.serve(far_end, pages.make_items(3), count=40)
    far_end.on(LIST, reply)
    with pytest.raises(error, match=words):
        read(list_profile(tiktok))


def test_a_list_that_repeats_its_page_is_asked_as_another_device(far_end: FarEnd, tiktok: TikTok) -> None:
    items = pages.make_items(20)
    first, second = pages.list_page(items[:15], more=True), pages.list_page(items[15:])
    far_end.on(PROFILE, pages.profile_page(count=20))
    far_end.on(LIST, first, first, second)
    assert len(read(list_profile(tiktok))) == 20
    devices = [x.partition("device_id=")[2].partition("&")[0] for x in far_end.asked if LIST in x]
    assert devices[0] == devices[1] != devices[2]


def test_a_list_that_only_repeats_its_page_is_an_error(far_end: FarEnd, tiktok: TikTok) -> None:
    far_end.on(PROFILE, pages.profile_page(count=40))
    far_end.on(LIST, pages.list_page(pages.make_items(15), more=True))
    with pytest.raises(FetchError, match="same page"):
        read(list_profile(tiktok))
    assert len(far_end.asked) == 6


def test_captions_cost_one_request_where_the_list_names_them(far_end: FarEnd, tiktok: TikTok) -> None:
    post = pages.post_id(1)
    tracks = [pages.track(post), pages.track(post, lang="eng-US", source="MT")]
    item = listed(tiktok, far_end, pages.item(1, tracks=tracks))
    far_end.on(CAPTIONS, pages.webvtt("hallo allemaal", "dit is reclame"))
    evidence = tiktok.fetch(item).evidence
    assert evidence.speech is not None
    assert [cue.text for cue in evidence.speech] == ["hallo allemaal", "dit is reclame"]
    assert evidence.sources["speech"] == "captions nld-NL (recognised)"
    assert [x.split("?")[0] for x in far_end.asked] == [f"{CAPTIONS}{post}/nld-NL/ASR/"]


TRACKS = {
    "own": ("nld-NL", "LC", "creator_caption"),
    "own, changed": ("nld-NL", "MU", "webvtt"),
    "recognised": ("nld-NL", "ASR", "webvtt"),
    "recognised English": ("eng-US", "ASR", "webvtt"),
    "translated": ("nld-NL", "MT", "webvtt"),
    "new kind": ("nld-NL", "XX", "webvtt"),
}


@pytest.mark.parametrize(
    ("names", "source"),
    [
        (["translated", "recognised", "own"], "captions nld-NL (creator's own)"),
        (["recognised", "own, changed"], "captions nld-NL (creator's own)"),
        (["translated", "recognised English"], "captions eng-US (recognised)"),
        (["translated"], None),
        (["new kind"], None),
    ],
)
def test_the_creators_own_captions_go_first_and_translations_are_never_used(
    far_end: FarEnd, tiktok: TikTok, names: list[str], source: str | None
) -> None:
    made = [(lang, kind, form) for lang, kind, form in map(TRACKS.__getitem__, names)]
    tracks = [pages.track(pages.post_id(1), lang=lang, source=kind, format=form) for lang, kind, form in made]
    item = listed(tiktok, far_end, pages.item(1, tracks=tracks))
    far_end.on(CAPTIONS, pages.webvtt("hallo"))
    far_end.on(f"{CAPTIONS}{pages.post_id(1)}/nld-NL/LC/", pages.creator_captions("hallo"))
    evidence = tiktok.fetch(item).evidence
    assert evidence.sources.get("speech") == source
    assert ("never used" in evidence.gaps.get("speech", "")) is (source is None)
    assert len(far_end.asked) == (source is not None)


def test_a_list_that_is_silent_about_captions_costs_the_posts_page_too(far_end: FarEnd, tiktok: TikTok) -> None:
    post = pages.item(1, tracks=[pages.track(pages.post_id(1))])
    silent = {**post, "video": {"duration": 31}}
    item = listed(tiktok, far_end, silent)
    far_end.on(f"{PROFILE}/video/{post['id']}", pages.video_page({**post, "adLabelVersion": 2}))
    far_end.on(CAPTIONS, pages.webvtt("hallo"))
    evidence = tiktok.fetch(item).evidence
    assert evidence.speech is not None
    assert evidence.label_kind is LabelKind.THIRD_PARTY
    assert evidence.sources["label"] == "profile list, video page (adLabelVersion)"
    assert len(far_end.asked) == 2


def test_an_address_that_expired_is_asked_anew_from_the_posts_page(far_end: FarEnd, tiktok: TikTok) -> None:
    old, new = pages.track(pages.post_id(1)), pages.track(pages.post_id(1), source="LC")
    item = listed(tiktok, far_end, pages.item(1, tracks=[old]))
    far_end.on(f"{PROFILE}/video/{pages.post_id(1)}", pages.video_page(pages.item(1, tracks=[new])))
    far_end.on(old["Url"][8:], 403)
    far_end.on(new["Url"][8:], pages.webvtt("hallo"))
    fetched = tiktok.fetch(item)
    assert fetched.evidence.speech is not None
    assert not fetched.retry
    assert len(far_end.asked) == 3


@pytest.mark.parametrize(
    ("reply", "words", "retry"),
    [
        (answer(429), "status 429", True),
        (answer(500), "status 500", True),
        (answer(b""), "the file is empty", True),
        (answer(b'{"utterances": [{"start_time": 1, "te'), "broken JSON", True),
        (answer("<html>not captions</html>"), "web page", True),
    ],
    ids=["429", "500", "empty", "truncated", "html"],
)
def test_captions_that_cannot_be_had_are_a_gap_and_the_post_stays(
    far_end: FarEnd, tiktok: TikTok, reply: Any, words: str, retry: bool
) -> None:
    item = listed(tiktok, far_end, pages.item(1, tracks=[pages.track(pages.post_id(1))]))
    far_end.on(CAPTIONS, reply)
    fetched = tiktok.fetch(item)
    assert fetched.evidence.description == "Recept 1 #koken"
    assert fetched.evidence.speech is None
    assert words in fetched.evidence.gaps["speech"]
    assert "speech" not in fetched.evidence.sources
    assert fetched.retry is retry


@pytest.mark.parametrize("reply", [pages.CAPTCHA, 403, 404, pages.video_page({}, status=10204), b"", pages.challenge()])
def test_a_page_that_is_refused_costs_the_captions_and_never_the_post(
    far_end: FarEnd, tiktok: TikTok, reply: Any
) -> None:
    item = listed(tiktok, far_end, pages.item(1, video={"duration": 31}))
    far_end.on(f"{PROFILE}/video/{item.id}", reply)
    fetched = tiktok.fetch(item)
    assert fetched.evidence.description == "Recept 1 #koken"
    assert fetched.evidence.gaps["speech"].startswith("the post's page could not be read: ")
    assert fetched.retry


def test_without_captions_wanted_nothing_is_asked_for_them(far_end: FarEnd, tiktok: TikTok, http: Http) -> None:
    item = listed(tiktok, far_end, pages.item(1, tracks=[pages.track(pages.post_id(1))]))
    settings = msgspec.structs.replace(config.load().settings.gather.tiktok, captions=False)
    evidence = TikTok(http, settings).fetch(item).evidence
    assert evidence.gaps["speech"] == "captions are switched off ([gather.tiktok])"
    assert far_end.asked == []


def single(number: int = 1) -> Listed:
    return Listed(id=pages.post_id(number), url=f"{pages.HOME}/@_/video/{pages.post_id(number)}")


def test_a_single_post_is_read_from_its_page(far_end: FarEnd, tiktok: TikTok) -> None:
    post = pages.item(1, tracks=[pages.track(pages.post_id(1))], isAd=True)
    far_end.on(f"www.tiktok.com/@_/video/{post['id']}", pages.challenge(), pages.video_page(post))
    far_end.on(CAPTIONS, pages.webvtt("hallo"))
    evidence = tiktok.fetch(single()).evidence
    assert (evidence.label, evidence.sources["label"]) == (True, "video page (isAd)")
    assert evidence.url == f"{pages.HOME}/@{pages.HANDLE}/video/{post['id']}"
    assert evidence.speech is not None
    assert len(far_end.asked) == 3


def test_of_an_old_post_no_more_than_its_date_is_read(far_end: FarEnd, tiktok: TikTok) -> None:
    moment = datetime(2021, 1, 1, tzinfo=UTC)
    post = pages.item(1, moment=moment, tracks=[pages.track(pages.post_id(1))])
    item = listed(tiktok, far_end, pages.item(2, tracks=[pages.track(pages.post_id(2))]))
    far_end.on("www.tiktok.com/@_/video/", pages.video_page(post))
    old = Listed(id=post["id"], url=f"{pages.HOME}/@_/video/{post['id']}")
    assert tiktok.fetch(old, SINCE).evidence.published == "2021-01-01T00:00:00Z"
    assert len(far_end.asked) == 1
    assert tiktok.fetch(item, SINCE).evidence.description is not None


NO_VIDEOS: dict[str, tuple[Any, type[LookError], str]] = {
    "private post": (pages.video_page({}, status=10216), GoneError, "private"),
    "private account": (pages.video_page({}, status=10222), GoneError, "private"),
    "blocked address": (pages.video_page({}, status=10204), BlockedError, "network address, or removed"),
    "unknown status": (pages.video_page({}, status=7), FetchError, "status 7"),
    "sensitive": (pages.video_page({"isContentClassified": True}), GoneError, "only for who is logged in"),
    "another post": (pages.video_page(pages.item(2)), FetchError, "another post"),
    "no post": (pages.video_page(None), FetchError, "not available"),
    "login": (answer(302, location="https://www.tiktok.com/login"), BlockedError, "login page"),
    "captcha": (pages.CAPTCHA, BlockedError, "robot"),
    "challenge after challenge": (pages.challenge(), BlockedError, "robot"),
    "403": (answer(403), BlockedError, "403"),
    "404": (answer(404), GoneError, "404"),
    "500": (answer(500), FetchError, "500"),
    "truncated": (pages.video_page(pages.item(1))[:500], FetchError, "no data"),
    "JSON": (b"{}", FetchError, "no data"),
    "bytes": (b"\xff\xfe\x00", FetchError, "no data"),
}


@pytest.mark.parametrize("name", NO_VIDEOS)
def test_a_page_that_is_no_answer_is_never_read_as_a_post(far_end: FarEnd, tiktok: TikTok, name: str) -> None:
    reply, error, words = NO_VIDEOS[name]
    far_end.on("www.tiktok.com/@_/video/", reply)
    with pytest.raises(error, match=words):
        tiktok.fetch(single())
    assert {x.split("?")[0] for x in far_end.asked} <= {f"www.tiktok.com/@_/video/{pages.post_id(1)}"}


def test_posts_without_media_are_still_read(far_end: FarEnd, tiktok: TikTok) -> None:
    post = pages.item(1, isAd=True, video={"duration": 12, "playAddr": "", "claInfo": {"noCaptionReason": 1}})
    far_end.on("www.tiktok.com/@_/video/", pages.video_page(post))
    evidence = tiktok.fetch(single()).evidence
    assert (evidence.label, evidence.duration, evidence.kind) == (True, 12.0, Kind.SHORT)
