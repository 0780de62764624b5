from __future__ import annotations

import multiprocessing
import os
from pathlib import Path
from typing import Any

import msgspec
import pytest
from tests.evidence.web import Web
from tests.far_end import FarEnd, TestClock, answer

from herkenbaar.config import load
from herkenbaar.evidence.cache import Cache
from herkenbaar.evidence.links import FAILED_KEPT, NO_TEXT, Follower, choose, keep_links
from herkenbaar.model import Coverage, Evidence, Link, Platform, Surface
from herkenbaar.reading.coverage import cover
from herkenbaar.settings import Links

SHOP = "<title>Winkel</title><button>In winkelwagen</button>"


@pytest.fixture
def web(far_end: FarEnd) -> Web:
    return Web(far_end)


def video(description: str | None, profile: str | None = None, **fields: Any) -> Evidence:
    gaps = {"links": "links were not followed (--resolve-links)"}
    return Evidence(
        platform=Platform.YOUTUBE, id="v", description=description, profile=profile, **{"gaps": gaps, **fields}
    )


def settings(**changes: Any) -> Links:
    return msgspec.structs.replace(load().settings.links, **{"pause": 0.0, **changes})


def follower(web: Web, folder: Path, clock: TestClock | None = None, **changes: Any) -> Follower:
    return Follower(settings(**changes), Cache(folder), guard=web.guard(), clock=clock)


def test_links_are_followed_in_the_order_of_the_text_and_the_gap_is_gone(web: Web, tmp_path: Path) -> None:
    web.far_end.on("winkel.nl/", SHOP)
    web.far_end.on("blog.nl/", "<title>Blog</title>")
    followed = follower(web, tmp_path).add_links(video("Lees https://blog.nl/soep\nKoop: winkel.nl/jas."))
    assert followed.links is not None
    assert [(link.url, link.title, link.shop) for link in followed.links] == [
        ("https://blog.nl/soep", "Blog", False),
        ("winkel.nl/jas", "Winkel", True),
    ]
    assert (followed.gaps, followed.sources) == ({}, {"links": "links in description and profile"})
    assert all(link.at is not None and link.at.endswith("Z") for link in followed.links)


def test_a_text_without_links_was_looked_at_and_no_text_was_not(web: Web, tmp_path: Path) -> None:
    follow = follower(web, tmp_path)
    none, unread = follow.add_links(video("Geen links.")), follow.add_links(video(None))
    assert (none.links, none.gaps) == ((), {})
    assert (unread.links, unread.gaps) == (None, {"links": NO_TEXT})


@pytest.mark.parametrize(
    ("description", "chosen"),
    [
        ("https://www.instagram.com/x https://youtu.be/x https://open.spotify.com/x", []),
        ("https://partner.bol.com/click?p=1 https://amzn.to/x https://shop.nl/?sca_ref=1", []),
        ("https://partner.bol.com/click?url=https%3A%2F%2Fwww.bol.com%2Fnl", ["https://partner.bol.com/click?url=https%3A%2F%2Fwww.bol.com%2Fnl"]),
        ("https://www.youtube.com/redirect?q=https%3A%2F%2Fbit.ly%2Fx", ["https://www.youtube.com/redirect?q=https%3A%2F%2Fbit.ly%2Fx"]),
        ("http://bit.ly/x https://shop.nl", ["http://bit.ly/x", "https://shop.nl"]),
        ("shop.nl https://shop.nl/ https://SHOP.nl https://shop.nl/#a", ["shop.nl"]),
        ("mail me@shop.nl or v1.2", []),
    ],
)  # fmt: skip
def test_only_links_that_hide_something_are_followed_and_each_once(description: str, chosen: list[str]) -> None:
    assert [link.url for link in choose(video(description))] == chosen


def test_links_in_the_profile_are_followed_too(web: Web, tmp_path: Path) -> None:
    web.far_end.on("winkel.nl/", SHOP)
    followed = follower(web, tmp_path).add_links(video("Soep", profile="Mijn winkel: https://winkel.nl"))
    assert [link.shop for link in followed.links or ()] == [True]


def test_one_link_that_fails_costs_the_others_nothing(web: Web, tmp_path: Path) -> None:
    web.far_end.on("winkel.nl/", SHOP)
    web.names["inside.nl"] = [["10.0.0.1"]]
    found = follower(web, tmp_path).add_links(video("http://inside.nl http://nergens.nl http://x.nl:99 winkel.nl"))
    assert [link.error for link in found.links or ()] == [
        "refused: inside.nl leads to 10.0.0.1 is not a public address",
        "status 404",
        "refused: port 99 is not one of the web",
        None,
    ]
    assert cover(found)[Surface.LINKS] == Coverage("partly", "some links could not be followed")


def test_coverage_tells_looked_from_could_not_look(web: Web, tmp_path: Path) -> None:
    follow = follower(web, tmp_path)
    nothing, failed = follow.add_links(video("Soep")), follow.add_links(video("http://nergens.nl"))
    assert cover(nothing)[Surface.LINKS].state == "looked"
    assert cover(failed)[Surface.LINKS] == Coverage("failed", "none of the links could be followed")
    assert cover(video("Soep"))[Surface.LINKS].state == "not_looked"


def test_beyond_the_limit_of_a_video_short_links_come_first_and_the_rest_says_so(web: Web, tmp_path: Path) -> None:
    web.far_end.on("bit.ly/", SHOP)
    web.far_end.on("a.nl/", SHOP)
    found = follower(web, tmp_path, per_video=2).add_links(video("a.nl/1 a.nl/2 https://bit.ly/3"))
    limit = "not followed: the limit is 2 links per video"
    assert [link.error for link in found.links or ()] == [None, limit, None]


def test_a_run_and_a_host_have_limits_too(web: Web, tmp_path: Path) -> None:
    web.far_end.on("a.nl/", SHOP)
    web.far_end.on("b.nl/", SHOP)
    text = "https://a.nl/1 https://a.nl/2 https://b.nl/3 https://b.nl/4"
    host = follower(web, tmp_path / "host", per_host=1).add_links(video(text)).links or ()
    run = follower(web, tmp_path / "run", per_run=3).add_links(video(text)).links or ()
    assert [link.error for link in host] == [
        None,
        "not followed: the limit of requests to a.nl in one run is 1",
        None,
        "not followed: the limit of requests to b.nl in one run is 1",
    ]
    assert [link.error for link in run] == [None, None, None, "not followed: the limit is 3 links per run"]


def test_requests_to_one_host_keep_their_distance(web: Web, tmp_path: Path, clock: TestClock) -> None:
    web.far_end.on("a.nl/", SHOP)
    web.far_end.on("b.nl/", SHOP)
    follower(web, tmp_path, clock, pause=2.0).add_links(video("https://a.nl/1 https://b.nl/1 https://a.nl/2"))
    assert len(clock.slept) == 1
    assert 1.4 <= clock.slept[0] <= 2.6


def test_a_host_in_trouble_is_left_alone_and_asked_again_another_time(
    web: Web, tmp_path: Path, clock: TestClock
) -> None:
    web.far_end.on("a.nl/", answer(429, retry_after="3600"))
    found = follower(web, tmp_path, clock).add_links(video("https://a.nl/1 https://a.nl/2")).links or ()
    assert found[0].error == "status 429"
    assert "no request for another 3600 s" in (found[1].error or "")
    assert web.far_end.asked == ["a.nl/1"]
    clock.time += 3700
    web.far_end.on("a.nl/", SHOP)
    again = follower(web, tmp_path, clock).add_links(video("https://a.nl/1 https://a.nl/2")).links or ()
    assert [link.error for link in again] == ["status 429", None]


def test_where_a_link_led_is_kept_for_other_videos_and_runs(web: Web, tmp_path: Path) -> None:
    web.far_end.on("winkel.nl/", SHOP)
    first = follower(web, tmp_path).add_links(video("https://winkel.nl/jas"))
    later = follower(web, tmp_path)
    second = later.add_links(video("Koop: winkel.nl/jas"))
    assert first.links is not None
    assert second.links == (msgspec.structs.replace(first.links[0], url="winkel.nl/jas"),)
    assert (len(web.far_end.asked), later.courtesy.requests) == (1, 0)


def test_what_is_kept_is_followed_anew_when_it_is_old(web: Web, tmp_path: Path, clock: TestClock) -> None:
    web.far_end.on("winkel.nl/", SHOP)
    for _ in range(3):
        follower(web, tmp_path, clock, keep_days=2.0).add_links(video("winkel.nl"))
        clock.time += 1.5 * 86400
    assert len(web.far_end.asked) == 2


def test_what_failed_is_tried_again_sooner(web: Web, tmp_path: Path, clock: TestClock) -> None:
    web.far_end.on("winkel.nl/", 503, SHOP)
    texts = video("winkel.nl")
    assert (follower(web, tmp_path, clock).add_links(texts).links or ())[0].error == "status 503"
    clock.time += FAILED_KEPT - 60
    assert (follower(web, tmp_path, clock).add_links(texts).links or ())[0].error == "status 503"
    clock.time += 120
    assert (follower(web, tmp_path, clock).add_links(texts).links or ())[0].error is None
    assert len(web.far_end.asked) == 2


@pytest.mark.parametrize("damage", [b"", b"{", b'{"link": {"url": 5}}', b"\xff\xfe"])
def test_a_damaged_file_of_the_cache_counts_as_absent(web: Web, tmp_path: Path, damage: bytes) -> None:
    web.far_end.on("winkel.nl/", SHOP)
    follower(web, tmp_path).add_links(video("winkel.nl"))
    (file,) = tmp_path.rglob("*.json")
    file.write_bytes(damage)
    assert (follower(web, tmp_path).add_links(video("winkel.nl")).links or ())[0].shop is True


def _follow_and_die(folder: Path, port: int) -> None:
    """Follow two links; the process ends without a word while the second is asked."""
    far_end = FarEnd.__new__(FarEnd)
    far_end.port = port
    web = Web(far_end)

    class Dying:
        def __init__(self) -> None:
            self._guard = web.guard()

        def ask(self, url: str, *, seconds: float) -> Any:
            if url.endswith("/2"):
                os._exit(9)
            return self._guard.ask(url, seconds=seconds)

    Follower(settings(), Cache(folder), guard=Dying()).add_links(video("https://a.nl/1 https://a.nl/2"))


def test_a_run_that_was_killed_goes_on_with_the_link_it_was_at(web: Web, tmp_path: Path) -> None:
    web.far_end.on("a.nl/", SHOP)
    process = multiprocessing.get_context("spawn").Process(
        target=_follow_and_die, args=(tmp_path, web.far_end.port), daemon=True
    )
    process.start()
    process.join(60)
    assert process.exitcode == 9
    found = follower(web, tmp_path).add_links(video("https://a.nl/1 https://a.nl/2"))
    assert [link.error for link in found.links or ()] == [None, None]
    assert web.far_end.asked == ["a.nl/1", "a.nl/2"]


def test_evidence_that_has_its_links_asks_only_for_those_that_failed(web: Web, tmp_path: Path) -> None:
    web.far_end.on("a.nl/", SHOP)
    known = (Link(url="a.nl/1", hops=("https://a.nl/1",), title="Toen"), Link(url="a.nl/2", error="status 500"))
    found = follower(web, tmp_path).add_links(video("a.nl/1 a.nl/2", links=known)).links or ()
    assert [link.title for link in found] == ["Toen", "Winkel"]
    assert web.far_end.asked == ["a.nl/2"]


def test_one_link_has_its_time_over_all_hops(web: Web, tmp_path: Path) -> None:
    """Each hop answers in time, and all together do not: the wait for a turn counts too."""
    for number in range(10):
        web.far_end.on(f"a.nl/{number}.", answer(302, location=f"/{number + 1}."))
    link = (follower(web, tmp_path, pause=0.2, timeout=0.3).add_links(video("https://a.nl/0.x")).links or ())[0]
    assert link.error
    assert len(link.hops) < 5


def test_followed_links_outlive_another_reading_of_the_same_text() -> None:
    old = video("a.nl", links=(Link(url="a.nl", title="Toen"),), gaps={})
    new = video("a.nl")
    assert keep_links(new, old).links == old.links
    assert keep_links(new, old).gaps == {}
    assert keep_links(video("b.nl"), old).links is None
    assert keep_links(video("a.nl", links=()), old).links == ()
