from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from tests import instagram_pages as pages
from tests.far_end import FarEnd, answer

from herkenbaar import config
from herkenbaar.budget import Budget
from herkenbaar.errors import BlockedError, ConfigError, FetchError, GoneError, LookError, MissingExtraError, UsageError
from herkenbaar.http import Http
from herkenbaar.model import Kind, LabelKind
from herkenbaar.recording import Recording
from herkenbaar.sources import instagram_page
from herkenbaar.sources.instagram import Instagram, _find_token, open_source, parse
from herkenbaar.sources.source import Listed

CODE = pages.code(1)
ITEM = Listed(id=CODE, url=f"https://www.instagram.com/p/{CODE}/")
HOME, RULING, GRAPH = f"{pages.SITE}/", pages.RULING, pages.GRAPHQL


@pytest.fixture
def instagram(http: Http) -> Instagram:
    return open_source(http, config.load().settings.gather)


@pytest.mark.parametrize("text", ["instagram:@lotte.proef", "https://www.instagram.com/lotte.proef/"])
def test_a_profile_is_refused_with_the_reason_and_the_three_ways(instagram: Instagram, text: str) -> None:
    target = parse(text)
    assert target is not None
    with pytest.raises(
        UsageError,
        match=r"not crawled by default.*posts.csv.*INSTAGRAM_TOKEN.*profiles = true",
    ):
        instagram.open_account(target)


def test_a_post_costs_two_requests_and_one_to_begin_with(far_end: FarEnd, instagram: Instagram) -> None:
    pages.serve_post(
        far_end, pages.media(is_paid_partnership=True, sponsor_tags=[{"sponsor": {"username": "panhuis"}}])
    )
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
    pages.serve_post(far_end, pages.media(is_paid_partnership=True))
    instagram.fetch(ITEM)  # the page that begins a run is not among the second post's answers
    with http.keeping(Recording(tmp_path)):
        first = instagram.fetch(ITEM)
    with Http(Budget({}), replay=Recording(tmp_path)) as replay:
        assert open_source(replay, config.load().settings.gather).fetch(ITEM) == first


@pytest.fixture
def cookies(tmp_path: Path) -> str:
    return str(pages.write_cookies(tmp_path))


def test_the_users_own_cookies_read_a_post_for_one_request_and_are_never_kept(
    far_end: FarEnd, http: Http, tmp_path: Path, cookies: str
) -> None:
    told = {"items": [pages.media(is_paid_partnership=False)], "you": [pages.SESSION, unquote(pages.SESSION)]}
    far_end.on(pages.MEDIA, json.dumps(told))
    source = open_source(http, pages.settings_with(cookies=cookies))
    with http.keeping(http.open_journal(tmp_path / "kept")):
        evidence = source.fetch(ITEM).evidence
    assert (evidence.label, evidence.sources["label"]) == (False, "post, with cookies")
    assert len(far_end.asked) == 1
    kept = b"".join(gzip.decompress(x.read_bytes()) for x in (tmp_path / "kept").glob("*.gz"))
    assert b"REMOVED" in kept
    assert b"made-up-session" not in kept
    replay = Http(Budget({}), replay=Recording(tmp_path / "kept"))
    assert open_source(replay, pages.settings_with()).fetch(ITEM).evidence == evidence


def test_cookies_that_have_expired_are_told_with_the_remedy(far_end: FarEnd, http: Http, cookies: str) -> None:
    far_end.on(pages.MEDIA, answer(302, location="https://www.instagram.com/accounts/login/?next=x"))
    with pytest.raises(BlockedError, match=r"cookies are no longer valid.*export the cookies again"):
        open_source(http, pages.settings_with(cookies=cookies)).fetch(ITEM)


def test_cookies_without_a_login_are_refused_before_anything_is_asked(
    far_end: FarEnd, http: Http, tmp_path: Path
) -> None:
    path = str(pages.write_cookies(tmp_path, name="csrftoken"))
    target = parse(pages.address(1))
    assert target is not None
    with pytest.raises(UsageError, match="hold no login of Instagram"):
        open_source(http, pages.settings_with(cookies=path)).open_account(target)
    assert far_end.asked == []


def test_cookies_alone_do_not_open_profiles(http: Http, cookies: str) -> None:
    target = parse("instagram:@lotte.proef")
    assert target is not None
    with pytest.raises(UsageError, match="profiles = true"):
        open_source(http, pages.settings_with(cookies=cookies)).open_account(target)


FAULTS: dict[str, tuple[str, Any, type[LookError], str]] = {
    "login page": (HOME, answer(302, location="https://www.instagram.com/accounts/login/"), BlockedError, "login page"),
    "403": (GRAPH, 403, BlockedError, "403"),
    "429": (RULING, 429, BlockedError, "429"),
    "not shown": (GRAPH, '{"data": {}}', FetchError, "an empty answer: the post is removed or private, or"),
    "gone": (RULING, '{"title": "Post is not available"}', GoneError, "Post is not available"),
    "truncated": (HOME, "<html>", FetchError, "cannot be read"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_what_is_no_post_is_a_named_error(far_end: FarEnd, instagram: Instagram, name: str) -> None:
    place, reply, error, words = FAULTS[name]
    pages.serve_post(far_end, None if name == "gone" else pages.media())
    far_end.on(place, reply)
    with pytest.raises(error, match=words):
        instagram.fetch(ITEM)


def test_this_version_of_yt_dlp_has_every_hook_we_override() -> None:
    missing = instagram_page.missing_hooks()
    assert not missing, (
        f"yt-dlp lost {', '.join(missing)}: adapt sources/instagram_page.py, or the label is lost unseen"
    )


def test_without_a_browsers_handshake_a_post_is_refused_with_what_to_install(far_end: FarEnd) -> None:
    target = parse(pages.address(1))
    assert target is not None
    with Http(Budget({}), transport=far_end.transport()) as http:
        source = open_source(http, config.load().settings.gather)
        with pytest.raises(MissingExtraError, match=r"pip install 'herkenbaar\[impersonate\]'"):
            source.open_account(target)
        with pytest.raises(FetchError, match="browser's handshake"):
            source.fetch(ITEM)
    assert far_end.asked == []


@pytest.mark.parametrize(
    ("setting", "found"),
    [("env:MADE_UP_TOKEN", "EAAx"), ("env:MISSING_TOKEN", ""), ("EAAy", "EAAy"), ("", "")],
)
def test_the_token_is_the_setting_or_in_the_environment(
    monkeypatch: pytest.MonkeyPatch, setting: str, found: str
) -> None:
    monkeypatch.setenv("MADE_UP_TOKEN", " EAAx\n")
    monkeypatch.delenv("MISSING_TOKEN", raising=False)
    assert _find_token(setting) == found


def test_a_token_with_blanks_in_it_is_refused_without_being_shown() -> None:
    with pytest.raises(ConfigError, match="this is no token") as caught:
        _find_token("EAA secret words")
    assert "secret" not in str(caught.value)


def test_a_post_of_a_private_account_is_not_read_with_cookies_either(far_end: FarEnd, http: Http, cookies: str) -> None:
    user = {"pk": pages.NUMBER, "username": pages.HANDLE, "is_private": True}
    far_end.on(pages.MEDIA, json.dumps({"items": [pages.media(user=user)]}))
    with pytest.raises(GoneError, match="private"):
        open_source(http, pages.settings_with(cookies=cookies)).fetch(ITEM)
