"""Requests of a sweep over creators on a platform: afresh, with nothing new, with 1 % new, under new rules.

The platform is made up (tests/youtube_channel.py) and answers within this process; its clock is set forward where a
sweep would wait for the request budget, so the hours are those of the default budget of one account. Judged is by a
few words: no figure here depends on it.
``SWEEP_REQUESTS_CREATORS`` sets how many creators (100 unless it says otherwise: 1,000 take half an hour, most of it
in yt-dlp); each has 30 videos with captions.
"""

from __future__ import annotations

import os
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import httpx
import msgspec
import sqlalchemy as sa
from tests import youtube_pages as pages
from tests.far_end import TestClock
from tests.hand_judge import judge
from tests.youtube_channel import Channel, Made

from benchmarks.figures import Figure, table
from herkenbaar.config import load
from herkenbaar.crawl import Options
from herkenbaar.outside import Outside
from herkenbaar.roster import make_entry
from herkenbaar.store import creators, open_store
from herkenbaar.store.runs import Scope
from herkenbaar.store.schema import visits
from herkenbaar.sweep import sweep
from herkenbaar.visit import Tools

VIDEOS = 30
DAY = 86_400.0
DATES = [f"2026-07-{day:02}T12:00:00+00:00" for day in range(VIDEOS, 0, -1)]


class Town(httpx.BaseTransport):
    """A platform of many channels, each made when it is asked for. ``some``: every third has one more video."""

    def __init__(self) -> None:
        self.some = False

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        steps = request.url.path.split("/")
        asked = dict(request.url.params)
        if steps[1].startswith("@"):
            number = int(steps[1].removeprefix("@maker"))
        elif steps[1] == "channel":
            number = int(steps[2].removeprefix("UC"))
        elif "channel_id" in asked:
            number = int(asked["channel_id"].removeprefix("UC"))
        else:
            number = _number_of(asked["v"])
        body = _answers(number, self.some).get(_key(request.url))
        return httpx.Response(404 if body is None else 200, content=body or b"", request=request)


def _key(url: httpx.URL) -> str:
    """What tells answers of one channel apart: the page, or the kind of question about one video."""
    last = url.path.rsplit("/", 1)[-1]
    return f"{last} {dict(url.params).get('v', '')}".strip()


def _number_of(video: str) -> int:
    return int("".join(x for x in video if x.isdigit())) // 100


@lru_cache(maxsize=4)
def _answers(number: int, some: bool) -> dict[str, bytes]:
    """All answers of one channel; the newest of 30 or 31 videos first."""
    newest = [Made(pages.video_id(number * 100 + VIDEOS), date="2026-08-01T12:00:00+00:00")]
    older = [Made(pages.video_id(number * 100 + x), title=f"Video {x}", date=DATES[x]) for x in range(VIDEOS)]
    # a page of the list holds about 30, as on the site itself
    channel = Channel([*(newest if some and number % 3 == 0 else ()), *older], per_page=VIDEOS + 1)
    found = {_key(httpx.URL(url)): body for url, body in channel.lists(pages.HANDLE)}
    found |= {_key(httpx.URL(url)): body for video in channel.videos for url, body in video.answers()}
    found["videos.xml"] = channel.feed()
    names = {pages.HANDLE: f"@maker{number}", pages.CHANNEL: f"UC{number:022}", pages.CHANNEL[2:]: f"{number:022}"}
    for made, own in names.items():
        found = {key: body.replace(made.encode(), own.encode()) for key, body in found.items()}
    return found


class Swept(NamedTuple):
    """What one sweep asked for, in how many hours of the platform's clock, and what it brought."""

    requests: int
    hours: float
    fresh: int
    judged: int


def run(number: int) -> list[Figure]:
    """Requests of four sweeps over the same creators."""
    clock, town = TestClock(), Town()
    with tempfile.TemporaryDirectory() as name, open_store(str(Path(name) / "s.sqlite")) as store:
        settings = load().settings
        settings = msgspec.structs.replace(
            settings, sweep=msgspec.structs.replace(settings.sweep, bundles=str(Path(name) / "bundles"))
        )
        with Outside(store, settings, options=Options(transport=town, clock=clock)) as outside:
            tools = Tools(store=store, settings=settings, outside=outside, ruleset="1", judge=judge)
            for creator in range(number):
                entry = make_entry(f"{pages.HOME}/@maker{creator}")
                store.write(creators.put, entry, origin="command", now=tools.now())
            afresh = measure(tools, clock)
            nothing = measure(tools, clock)
            town.some = True
            some = measure(tools, clock)
            rules = measure(msgspec.structs.replace(tools, ruleset="2"), clock)
    assert (afresh.fresh, nothing.fresh, some.fresh) == (number * VIDEOS, 0, (number + 2) // 3)
    assert (nothing.judged, rules.judged) == (0, afresh.fresh + some.fresh)
    beside = f"afresh: {afresh.requests:,}"
    return [
        Figure(f"{number:,} creators x {VIDEOS} videos, afresh", _told(afresh)),
        *(
            Figure(what, _told(swept), beside, f"{swept.requests / afresh.requests:.4f} times", limit, holds)
            for what, swept, limit, holds in (
                ("nothing new", nothing, "1 a creator", nothing.requests == number),
                ("1 % new", some, "and 2 a new video", some.requests == number + 2 * some.fresh),
                ("new rules: all judged again", rules, "1 a creator", rules.requests == number),
            )
        ),
    ]


def _told(swept: Swept) -> str:
    return f"{swept.requests:,} requests, {swept.hours:.1f} h at the default budget"


def measure(tools: Tools, clock: TestClock) -> Swept:
    """One sweep, a day after the last one."""
    clock.time += DAY
    begun = clock.time
    [done] = sweep(tools, Scope(everyone=True))
    sums = sa.select(*(sa.func.sum(column) for column in (visits.c.requests, visits.c.fresh, visits.c.judged)))
    with tools.store.read() as connection:
        requests, fresh, judged = connection.execute(sums.where(visits.c.run_id == done)).one()
    return Swept(requests, (clock.time - begun) / 3600, fresh, judged)


def main() -> None:
    """Print the table."""
    print(table(run(int(os.environ.get("SWEEP_REQUESTS_CREATORS", "100")))))


if __name__ == "__main__":
    main()
