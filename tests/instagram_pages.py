"""Answers as Instagram gives them, made up and as small as its readers allow, in each of the three ways there are.

``python -m tests.instagram_pages`` writes the recordings in fixtures/instagram anew: ``posts`` (logged out), ``api``
(the API for professional accounts) and ``feed`` (the website, with cookies). Real runs make them.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
from tests.far_end import FarEnd, Handler, TestClock, answer, served

from herkenbaar import config
from herkenbaar.budget import Budget
from herkenbaar.crawl import Crawler
from herkenbaar.gather import Window
from herkenbaar.http import Http
from herkenbaar.recording import Recording
from herkenbaar.settings import Gather
from herkenbaar.sources.instagram_graph import BASE

FIXTURES = Path(__file__).parents[1] / "fixtures" / "instagram"
SITE = "www.instagram.com"
RULING, GRAPHQL, MEDIA = f"{SITE}/api/v1/web/get_ruling", f"{SITE}/api/graphql", f"{SITE}/api/v1/media/"
PROFILE, FEED = f"{SITE}/api/v1/users/web_profile_info/", f"{SITE}/api/v1/feed/user/"
API = BASE.removeprefix("https://")
NAME, HANDLE, NUMBER, API_NUMBER, OWN = (
    "Lotte Proef",
    "lotte.proef",
    "7700000001",
    "17840000000000077",
    "17840000000000001",
)
BIO = "Koken en reizen. Ik sta onder toezicht van het Commissariaat voor de Media."
TOKEN = "EAAmade-up-token-of-nobody"
SESSION = "7700000009%3Amade-up-session%3A1"
NEWEST = datetime(2026, 8, 1, 12, tzinfo=UTC)


def code(number: int) -> str:
    return f"Cvoorbeeld{number:02}"


def address(number: int) -> str:
    return f"https://{SITE}/reel/{code(number)}/"


def media(number: int = 1, *, moment: datetime = NEWEST, text: str = "Samen met @panhuis #reclame", **more: Any) -> Any:
    """One media object; ``more`` adds or overrides fields."""
    made = {
        "pk": str(3700000000000000000 + number),
        "code": code(number),
        "product_type": "clips",
        "taken_at": int(moment.timestamp()),
        "caption": {"text": text},
        "user": {"pk": NUMBER, "username": HANDLE, "full_name": NAME},
        "video_duration": 21.5,
        "video_versions": [{"url": "https://scontent.cdninstagram.com/x.mp4", "type": 101}],
    }
    return {**made, **more}


def make_items(count: int, **more: Any) -> list[Any]:
    """``count`` posts a day apart, the newest first."""
    days = (NEWEST - timedelta(days=number) for number in range(count))
    return [media(x, moment=day, text=f"Recept {x} #koken", **more) for x, day in enumerate(days, start=1)]


def api_post(number: int, *, moment: datetime = NEWEST, text: str = "Samen met @panhuis #reclame", **more: Any) -> Any:
    """One post as the API for professional accounts gives it; None removes a field."""
    made = {
        "id": str(17900000000000000 + number),
        "caption": text,
        "timestamp": moment.strftime("%Y-%m-%dT%H:%M:%S+0000"),
        "permalink": address(number),
        "media_type": "VIDEO",
        "media_product_type": "REELS",
    }
    return {name: value for name, value in {**made, **more}.items() if value is not None}


def make_api_posts(count: int) -> list[Any]:
    """``count`` posts a day apart, the newest first."""
    days = (NEWEST - timedelta(days=number) for number in range(count))
    return [api_post(x, moment=day, text=f"Recept {x} #koken") for x, day in enumerate(days, start=1)]


def serve_post(far_end: FarEnd, *items: Any) -> None:
    """Answer for posts by address, to who is logged out; None: a post that is not shown."""
    shown = [json.dumps({"data": {"xig_polaris_media": {"if_not_gated_logged_out": item}}}) for item in items]
    start = answer('<html>["LSD",[],{"token":"made-up"}]</html>', set_cookie="csrftoken=made-up-csrf; Path=/")
    far_end.on(f"{SITE}/", start)
    far_end.on(RULING, '{"status": "ok"}')
    far_end.on(GRAPHQL, *shown)
    far_end.on(f"{SITE}/p/", "<html>nothing</html>")


def serve_api(far_end: FarEnd, posts: list[Any], *, count: int | None = None, per_page: int = 50) -> None:
    """Answer for a professional account with these posts, newest first."""
    pages = [posts[start : start + per_page] for start in range(0, len(posts), per_page)] or [[]]

    def reply(handler: Handler) -> None:
        number = int(handler.path.partition("after%28page")[2].partition("%29")[0] or 0)
        after = {"paging": {"cursors": {"after": f"page{number + 1}"}}} if number + 1 < len(pages) else {}
        account = {"id": API_NUMBER, "username": HANDLE, "name": NAME, "biography": BIO, "followers_count": 125000}
        counted = {"media_count": len(posts) if count is None else count}
        found = {**account, **counted, "media": {"data": pages[number], **after}}
        handler.reply(json.dumps({"business_discovery": found, "id": OWN}).encode())

    far_end.on(f"{API}me/accounts", json.dumps({"data": [{"id": "1", "instagram_business_account": {"id": OWN}}]}))
    far_end.on(f"{API}{OWN}", reply)


def api_error(number: int, words: str = "made up", *, status: int = 400, **headers: str) -> Any:
    body = json.dumps({"error": {"message": words, "type": "OAuthException", "code": number}}).encode()
    return lambda handler: handler.reply(body, status, {name.replace("_", "-"): text for name, text in headers.items()})


def serve_feed(far_end: FarEnd, items: list[Any], *, count: int | None = None, private: bool = False) -> None:
    """Answer for a profile with these posts, newest first (but for pinned ones), to who is logged in."""
    user = {"id": NUMBER, "username": HANDLE, "full_name": NAME, "biography": BIO, "is_private": private}
    figures = {
        "edge_followed_by": {"count": 125000},
        "edge_owner_to_timeline_media": {"count": len(items) if count is None else count},
    }
    far_end.on(PROFILE, json.dumps({"data": {"user": {**user, **figures}}, "status": "ok"}))

    def reply(handler: Handler) -> None:
        start = int(handler.path.partition("max_id=")[2].partition("&")[0] or 0)
        more = start + 12 < len(items)
        page = {"items": items[start : start + 12], "more_available": more, "status": "ok"}
        handler.reply(json.dumps({**page, **({"next_max_id": str(start + 12)} if more else {})}).encode())

    far_end.on(FEED, reply)


def write_cookies(folder: Path, *, name: str = "sessionid", value: str = SESSION) -> Path:
    """A cookie file of nobody's."""
    path = folder / "cookies.txt"
    path.write_text(f"# Netscape HTTP Cookie File\n.instagram.com\tTRUE\t/\tTRUE\t2000000000\t{name}\t{value}\n")
    return path


def settings_with(**changes: Any) -> Gather:
    """The default settings, with these of [gather.instagram] changed."""
    settings = config.load().settings.gather
    return msgspec.structs.replace(settings, instagram=msgspec.structs.replace(settings.instagram, **changes))


def make_example() -> list[Any]:
    """The posts in fixtures/instagram: what advertising looks like there, and what is not told."""
    days = [NEWEST - timedelta(days=7 * number) for number in range(7)]
    sponsor = {"sponsor_tags": [{"sponsor": {"username": "panhuis.voorbeeld"}}], "is_paid_partnership": True}
    sticker = {"clips_metadata": {"reusable_text_info": [{"text": "Reclame"}]}, "is_paid_partnership": False}
    together = {"coauthor_producers": [{"username": "kok.voorbeeld"}], "is_paid_partnership": False}
    tagged = {"usertags": {"in": [{"user": {"username": "panhuis.voorbeeld"}}]}, "is_paid_partnership": False}
    return [
        media(7, moment=days[6], text="Wie ben ik? #vastgezet", timeline_pinned_user_ids=[int(NUMBER)]),
        media(1, moment=days[0], text="De nieuwe pan van @panhuis.voorbeeld", **sponsor),
        media(2, moment=days[1], text="Met code LOTTE10 krijg je korting op je pan", **together),
        media(3, moment=days[2], text="Deze pan kreeg ik thuisgestuurd", **sticker),
        media(4, moment=days[3], text="Gekregen van Panhuis", product_type="feed", **tagged),
        media(5, moment=days[4], text="Gekregen van Panhuis"),
        media(6, moment=datetime(2021, 5, 1, 12, tzinfo=UTC), text="Uit de oude doos", is_paid_partnership=False),
    ]


def make_api_example() -> list[Any]:
    """The same posts as the API gives them."""
    made = (x for x in make_example() if "timeline_pinned_user_ids" not in x)
    moments = ((x, datetime.fromtimestamp(x["taken_at"], UTC)) for x in made)
    return [api_post(int(x["code"][-2:]), moment=moment, text=x["caption"]["text"]) for x, moment in moments]


def record(folder: Path) -> None:
    """Make the three recordings: posts by address, a profile by the API and by the website, each looked at twice."""
    profile = [f"instagram:@{HANDLE}"]
    with served() as far_end, tempfile.TemporaryDirectory() as name:
        cookies = str(write_cookies(Path(name)))
        serve_post(far_end, *make_example()[1:4])
        _run(far_end, [address(number) for number in (1, 2, 3)], folder / "posts", settings_with(token=""))
        serve_api(far_end, make_api_example())
        _run(far_end, profile, folder / "api", settings_with(token=TOKEN), looks=2)
        serve_feed(far_end, make_example())
        _run(far_end, profile, folder / "feed", settings_with(token="", cookies=cookies, profiles=True), looks=2)


def _run(far_end: FarEnd, texts: list[str], folder: Path, settings: Gather, *, looks: int = 1) -> None:
    far = {"transport": far_end.transport(), "browser": far_end.browse, "recording": Recording(folder)}
    with tempfile.TemporaryDirectory() as out, Http(Budget({}, clock=TestClock()), **far) as http:
        for _ in range(looks):
            with Crawler(Path(out), http, settings, Window(date(2022, 7, 1))) as crawler:
                list(crawler.crawl(texts))


if __name__ == "__main__":
    shutil.rmtree(FIXTURES, ignore_errors=True)
    record(FIXTURES)
