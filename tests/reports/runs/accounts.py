"""Made-up accounts of runs for the tests of their reports: one with something in every section, and hostile ones."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import msgspec
from hypothesis import strategies as st
from tests.reports.hostile import texts

from herkenbaar.model import Outcome, Platform, Problem, Severity, Surface, Words
from herkenbaar.reports.runs.account import Account, Edit, Item, Look, Ruling, ToDecide, Video, Visited

SIX = datetime(2026, 11, 22, 5, 7, tzinfo=UTC)
EMPTY = Account(
    run=7,
    started=SIX,
    finished=SIX,
    groups=(),
    ruleset="rules",
    visited=(),
    new=(),
    reopened=(),
    fixed=(),
    still_open=(),
    looks=(),
    gone=(),
    returned=(),
    edited=(),
    problems=(),
    to_decide=(),
)


def account(**changes: Any) -> Account:
    return msgspec.structs.replace(EMPTY, **changes)


def video(**changes: Any) -> Video:
    base = Video(
        creator="Sanne",
        platform=Platform.TIKTOK,
        id="7341",
        url="https://www.tiktok.com/@sanne/video/7341",
        title="Herfstlooks",
        published=SIX,
    )
    return msgspec.structs.replace(base, **changes)


def ruling(**changes: Any) -> Ruling:
    base = Ruling(kind="waive", reason="agreed with the client", by="Zoë", until=date(2027, 1, 1), standing="in_force")
    return msgspec.structs.replace(base, **changes)


def item(**changes: Any) -> Item:
    base = Item(
        fingerprint="0123456789abcdef",
        video=video(),
        rule="nl/mediawet/recognisable",
        title=Words("Reclame is te herkennen", "Advertising can be recognised"),
        advice=Words("Zet «Reclame» vooraan.", "Put “Reclame” first."),
        severity=Severity.ERNSTIG,
        outcome=Outcome.FAIL,
        deficiency=None,
        quote="met code SANNE15",
        since=SIX,
    )
    return msgspec.structs.replace(base, **changes)


def visited(**changes: Any) -> Visited:
    base = Visited(
        creator="Sanne",
        source="https://www.tiktok.com/@sanne",
        groups=("client A",),
        state="done",
        listed=30,
        fresh=1,
        changed=2,
        judged=3,
        requests=4,
        reason="",
        expected=None,
    )
    return msgspec.structs.replace(base, **changes)


def full(**changes: Any) -> Account:
    """A run with one thing in every section."""
    edit = Edit(video=video(), fields=("description",), version=2, difference=("-old words", "+new words"))
    look = Look(video=video(title=None), missing={Surface.SPEECH: "no captions"}, doubts=("unclear_ad",), is_new=True)
    stale = ToDecide(
        fingerprint="fedcba98", video=video(), rule="nl/x", quote="code", ruling=ruling(standing="expired")
    )
    base = account(
        visited=(
            visited(),
            visited(creator="Omar", state="unreadable", listed=None, reason="HTTP 404: no such page"),
            visited(creator="Kim", listed=3, expected=30),
        ),
        new=(item(cause="first"), item(cause="first", ruling=ruling(), counts=False)),
        reopened=(item(severity=Severity.ZWAAR, cause="evidence"),),
        fixed=(item(cause="rules"),),
        still_open=(item(severity=Severity.ADVIES, ruling=ruling(kind="dispute", until=None)),),
        looks=(look,),
        gone=(video(id="1", title="Weg"),),
        returned=(video(id="2", title="Terug"),),
        edited=(edit,),
        problems=(Problem("tiktok 9", "an id of 0 characters", "1 to 2000 are possible"),),
        to_decide=(stale,),
    )
    return msgspec.structs.replace(base, **changes)


@st.composite
def hostile(draw: st.DrawFn) -> Account:
    """A full account in which everything that comes from outside is hostile."""
    seen = video(creator=draw(texts), id=draw(texts), url=draw(st.one_of(st.none(), texts)), title=draw(texts))
    decided = ruling(reason=draw(texts), by=draw(texts), kind=draw(texts), standing=draw(texts))
    found = item(video=seen, quote=draw(texts), rule=draw(texts), ruling=decided)
    visit = visited(creator=draw(texts), source=draw(texts), reason=draw(texts), state="unreadable", expected=3)
    lines = (f"-{draw(texts)}", f"+{draw(texts)}", draw(texts))
    return full(
        visited=(visit,),
        new=(found,),
        still_open=(found,),
        fixed=(found,),
        looks=(Look(video=seen, missing={Surface.SPEECH: draw(texts)}, doubts=(draw(texts),), is_new=False),),
        gone=(seen,),
        edited=(Edit(video=seen, fields=(draw(texts),), version=2, difference=lines),),
        problems=(Problem(draw(texts), draw(texts), draw(texts)),),
        to_decide=(ToDecide(fingerprint="ab", video=seen, rule=draw(texts), quote=draw(texts), ruling=decided),),
    )
