"""The check of a video before it goes online, for its creator: what viewers get, which duties are met, what to add."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import IO, NamedTuple

import msgspec

from herkenbaar.model import (
    Disclosure,
    Evidence,
    Finding,
    Judged,
    Outcome,
    Ready,
    Sheet,
    Status,
    Surface,
    Verdict,
    Words,
)
from herkenbaar.reports.escape import one_line
from herkenbaar.reports.finds import Find, Role, finds
from herkenbaar.reports.marks import deciding
from herkenbaar.reports.order import open_findings
from herkenbaar.reports.terminal import STYLES, open_console
from herkenbaar.reports.words import Vocabulary, clock, vocabulary

QUOTE = 120
REASON = 240
"""Characters of why something was not looked at: what to do about it stands at its end."""
MOST = 20
"""So many finds at most: a creator looks for the first few."""
IN_VIDEO = (Surface.SPEECH, Surface.SCREEN, Surface.LABEL)
TEXTS = (Surface.TITLE, Surface.DESCRIPTION)
SIGNS = {Outcome.PASS: "✓", Outcome.FAIL: "✗", Outcome.UNSURE: "?"}
COLOURS = {Outcome.PASS: "green", Outcome.FAIL: "bold red", Outcome.UNSURE: "bold cyan"}


class Line(NamedTuple):
    """How far to the right, the text, and its style."""

    depth: int
    text: str
    style: str = "none"


def write(
    sheet: Sheet,
    out: IO[str],
    *,
    lang: str,
    laws: Mapping[str, Words] | None = None,
    width: int | None = None,
) -> None:
    """Print the sheet. ``laws`` has the titles of the sources of law by key; ``width`` in characters, None takes that
    of the terminal."""
    from rich.padding import Padding
    from rich.text import Text

    say = vocabulary(lang, laws)
    console = open_console(out, width)
    for line in _lines(sheet, say):
        console.print(Padding(Text(line.text, style=line.style), (0, 0, 0, 2 * line.depth), expand=False))


def write_json(sheet: Sheet, out: IO[str]) -> None:
    """One object (``herkenbaar.draft/1``) on one line: evidence, verdict and ready sentences."""
    out.write(msgspec.json.encode(sheet).decode() + "\n")


def _lines(sheet: Sheet, say: Vocabulary) -> Iterator[Line]:
    judged = sheet.judged
    verdict = judged.verdict
    yield Line(0, _heading(judged.evidence, say), "bold")
    status = say(f"status.{verdict.status}")
    severity = f" ({say(f'severity.{verdict.severity}')})" if verdict.severity else ""
    yield Line(0, f"{status}{severity}: {say(f'status_help.{verdict.status}')}", STYLES[verdict.status])
    if verdict.status is Status.NO_AD:
        yield Line(0, say("draft.no_relation"))
    yield from _headed(say("draft.viewer"), _viewer(judged, say))
    yield from _headed(say("draft.duties"), _duties(verdict, say))
    yield from _headed(say("draft.ready"), _ready(sheet, say))
    yield Line(0, "")
    yield Line(0, say("text.not_legal_advice"), "dim")


def _headed(title: str, lines: Iterable[Line]) -> Iterator[Line]:
    first = True
    for line in lines:
        if first:
            yield Line(0, f"\n{title}", "bold")
            first = False
        yield line


def _heading(video: Evidence, say: Vocabulary) -> str:
    parts = [say(f"platform.{video.platform}"), say(f"kind.{video.kind}"), say.date(video.published)]
    if video.duration is not None:
        parts.append(clock(video.duration))
    return f"{say('draft.title')} · {' · '.join(parts)}"


def _viewer(judged: Judged, say: Vocabulary) -> Iterator[Line]:
    """What somebody who presses nothing reads, then what is said and shown in order of time, then what is not known."""
    video, verdict = judged.evidence, judged.verdict
    found = [find for find in finds(verdict) if find.role is not Role.DISCOUNTED]
    for surface in TEXTS:
        yield from _text(judged, surface, say)
    for find in sorted(found, key=_order)[:MOST]:
        yield Line(1, _find(find, say))
    if video.label is False:
        yield Line(1, f"{say('surface.label')}: {say('draft.label_off')}")
    for surface in (*TEXTS, *IN_VIDEO):
        coverage = verdict.coverage[surface]
        missing_title = surface is Surface.TITLE and video.title is None
        if coverage.state != "looked" and not missing_title:
            why = f" ({one_line(say.why(coverage.why), limit=REASON)})" if coverage.why else ""
            state = say(f"coverage.{coverage.state}")
            yield Line(1, f"{say(f'surface.{surface}')}: {state}{why}", "cyan")


def _text(judged: Judged, surface: Surface, say: Vocabulary) -> Iterator[Line]:
    """The part of title or description that stands before the fold."""
    text = judged.evidence.title if surface is Surface.TITLE else judged.evidence.description
    fold = deciding(judged.folds, surface)
    if not text:
        return
    visible = text if fold is None else text[: fold.visible_end]
    name = say(f"surface.{surface}")
    if not visible.strip():
        yield Line(1, f"{name}: {say('draft.nothing_visible')}")
        return
    quote = say("language.quote", text=one_line(visible, limit=2 * QUOTE))
    cut = f" {say('draft.cut')}" if len(visible) < len(text) else ""
    yield Line(1, f"{name}: {quote}{cut}")


def _order(find: Find) -> tuple[bool, float]:
    """Text first, then by second; the label last."""
    timed = find.surface in (Surface.SPEECH, Surface.SCREEN)
    return timed, find.start if find.start is not None else -1.0


def _find(find: Find, say: Vocabulary) -> str:
    quote = say("language.quote", text=one_line(find.quote, limit=QUOTE))
    parts = [f"{say.place(find.surface, find.start, find.end)}: {quote}"]
    source = find.source
    if isinstance(source, Disclosure):
        parts += [say(f"grade.{source.grade}"), say(f"zone.{source.zone}") if source.zone else ""]
        parts.append(say.shortfall(source.shortfall) if source.shortfall else "")
        parts.append(one_line(say.code("doubt", source.doubt)) if source.doubt else "")
        if source.hidden_on:
            devices = ", ".join(one_line(say.code("device", device)) for device in source.hidden_on)
            parts.append(say("text.not_visible_on", devices=devices))
    else:
        parts.append(say(f"signal.{find.kind}"))
    return "; ".join(filter(None, parts))


def _duties(verdict: Verdict, say: Vocabulary) -> Iterator[Line]:
    """What is not in order with its advice, what cannot be told, then what is met."""
    met = [finding for finding in verdict.findings if finding.outcome is Outcome.PASS]
    for finding in [*open_findings(verdict), *met]:
        yield Line(1, f"{SIGNS[finding.outcome]} {_duty(finding, say)}", COLOURS[finding.outcome])
        if finding.doubt:
            yield Line(3, one_line(say.code("doubt", finding.doubt)))
        if finding.outcome is Outcome.UNSURE and finding.needs:
            needs = ", ".join(say(f"surface.{surface}") for surface in finding.needs)
            yield Line(3, say("text.would_settle", surfaces=needs))
        if finding.outcome is Outcome.FAIL and (advice := one_line(say.pick(finding.advice))):
            yield Line(3, advice)


def _duty(finding: Finding, say: Vocabulary) -> str:
    """The duty and whether it is met; where the law stands only for what is open."""
    title, outcome = one_line(say.pick(finding.title)), say(f"outcome.{finding.outcome}")
    if finding.outcome is Outcome.PASS:
        return title
    severity = f", {say(f'severity.{finding.severity}')}" if finding.outcome is Outcome.FAIL else ""
    law = f" ({one_line(say.law(finding.law[0]))})" if finding.law else ""
    return f"{title} — {outcome}{severity}{law}"


def _ready(sheet: Sheet, say: Vocabulary) -> Iterator[Line]:
    for each in sheet.ready:
        yield Line(1, _use(each, sheet.judged.evidence, say), "bold")
        if each.use == "label":
            yield Line(2, one_line(say.pick(each.words)))
            continue
        yield Line(2, f"nl  {one_line(each.words.nl)}")
        yield Line(2, f"en  {one_line(each.words.en)}")


def _use(each: Ready, video: Evidence, say: Vocabulary) -> str:
    """What to do with a sentence, and when there is room for it: where none was found, or nobody looked, in words."""
    if each.use in {"paste", "label"}:
        return say(f"draft.{each.use}")
    if each.start is None or each.end is None:
        looked = (video.speech if each.use == "say" else video.screen) is not None
        return say(f"draft.{each.use}_{'no_room' if looked else 'unknown'}")
    place = say(f"draft.{each.place}") if each.place else ""
    return say(f"draft.{each.use}", start=clock(each.start), end=clock(each.end), place=place)
