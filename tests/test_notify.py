"""People are told what changed, once, however often sending fails; a run never suffers from it."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import msgspec
import pytest
from tests.town import AD, NOW, Town

from herkenbaar.errors import ConfigError
from herkenbaar.notify import channels_of, deliver
from herkenbaar.settings import Channel, Notify
from herkenbaar.store import creators, schema
from herkenbaar.store.runs import Scope
from herkenbaar.sweep import sweep

# Apprise imports a module that Python will drop; nothing of ours can change that.
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")


class Service:
    """A service that is told: a real HTTP server. ``status`` is what it answers."""

    def __init__(self) -> None:
        self.told: list[dict[str, Any]] = []
        self.status = 200
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                if service.status == 200:
                    service.told.append(json.loads(body))
                self.send_response(service.status)
                self.end_headers()

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (the base class says so)
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"json://127.0.0.1:{self.server.server_address[1]}/hook"


@pytest.fixture
def service() -> Iterator[Service]:
    service = Service()
    thread = threading.Thread(target=service.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield service
    service.server.shutdown()
    service.server.server_close()
    thread.join()


@pytest.fixture
def town(town: Town) -> Town:
    town.now = NOW  # type: ignore[attr-defined]
    town.tools = msgspec.structs.replace(town.tools, now=lambda: town.now)  # type: ignore[attr-defined]
    return town


def listen(town: Town, *channels: Channel) -> None:
    settings = msgspec.structs.replace(town.tools.settings, notify=Notify(channels=channels))
    town.tools = msgspec.structs.replace(town.tools, settings=settings)


def go(town: Town) -> None:
    sweep(town.tools, Scope(everyone=True))


def later(town: Town, **time: int) -> None:
    town.now += timedelta(**time)  # type: ignore[attr-defined]


def test_a_digest_says_what_is_new_and_why_to_open_it(town: Town, service: Service) -> None:
    listen(town, Channel(name="team", url=service.url, lang="en"))
    town.write({"title": "Summer"} | AD)
    go(town)
    [told] = service.told
    assert told["title"] == "herkenbaar: new: 1"
    assert "[severe] lisa: Summer “code LISA10”" in told["message"]
    assert "herkenbaar report --run 1" in told["message"]


def test_nothing_new_tells_nobody(town: Town, service: Service) -> None:
    listen(town, Channel(name="team", url=service.url))
    town.write({"description": "a cat"})
    go(town)
    go(town)
    assert service.told == []
    assert [row["sent_at"] for row in town.rows(schema.notices)] == [NOW, NOW]


def test_fixed_gone_and_unreadable_are_told(town: Town, service: Service) -> None:
    town.write(AD, {"id": "2"}, {"id": "3"}, {"id": "4"})
    go(town)
    listen(town, Channel(name="team", url=service.url, lang="en"))
    town.write({"description": "#ad code LISA10"}, {"id": "2"}, {"id": "3"})
    go(town)
    town.file.unlink()
    go(town)
    assert [told["title"] for told in service.told] == [
        "herkenbaar: fixed: 1, video gone: 1",
        "herkenbaar: could not be read: 1",
    ]


def test_each_channel_hears_of_its_groups_and_severities(town: Town, service: Service) -> None:
    entry = msgspec.structs.replace(town.entry, groups=("client A",))
    town.tools.store.write(creators.put, entry, origin="command", now=NOW)
    town.write({"description": "#spon"})
    listen(
        town,
        Channel(name="mine", url=service.url, groups=("client A",), lang="en"),
        Channel(name="theirs", url=service.url, groups=("client B",)),
        Channel(name="heavy", url=service.url, least="ernstig"),
    )
    go(town)
    assert [told["title"] for told in service.told] == ["herkenbaar: new: 1"]


def test_what_fails_is_tried_again_after_a_longer_wait_each_time(town: Town, service: Service) -> None:
    listen(town, Channel(name="team", url=service.url))
    service.status = 500
    town.write(AD)
    go(town)
    assert [row["finished_at"] for row in town.rows(schema.runs)] == [NOW]
    deliver(town.tools)
    assert [row["attempts"] for row in town.rows(schema.notices)] == [1]
    later(town, seconds=60)
    deliver(town.tools)
    [notice] = town.rows(schema.notices)
    assert (notice["attempts"], notice["sent_at"], notice["error"]) == (2, None, "the service did not take it")
    service.status = 200
    later(town, seconds=299)
    assert deliver(town.tools) == 0
    later(town, seconds=1)
    assert deliver(town.tools) == 1
    assert deliver(town.tools) == 0
    assert len(service.told) == 1


def test_a_notice_that_never_goes_out_is_given_up_and_stays_listed(town: Town, service: Service) -> None:
    listen(town, Channel(name="team", url=service.url))
    service.status = 500
    town.write(AD)
    go(town)
    for _ in range(20):
        later(town, days=1)
        deliver(town.tools)
    assert [row["attempts"] for row in town.rows(schema.notices)] == [7]


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("env:NO_SUCH_VARIABLE", "the environment has no NO_SUCH_VARIABLE"),
        ("nothing://x", "no address that Apprise knows"),
        ("json://127.0.0.1:1/", "the service did not take it"),
    ],
)
def test_a_wrong_address_is_named_and_the_run_is_whole(town: Town, url: str, reason: str) -> None:
    listen(town, Channel(name="team", url=url))
    town.write(AD)
    go(town)
    assert reason in town.rows(schema.notices)[0]["error"]
    assert len(town.rows(schema.verdicts)) == 1


def test_the_address_may_come_from_the_environment(
    town: Town, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEAM_URL", service.url)
    listen(town, Channel(name="team", url="env:TEAM_URL"))
    town.write(AD)
    go(town)
    assert len(service.told) == 1


def test_two_processes_tell_it_once(town: Town, service: Service) -> None:
    listen(town, Channel(name="team", url=service.url))
    service.status = 500
    town.write(AD)
    go(town)
    service.status = 200
    later(town, seconds=60)
    both = [threading.Thread(target=deliver, args=(town.tools,)) for _ in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert len(service.told) == 1


def test_hostile_words_stay_on_their_line(town: Town, service: Service) -> None:
    listen(town, Channel(name="team", url=service.url, lang="en"))
    town.write({"title": "a\nherkenbaar: all fine\x1b[31m", "description": "code LISA10"})
    go(town)
    assert "\x1b" not in service.told[0]["message"]
    assert "\nherkenbaar: all" not in service.told[0]["message"]


def test_two_channels_of_one_name_are_refused(town: Town) -> None:
    listen(town, Channel(name="team", url="a"), Channel(name="team", url="b"))
    with pytest.raises(ConfigError, match="two channels are called 'team'"):
        channels_of(town.tools.settings)
