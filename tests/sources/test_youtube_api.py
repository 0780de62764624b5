from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from tests import youtube_pages as pages
from tests.far_end import FarEnd
from tests.youtube_channel import Channel, Made

from herkenbaar import config
from herkenbaar.budget import Budget
from herkenbaar.http import Http
from herkenbaar.recording import Recording
from herkenbaar.sources.source import Listing
from herkenbaar.sources.youtube import YouTube, open_source, parse
from herkenbaar.sources.youtube_video import Hint

SINCE = datetime(2022, 7, 1, tzinfo=UTC)

VIDEO = pages.video_id(1)


def list_channel(youtube: YouTube) -> Listing:
    target = parse(pages.HANDLE)
    assert target is not None
    return youtube.list(target, None, SINCE)


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
    Channel([Made(VIDEO)]).serve(far_end)
    section = next(list_channel(open_source(http, api_settings())).sections)
    assert (section.name, [entry.id for entry in section.entries]) == ("videos", [VIDEO])


def test_a_recording_made_with_a_key_is_replayed_without_one(
    far_end: FarEnd, http: Http, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HERKENBAAR_YOUTUBE_KEY", "AIza-very-secret")
    channel = {"id": pages.CHANNEL, "snippet": {"title": pages.NAME}, "statistics": {}}
    far_end.on("www.googleapis.com/youtube/v3/channels", json.dumps({"items": [channel], "key": "AIza-very-secret"}))
    far_end.on("www.googleapis.com/youtube/v3/playlistItems", json.dumps({"items": []}))
    with http.keeping(http.open_journal(tmp_path)):
        assert list(next(list_channel(open_source(http, api_settings())).sections).entries) == []
    monkeypatch.delenv("HERKENBAAR_YOUTUBE_KEY")
    with Http(Budget({}), replay=Recording(tmp_path)) as replay:
        assert list_channel(open_source(replay, api_settings())).account.name == pages.NAME
    assert all(b"very-secret" not in gzip.decompress(x.read_bytes()) for x in tmp_path.glob("*.gz"))
