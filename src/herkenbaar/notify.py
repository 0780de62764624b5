"""Tell people after a sweep what changed, through Apprise: mail, Slack, Teams, a webhook, and a hundred others.

Only when something changed. What is to be told is noted in the same transaction that closes the run, and crossed off
when it was sent: a failed notification is tried again by the next sweep, and never costs the run anything.
"""

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING

from herkenbaar.errors import ConfigError, MissingExtraError
from herkenbaar.model import Severity
from herkenbaar.reports.escape import one_line
from herkenbaar.reports.runs.account import Account, Item
from herkenbaar.reports.runs.sections import lead, sections
from herkenbaar.reports.words import vocabulary
from herkenbaar.schedule import AMSTERDAM
from herkenbaar.settings import Channel, Settings
from herkenbaar.store import outbox
from herkenbaar.store.accounts import give_account
from herkenbaar.store.outbox import Notice

if TYPE_CHECKING:
    from herkenbaar.visit import Tools

log = logging.getLogger(__name__)

SHOWN = 10
"""So many entries at most per section: a digest is read on a phone, the report has the rest."""
LINE = 200
TOLD = {"warnings", "unreadable", "new", "reopened", "fixed", "gone"}
"""The sections that a digest has; edits and open findings are for the report."""


def deliver(tools: Tools) -> int:
    """Send what is due; how many were sent. A channel that fails is tried again later. Raises StoreError only."""
    sent = 0
    while (notice := tools.store.write(outbox.claim, now=tools.now())) is not None:
        try:
            sent += _send(tools, notice)
        except Exception as error:
            log.warning("channel '%s' of run %s: %s", notice.channel, notice.run_id, error)
            tools.store.write(outbox.note_failed, notice, error=one_line(str(error), limit=500), now=tools.now())
    return sent


def channels_of(settings: Settings) -> tuple[str, ...]:
    """The names of the channels in config.toml. Raises ConfigError where two have the same."""
    names = [channel.name for channel in settings.notify.channels]
    if twice := {name for name in names if names.count(name) > 1}:
        raise ConfigError(f"two channels are called {min(twice)!r}", where="[[notify.channels]]")
    return tuple(names)


def compose(account: Account, *, lang: str, least: str) -> tuple[str, str] | None:
    """Title and text of a digest, or None where there is nothing to tell: what changed, at or above ``least``."""
    say = vocabulary(lang)
    heavy = {severity.value for severity in list(Severity)[list(Severity).index(Severity(least)) :]}
    new = [item for item in account.new if _counts(item, heavy)]
    again = [item for item in account.reopened if _counts(item, heavy)]
    fixed = [item for item in account.fixed if item.severity in heavy]
    counts = {
        "new": len(new),
        "reopened": len(again),
        "fixed": len(fixed),
        "unreadable": len(account.unreadable),
        "warnings": len(account.warnings),
        "gone": len(account.gone),
    }
    told = [f"{say(f'run.{name}').lower()}: {count}" for name, count in counts.items() if count]
    if not told:
        return None
    lines = [lead(account, say)]
    for section in sections(account, say):
        entries = [entry for entry in section.entries if not entry.tone or entry.tone in heavy]
        if section.name not in TOLD or not entries:
            continue
        lines.append(f"\n{section.title} ({len(entries)})")
        for entry in entries[:SHOWN]:
            tone = f"[{say(f'severity.{entry.tone}')}] " if entry.tone else ""
            quote = f" {say('language.quote', text=one_line(entry.quote, limit=60))}" if entry.quote else ""
            lines.append(f"- {tone}{one_line(entry.name, limit=LINE)}{quote}")
            lines += [f"  {one_line(fact, limit=LINE)}" for fact in entry.facts[:1]]
        if len(entries) > SHOWN:
            lines.append(f"- {say.count('run.more', len(entries) - SHOWN)}")
    lines.append(f"\nherkenbaar report --run {account.run}")
    return f"herkenbaar: {', '.join(told)}", "\n".join(lines)


def _counts(item: Item, heavy: set[str]) -> bool:
    return item.counts and item.severity in heavy


def _send(tools: Tools, notice: Notice) -> int:
    """1 where it was sent, 0 where there was nothing to tell."""
    channel = next((x for x in tools.settings.notify.channels if x.name == notice.channel), None)
    if channel is None:
        raise ConfigError(f"no channel is called {notice.channel!r} any more", where="[[notify.channels]]")
    with tools.store.read() as connection:
        today = tools.now().astimezone(AMSTERDAM).date()
        account = give_account(connection, notice.run_id, groups=channel.groups, today=today)
    text = compose(account, lang=channel.lang or tools.settings.report.lang, least=channel.least)
    if text is not None:
        _tell(channel, *text)
    title, body = text or ("", "")
    tools.store.write(outbox.note_sent, notice, title=title, body=body, now=tools.now())
    return int(text is not None)


def _tell(channel: Channel, title: str, body: str) -> None:
    """Send it. Raises ConfigError, MissingExtraError, or RuntimeError where the service does not take it."""
    try:
        import apprise
    except ImportError as error:
        raise MissingExtraError(
            "notifications need a part that is not installed", remedy="pip install 'herkenbaar[notify]'"
        ) from error
    where = f"[[notify.channels]] {channel.name}"
    url = channel.url
    if url.startswith("env:"):
        url = os.environ.get(url.removeprefix("env:"), "")
        if not url:
            raise ConfigError(f"the environment has no {channel.url.removeprefix('env:')}", where=where)
    sender = apprise.Apprise()
    if not sender.add(url):
        raise ConfigError("this is no address that Apprise knows", where=where, remedy="github.com/caronc/apprise/wiki")
    if not sender.notify(title=title, body=body, body_format=apprise.NotifyFormat.TEXT):
        raise RuntimeError("the service did not take it")
