from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from tests.far_end import FarEnd, TestClock, answer

from herkenbaar import config
from herkenbaar.budget import Budget
from herkenbaar.errors import BlockedError, FetchError, GoneError, LookError, UsageError
from herkenbaar.http import Http
from herkenbaar.model import Evidence, Kind, LabelKind
from herkenbaar.recording import Recording
from herkenbaar.sources import instagram_page
from herkenbaar.sources.instagram import Instagram, open_source, parse
from herkenbaar.sources.instagram_item import NO_LABEL, read_item
from herkenbaar.sources.source import Listed, find_source

CODE = "Cvoorbeeld1"
ITEM = Listed(id=CODE, url=f"https://www.instagram.com/p/{CODE}/")
HOME, RULING, GRAPH = "www.instagram.com/", "www.instagram.com/api/v1/web/get_ruling", "www.instagram.com/api/graphql"
PAGE = f"www.instagram.com/p/{CODE}"


def media(**more: Any) -> dict[str, Any]:
    made = {
        "pk": "3700000000000000001",
        "product_type": "clips",
        "taken_at": 1785585600,
        "caption": {"text": "Samen met @panhuis #reclame"},
        "user": {"pk": "77", "username": "lotte.proef", "full_name": "Lotte Proef"},
        "video_duration": 21.5,
        "video_versions": [{"url": "https://scontent.cdninstagram.com/x.mp4", "type": 101}],
    }
    return {**made, **more}


def serve(far_end: FarEnd, item: Any) -> None:
    far_end.on(HOME, answer('<html>["LSD",[],{"token":"made-up"}]</html>', set_cookie="csrftoken=made-up-csrf; Path=/"))
    far_end.on(RULING, '{"status": "ok"}')
    far_end.on(GRAPH, json.dumps({"data": {"xig_polaris_media": {"if_not_gated_logged_out": item}}}))
    far_end.on(PAGE, "<html>nothing</html>")


@pytest.fixture
def http(far_end: FarEnd, clock: TestClock) -> Iterator[Http]:
    transport, budget = far_end.transport(), Budget({}, clock=clock)
    with Http(budget, attempts=2, timeout=5.0, transport=transport, browser=far_end.browse) as http:
        yield http


@pytest.fixture
def instagram(http: Http) -> Instagram:
    return open_source(http, config.load().settings.gather)


@pytest.mark.parametrize(
    ("text", "url"),
    [
        (f"https://www.instagram.com/p/{CODE}/?igsh=x", f"https://www.instagram.com/p/{CODE}/"),
        (f"instagram.com/lotte.proef/reel/{CODE}", f"https://www.instagram.com/reel/{CODE}/"),
        (f"https://www.instagram.com/reels/{CODE}/", f"https://www.instagram.com/reel/{CODE}/"),
    ],
)
def test_posts_and_reels_are_understood_by_address(text: str, url: str) -> None:
    assert find_source(text)[0].url == url
    assert find_source(text)[0].video == CODE


@pytest.mark.parametrize(
    "text", ["", "https://example.org/p/x", "https://www.instagram.com/stories/x/1", "instagram:../x"]
)
def test_other_text_is_no_instagram_address(text: str) -> None:
    assert parse(text) is None


@pytest.mark.parametrize("text", ["instagram:@lotte.proef", "https://www.instagram.com/lotte.proef/"])
def test_a_profile_is_refused_with_the_reason_and_the_way_out(instagram: Instagram, text: str) -> None:
    target = parse(text)
    assert target is not None
    with pytest.raises(UsageError, match=r"not crawled.*locks such accounts.*gather --from FILE"):
        instagram.open_account(target)


def test_a_post_costs_two_requests_and_one_to_begin_with(far_end: FarEnd, instagram: Instagram) -> None:
    serve(far_end, media(is_paid_partnership=True, sponsor_tags=[{"sponsor": {"username": "panhuis"}}]))
    evidence = instagram.fetch(ITEM).evidence
    assert (evidence.label, evidence.label_kind, evidence.sponsors) == (True, LabelKind.THIRD_PARTY, ("@panhuis",))
    assert (evidence.kind, evidence.description, evidence.duration) == (Kind.REEL, "Samen met @panhuis #reclame", 21.5)
    assert (evidence.published, evidence.creator.handle) == ("2026-08-01T12:00:00Z", "@lotte.proef")
    assert len(far_end.asked) == 3
    instagram.fetch(ITEM)
    assert len(far_end.asked) == 5


def test_a_post_is_read_again_from_its_own_answers_alone(
    far_end: FarEnd, http: Http, instagram: Instagram, tmp_path: Path
) -> None:
    serve(far_end, media(is_paid_partnership=True))
    instagram.fetch(ITEM)  # the page that begins a run is not among the second post's answers
    with http.keeping(Recording(tmp_path)):
        first = instagram.fetch(ITEM)
    with Http(Budget({}), replay=Recording(tmp_path)) as replay:
        assert open_source(replay, config.load().settings.gather).fetch(ITEM) == first


@pytest.mark.parametrize(
    ("fields", "label"),
    [
        ({"is_paid_partnership": True}, True),
        ({"is_paid_partnership": False}, False),
        ({"is_paid_partnership": None}, None),
        ({"is_paid_partnership": False, "sponsor_tags": [{"username": "panhuis"}]}, True),
        ({}, None),
    ],
)
def test_a_label_that_is_not_told_is_unknown(fields: dict[str, Any], label: bool | None) -> None:
    evidence = read_item(media(**fields), post=CODE, where="post, logged out")
    assert evidence.label is label
    assert evidence.gaps.get("label") == (NO_LABEL if label is None else None)


def test_tags_and_those_who_made_it_together_are_kept() -> None:
    tags = {"in": [{"user": {"username": "panhuis"}}]}
    evidence = read_item(media(usertags=tags, coauthor_producers=[{"username": "kok"}]), post=CODE, where="x")
    assert evidence.tags == ("@panhuis",)
    assert msgspec.json.decode(evidence.extra["coauthors"]) == ["@kok"]
    assert read_item(media(), post=CODE, where="x").tags is None


def test_the_users_own_cookies_read_a_post_for_one_request_and_are_never_kept(
    far_end: FarEnd, http: Http, tmp_path: Path
) -> None:
    cookies = tmp_path / "cookies.txt"
    value = "made-up-session-id"
    cookies.write_text(f"# Netscape HTTP Cookie File\n.instagram.com\tTRUE\t/\tTRUE\t2000000000\tsessionid\t{value}\n")
    far_end.on(
        "www.instagram.com/api/v1/media/", json.dumps({"items": [media(is_paid_partnership=False)], "you": value})
    )
    settings = msgspec.structs.replace(config.load().settings.gather.instagram, cookies=str(cookies))
    with http.keeping(Recording(tmp_path / "kept", secrets=http._secrets)):
        evidence = Instagram(http, settings).fetch(ITEM).evidence
    assert (evidence.label, evidence.sources["label"]) == (False, "post, with cookies")
    assert len(far_end.asked) == 1
    assert all(value.encode() not in gzip.decompress(x.read_bytes()) for x in (tmp_path / "kept").glob("*.gz"))


FAULTS: dict[str, tuple[str, Any, type[LookError], str]] = {
    "login page": (HOME, answer(302, location="https://www.instagram.com/accounts/login/"), BlockedError, "login page"),
    "403": (GRAPH, 403, BlockedError, "403"),
    "429": (RULING, 429, BlockedError, "429"),
    "not shown": (GRAPH, '{"data": {}}', GoneError, "not shown"),
    "gone": (RULING, '{"title": "Post is not available"}', GoneError, "Post is not available"),
    "truncated": (HOME, "<html>", FetchError, "cannot be read"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_what_is_no_post_is_a_named_error(far_end: FarEnd, instagram: Instagram, name: str) -> None:
    place, reply, error, words = FAULTS[name]
    serve(far_end, None if name == "gone" else media())
    far_end.on(place, reply)
    with pytest.raises(error, match=words):
        instagram.fetch(ITEM)


def test_this_version_of_yt_dlp_has_every_hook_we_override() -> None:
    missing = instagram_page.missing_hooks()
    assert not missing, (
        f"yt-dlp lost {', '.join(missing)}: adapt sources/instagram_page.py, or the label is lost unseen"
    )


def test_every_recorded_item_becomes_valid_evidence(shared: Path) -> None:
    with gzip.open(shared / "recorded" / "instagram" / "items.jsonl.gz", "rt", encoding="utf-8") as file:
        items = [json.loads(line)["item"] for line in file]
    evidence = [read_item(item, post=CODE, where="record") for item in items]
    assert len(evidence) == 11
    assert all(msgspec.json.decode(msgspec.json.encode(one), type=Evidence) == one for one in evidence)
    assert [one.label for one in evidence] == [item.get("is_paid_partnership") for item in items]
