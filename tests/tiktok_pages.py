"""Answers as TikTok gives them, made up and as small as its extractors allow; a profile of them, whole.

``python -m tests.tiktok_pages`` writes the recording in fixtures/tiktok anew.
"""

from __future__ import annotations

import base64
import hashlib
import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.far_end import FarEnd, Handler

from herkenbaar.recording import Call, Recording, Reply

FIXTURES = Path(__file__).parents[1] / "fixtures" / "tiktok"
HOME = "https://www.tiktok.com"
LIST = f"{HOME}/api/creator/item_list/"
NAME, HANDLE, NUMBER = "Bram Voorbeeld", "bram.voorbeeld", "7000000000000000001"
SECRET_ID = "MS4wLjABAAAA" + "voorbeeld-".ljust(64, "0")
BIO = "Koken en klussen. Ik sta onder toezicht van het Commissariaat voor de Media."
PER_PAGE = 15
NEWEST = datetime(2026, 8, 1, 12, tzinfo=UTC)


def post_id(number: int, moment: datetime = NEWEST) -> str:
    return str((int(moment.timestamp()) << 32) + number)


def track(post: str, *, lang: str = "nld-NL", source: str = "ASR", format: str = "webvtt") -> dict[str, Any]:  # noqa: A002
    return {
        "LanguageID": "1",
        "LanguageCodeName": lang,
        "Format": format,
        "Source": source,
        "Version": "1",
        "Url": f"https://v16-webapp.tiktok.com/captions/{post}/{lang}/{source}/?x-expires=1800003600",
        "UrlExpire": 1800003600,
        "Size": 120,
    }


def item(number: int = 1, *, moment: datetime = NEWEST, tracks: list[dict[str, Any]] | None = None, **more: Any) -> Any:
    """One post, newest first by ``number``; ``more`` adds or overrides fields, None removes them."""
    post = post_id(number, moment)
    no_captions = {"hasOriginalAudio": False, "enableAutoCaption": True, "noCaptionReason": 3}
    cla = no_captions if tracks is None else {"hasOriginalAudio": True, "enableAutoCaption": True, "captionsType": 1}
    author = {"id": NUMBER, "uniqueId": HANDLE, "nickname": NAME, "secUid": SECRET_ID, "signature": BIO}
    made = {
        "id": post,
        "desc": f"Recept {number} #koken",
        "createTime": int(moment.timestamp()),
        "author": author,
        "authorStats": {"followerCount": 125000, "videoCount": 40},
        "video": {
            "id": post,
            "duration": 31,
            "ratio": "720p",
            "playAddr": "https://v16-webapp.tiktok.com/video/x",
            "cover": "https://p16-sign.tiktokcdn.com/x.jpeg",
            "claInfo": cla,
            **({"subtitleInfos": tracks} if tracks is not None else {}),
        },
        "music": {"id": "1", "title": "origineel geluid", "playUrl": "https://v16-webapp.tiktok.com/audio/x"},
        "stats": {"playCount": 1200, "diggCount": 50, "commentCount": 3, "shareCount": 1},
        "textExtra": [{"hashtagName": "koken", "start": 9, "end": 15, "type": 1, "userUniqueId": ""}],
        "isAd": False,
        "privateItem": False,
        "textLanguage": "nl",
    }
    return {name: value for name, value in {**made, **more}.items() if value is not None}


def make_items(count: int, **more: Any) -> list[Any]:
    """``count`` posts a day apart, the newest first."""
    return [item(number + 1, moment=NEWEST - timedelta(days=number), **more) for number in range(count)]


def page(scope: dict[str, Any]) -> bytes:
    data = json.dumps({"__DEFAULT_SCOPE__": scope}, ensure_ascii=False)
    script = f'<script id="__UNIVERSAL_DATA_FOR_REHYDRATION__" type="application/json">{data}</script>'
    return f"<!DOCTYPE html><html><head><title>TikTok</title></head><body>{script}</body></html>".encode()


def profile_page(*, count: int = 40, status: int = 0, secret_id: str = SECRET_ID) -> bytes:
    if status:
        return page({"webapp.user-detail": {"statusCode": status, "statusMsg": "made up"}})
    user = {"id": NUMBER, "uniqueId": HANDLE, "nickname": NAME, "signature": BIO}
    if secret_id:
        user["secUid"] = secret_id
    info = {"user": user, "stats": {"followerCount": 125000, "videoCount": count}}
    return page({"webapp.user-detail": {"statusCode": 0, "userInfo": info}})


def video_page(post: Any, *, status: int = 0) -> bytes:
    return page({"webapp.video-detail": {"statusCode": status, "itemInfo": {"itemStruct": post}}})


def list_page(items: list[Any], *, more: bool = False) -> bytes:
    return json.dumps({"statusCode": 0, "itemList": items, "hasMorePrevious": more}, ensure_ascii=False).encode()


def challenge() -> bytes:
    """A page that wants a proof of work; the answer is 7."""
    start = b"made up"
    digest = hashlib.sha256(start + b"7").digest()
    task = {"v": {"a": base64.b64encode(start).decode(), "c": base64.b64encode(digest).decode()}}
    coded = base64.b64encode(json.dumps(task).encode()).decode().rstrip("=")
    parts = f'<p id="cs" class="{coded}"></p><p id="wci" class="_wafchallengeid"></p>'
    return f"<!DOCTYPE html><html><head><title>Please wait...</title></head><body>{parts}</body></html>".encode()


CAPTCHA = b"<!DOCTYPE html><html><head><title>Captcha</title></head><body><div id='captcha'></div></body></html>"


def webvtt(*lines: str) -> bytes:
    cues = (f"00:00:{x * 3:02}.000 --> 00:00:{x * 3 + 3:02}.000\n{line}\n" for x, line in enumerate(lines))
    return ("WEBVTT\n\n" + "\n".join(cues)).encode()


def creator_captions(*lines: str) -> bytes:
    spoken = [{"start_time": x * 3000, "end_time": x * 3000 + 2500, "text": line} for x, line in enumerate(lines)]
    return json.dumps({"utterances": spoken}, ensure_ascii=False).encode()


def serve(far_end: FarEnd, items: list[Any], *, count: int | None = None) -> None:
    """Answer for a profile with these posts, newest first (but for pinned ones), as its list does."""
    far_end.on(f"www.tiktok.com/@{HANDLE}", profile_page(count=len(items) if count is None else count))
    far_end.on("www.tiktok.com/api/creator/item_list/", _answer_list(items))
    for post in items:
        far_end.on(f"www.tiktok.com/@{HANDLE}/video/{post['id']}", video_page(post))


def _answer_list(items: list[Any]) -> Any:
    def reply(handler: Handler) -> None:
        cursor = int(handler.path.partition("cursor=")[2].partition("&")[0])
        rest = [x for x in items if x["createTime"] * 1000 < cursor and (not x.get("isPinnedItem") or cursor > FIRST)]
        handler.reply(list_page(rest[:PER_PAGE], more=len(rest) > PER_PAGE), headers={"content-type": "text/json"})

    return reply


FIRST = int((NEWEST + timedelta(days=1)).timestamp() * 1000)
"""Later than every post: only the first page's cursor is."""


SAID = webvtt("hallo allemaal", "deze video is betaald door panhuis")


def make_example() -> list[Any]:
    """The profile in fixtures/tiktok: what advertising looks like on TikTok, and what cannot be read there."""
    days = [NEWEST - timedelta(days=7 * number) for number in range(9)]
    sponsored = post_id(1, days[0])
    pan = {"type": 33, "keyword": "Panhuis koekenpan 28 cm", "schema": "aweme://ec/pdp?product_id=1"}
    return [
        item(9, moment=days[8], desc="Wie ben ik? #vastgezet", isPinnedItem=True),
        item(
            1,
            moment=days[0],
            desc="Deze pan van @panhuis.voorbeeld! #panhuis",
            isAd=True,
            adLabelVersion=2,
            textExtra=[{"userUniqueId": "panhuis.voorbeeld", "start": 13, "end": 31, "type": 0}],
            tracks=[track(sponsored), track(sponsored, lang="eng-US", source="MT")],
        ),
        item(2, moment=days[1], desc="Mijn eigen kruidenmix is er weer", brandOrganicType=1001),
        item(3, moment=days[2], desc="De pan uit mijn vorige video", anchors=[pan], isECVideo=1),
        item(
            4,
            moment=days[3],
            desc="Dit kreeg ik thuisgestuurd van Panhuis",
            stickersOnItem=[{"stickerType": 4, "stickerText": ["Reclame"]}],
        ),
        item(5, moment=days[4], desc="Gekregen van Panhuis", isAd=None),
        item(6, moment=days[5], desc="Fotootjes", imagePost={"images": [], "title": "Vakantie"}, video={"duration": 0}),
        item(7, moment=days[6], desc="Soep in vijf minuten"),
        item(8, moment=datetime(2021, 5, 1, 12, tzinfo=UTC), desc="Uit de oude doos"),
    ]


def record(folder: Path) -> None:
    """Write what a first look by handle asks for, and the list once more for a second look."""
    items = make_example()
    recording = Recording(folder)

    def keep(url: str, body: bytes, kind: str) -> None:
        recording.keep(Call(url=url), Reply(url=url, status=200, headers={"content-type": kind}, body=body))

    keep(f"{HOME}/@{HANDLE}", profile_page(count=len(items)), "text/html")
    for _ in range(2):
        keep(f"{LIST}?secUid={SECRET_ID}", list_page(items), "application/json")
    keep(track(items[1]["id"])["Url"], SAID, "text/vtt")


if __name__ == "__main__":
    shutil.rmtree(FIXTURES, ignore_errors=True)
    record(FIXTURES)
