"""The video as a visitor sees it who clicks nothing: texts cut at the fold, what lies behind it greyed.

The card is neutral: it has the order of things of each platform, not its colours or signs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from herkenbaar.model import FoldedText, Judged, Kind, Platform, Surface, Zone
from herkenbaar.reports.escape import one_line
from herkenbaar.reports.finds import Role
from herkenbaar.reports.marks import Mark, Piece, deciding, marks_on, pieces
from herkenbaar.reports.markup import Html, join, tag
from herkenbaar.reports.words import Vocabulary, clock

PLAIN = 420
"""A stretch without a find that is longer than this (characters) is shown in part."""
KEPT = 150
"""So much of it is kept at either end."""
UPRIGHT = {Kind.SHORT, Kind.REEL}


def view(judged: Judged, say: Vocabulary) -> Html:
    """The card with its heading, the legend of the marks in it, and the other views."""
    fold = deciding(judged.folds, Surface.DESCRIPTION) or deciding(judged.folds, Surface.TITLE)
    heading = say("view.on_device", device=say.code("device", fold.device)) if fold else say("view.no_fold")
    card = _card(judged, say)
    return tag("section", tag("h4", heading), card, _legend(judged, say), _views(judged, say), class_="view")


def _card(judged: Judged, say: Vocabulary) -> Html:
    """Picture, title and description in the order of the platform."""
    video = judged.evidence
    upright = video.kind in UPRIGHT or video.platform is Platform.TIKTOK
    title = _text(judged, Surface.TITLE, say)
    description = _text(judged, Surface.DESCRIPTION, say)
    maker = tag("p", _creator(judged, say), class_="maker")
    if upright or video.platform is Platform.INSTAGRAM:
        content = join(_picture(judged, say), maker, title, description)
    else:
        content = join(_picture(judged, say), title, maker, description)
    return tag("div", content, class_=f"card {'upright' if upright else 'wide'}")


def _picture(judged: Judged, say: Vocabulary) -> Html:
    """An empty picture with the platform's label, or what is known of it, and the duration."""
    video = judged.evidence
    length = tag("span", clock(video.duration), class_="duration") if video.duration else None
    return tag(
        "div", _label(judged, say), tag("span", "▶", class_="play", aria_hidden="true"), length, class_="picture"
    )


def _label(judged: Judged, say: Vocabulary) -> Html:
    video = judged.evidence
    if video.label is None:
        return tag("span", say("view.label_not_looked"), class_="label unknown")
    if not video.label:
        return tag("span", say("view.label_not_seen"), class_="label absent")
    kind = f": {say(f'label_kind.{video.label_kind}')}" if video.label_kind else ""
    names = f" ({one_line(', '.join(video.sponsors), limit=80)})" if video.sponsors else ""
    return tag("span", f"{say('view.label_seen')}{kind}{names}", class_="label present")


def _creator(judged: Judged, say: Vocabulary) -> Html:
    creator = judged.evidence.creator
    name = tag("bdi", one_line(creator.name or creator.handle or "", limit=80) or say("text.unknown_creator"))
    followers = say.count("count.followers", creator.followers) if creator.followers is not None else None
    return join(name, f" · {followers}" if followers else None)


def _text(judged: Judged, surface: Surface, say: Vocabulary) -> Html:
    """One text with its marks and its fold; that it is empty or was not looked at is said in words."""
    video = judged.evidence
    text = video.title if surface is Surface.TITLE else video.description
    if text is None:
        return tag("p", say(f"view.no_{surface}_looked"), class_=f"{surface} nothing")
    if not text.strip() and surface is Surface.TITLE and video.platform is not Platform.YOUTUBE:
        return Html()
    if not text.strip():
        return tag("p", say(f"view.no_{surface}"), class_=f"{surface} nothing")
    marks = marks_on(judged.verdict, surface)
    content = _zones(pieces(text, marks, deciding(judged.folds, surface)), say)
    return tag("div", content, class_=f"{surface} words", dir="auto")


def _zones(cut: Iterable[Piece], say: Vocabulary) -> Iterator[Html]:
    """The pieces, with the cut of the platform drawn between what shows and what does not."""
    zone: Zone | None = None
    for piece in cut:
        if piece.zone is Zone.UNCERTAIN and zone is not Zone.UNCERTAIN:
            yield tag("span", say("view.edge"), class_="cut edge")
        if piece.zone is Zone.HIDDEN and zone is not Zone.HIDDEN:
            yield tag("span", say("view.more"), class_="cut")
        zone = piece.zone
        yield tag("span", _marked(piece, say), class_=f"zone-{zone}" if zone else None)


def _marked(piece: Piece, say: Vocabulary) -> Html:
    if not piece.marks:
        return _shortened(piece.text, say)
    names = "; ".join(dict.fromkeys(say(mark.key) for mark in piece.marks))
    spoken = "".join(f"[{_name(mark, say)}] " for mark in piece.starts)
    roles = " ".join(role for role in Role if any(mark.role is role for mark in piece.marks))
    return tag("mark", tag("span", spoken, class_="aside") if spoken else None, piece.text, class_=roles, title=names)


def _name(mark: Mark, say: Vocabulary) -> str:
    return say(mark.key) if mark.role is not Role.DISCOUNTED else f"{say(mark.key)}, {say('view.legend_discounted')}"


def _shortened(text: str, say: Vocabulary) -> Html:
    if len(text) <= PLAIN:
        return join(text)
    left_out = tag("span", f" … {say.count('count.unmarked', len(text) - 2 * KEPT)} … ", class_="left-out")
    return join(text[:KEPT], left_out, text[-KEPT:])


def _legend(judged: Judged, say: Vocabulary) -> Html | None:
    """The meaning of the marks and shades that really are in this card."""
    surfaces = (Surface.TITLE, Surface.DESCRIPTION)
    roles = {mark.role for surface in surfaces for mark in marks_on(judged.verdict, surface)}
    items = [tag("li", tag("mark", say(f"view.legend_{role}"), class_=role)) for role in Role if role in roles]
    items += (tag("li", say(f"zone.{zone}"), class_=f"zone-{zone}") for zone in _greyed(judged))
    return tag("ul", items, class_="legend", aria_label=say("view.legend")) if items else None


def _greyed(judged: Judged) -> Iterator[Zone]:
    """The zones of the description that do not surely show."""
    fold, text = deciding(judged.folds, Surface.DESCRIPTION), judged.evidence.description or ""
    if fold is None:
        return
    if fold.visible_end < min(fold.hidden_start, len(text)):
        yield Zone.UNCERTAIN
    if fold.hidden_start < len(text):
        yield Zone.HIDDEN


def _views(judged: Judged, say: Vocabulary) -> Html | None:
    """Every view that was considered: what it shows of each text, and which one decided."""
    devices = list(dict.fromkeys(fold.device for fold in judged.folds))
    if not devices:
        return None
    heads = (say("view.device"), say("surface.title"), say("surface.description"), say("text.disclosure"))
    head = tag("tr", (tag("th", head, scope="col") for head in heads))
    rows = (_device(device, judged, say) for device in devices)
    body = tag("table", tag("thead", head), tag("tbody", rows))
    return tag("details", tag("summary", say("view.other_views")), tag("div", body, class_="scroll"), class_="views")


def _device(device: str, judged: Judged, say: Vocabulary) -> Html:
    folds = [fold for fold in judged.folds if fold.device == device]
    decides = say("view.decides") if any(fold.decides for fold in folds) else None
    name = tag("th", say.code("device", device), tag("small", decides) if decides else None, scope="row")
    video = judged.evidence
    texts = ((Surface.TITLE, video.title), (Surface.DESCRIPTION, video.description))
    cells = (tag("td", _extent(_fold(folds, surface), text, say)) for surface, text in texts)
    return tag("tr", name, cells, tag("td", _seen(device, judged, say)))


def _fold(folds: Iterable[FoldedText], surface: Surface) -> FoldedText | None:
    return next((fold for fold in folds if fold.surface is surface), None)


def _extent(fold: FoldedText | None, text: str | None, say: Vocabulary) -> str:
    """How much of a text a view shows, in words."""
    if fold is None or not text:
        return "–"
    if fold.visible_end >= len(text):
        return say("view.all")
    if fold.hidden_start == 0:
        return say("view.none")
    if fold.visible_end == fold.hidden_start:
        return say("view.first", n=say.number(fold.visible_end))
    return say("view.between", n=say.number(fold.visible_end), most=say.number(min(fold.hidden_start, len(text))))


def _seen(device: str, judged: Judged, say: Vocabulary) -> str:
    """Whether a disclosure in text shows on this view."""
    texts = {Surface.TITLE, Surface.DESCRIPTION}
    written = [found for found in judged.verdict.disclosures if found.surface in texts]
    if not written:
        return "–"
    return say("view.shows") if any(device not in found.hidden_on for found in written) else say("view.shows_not")
