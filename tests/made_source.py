"""A source without a platform: what is listed is what is fetched. For what lists do that YouTube's do not."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from tests.far_end import TestClock

from herkenbaar.budget import Budget
from herkenbaar.gather import Event, Gatherer, Window
from herkenbaar.http import Http
from herkenbaar.ledger import Ledger
from herkenbaar.model import Creator, Evidence, Platform
from herkenbaar.settings import Gather
from herkenbaar.sources.source import Account, Fetched, Listed, Listing, News, Section, Target

ACCOUNT = Account(platform=Platform.TIKTOK, id="1", url="https://www.tiktok.com/@x")
TARGET = Target(Platform.TIKTOK, ACCOUNT.url, account="@x")


def item(video: str, published: str, *, pinned: bool = False) -> Listed:
    return Listed(id=video, url=f"{ACCOUNT.url}/video/{video}", published=published, exact=True, pinned=pinned)


class MadeSource:
    platform = Platform.TIKTOK

    def __init__(self, items: list[Listed], *, news: int | None = None) -> None:
        self.items = items
        self.strange: dict[str, dict[str, Any]] = {}
        """Per video, fields of its evidence as no platform should fill them."""
        self.news = news

    def open_account(self, target: Target) -> Account | None:
        return ACCOUNT

    def list(self, target: Target, account: Account | None, since: datetime) -> Listing:
        return Listing(ACCOUNT, iter([Section("posts", iter(self.items))]))

    def find_news(self, account: Account) -> News | None:
        return None if self.news is None else News(account, tuple(self.items[: self.news]))

    def bare(self, item: Listed) -> Listed:
        return item

    def cost(self, item: Listed) -> float:
        return 0.0

    def fetch(self, item: Listed, since: datetime | None = None) -> Fetched:
        fields: dict[str, Any] = {"published": item.published, "creator": Creator(id=ACCOUNT.id)}
        return Fetched(Evidence(platform=self.platform, id=item.id, **fields, **self.strange.get(item.id, {})))


def gather_made(source: MadeSource, out: Path, clock: TestClock, settings: Gather) -> list[Event]:
    with Http(Budget({}, clock=clock)) as http, Ledger(out, source.platform) as ledger:
        return list(Gatherer(out, source, http, ledger, settings, Window(settings.since)).gather(TARGET))
