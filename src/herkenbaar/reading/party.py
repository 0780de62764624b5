"""Who stands beside a phrase: somebody who sells, or family, a school, a charity, a fellow maker, nobody at all.

``party_reason`` gives a short code, which reports translate, or None where the party makes it advertising.
"""

from __future__ import annotations

import re

from herkenbaar.lexicon import Found, Lexicon
from herkenbaar.model import Grade, Relation, Surface
from herkenbaar.reading.passages import TIMED, Passage
from herkenbaar.wordlist import ContextKind

_INDEFINITE = re.compile(
    r"(?:a|an|een|some|two|three|four|five|six|ten|twee|drie|vier|vijf|zes|tien|onze drie|honderd|duizend) "
)
_LED = re.compile(r" (?:door|by)(?= )")
_NAMING = re.compile(r"(?: (?:door|by|is|was|deze|this)(?= ))?")
"""Between "sponsor" and its name: "mijn sponsor is …", "sponsor: …"."""
_COUNT = re.compile(r"(?:(?:\d{1,3}|een|de|het|twee|drie|a|the|one|two) )?")
_CROWD = re.compile(
    r"(?:ruim |meer dan |over |more than )?(?:\d[\d.]*|honderden|tientallen|duizenden|hundreds of|al|alle|all) "
    r"(?:\w+ ){0,2}?"
    r"(?:mensen|leden|kijkers|donateurs|supporters|volgers|fans|abonnees|people|members|viewers|backers|patrons)\b"
)
"""Those who give to a creator: "211 mensen die elke maand iets geven"."""
_FAMILY = re.compile(r"(?:the |de )?(?:[\w-]+ family|familie [\w-]+)\b")
_OWNER = re.compile(r"(?:de|het|the) \w+ (?:van|of) ")
"""Before whoever made it: "de lasagne van mijn oma"."""
_SELLER = re.compile(r"(?:\w+ ){1,3}?\w*(?:merk|winkel|shop|bedrijf|fabrikant|keten|hotel|brand|company|maker|store)\b")
"""A company without a name: "een groot schoenenmerk"."""
_POSSESSIVE = re.compile(r"(?:mijn|m'n|mn|onze|ons|my|our) ")
_NAME = re.compile(r"[@#]?[\w][\w.&'+-]*")
_NAMES = re.compile(r"[A-Z][\w.&'-]*(?: [A-Z][\w.&'-]*){0,5}")
_LINKED = re.compile(r"(?:up )?with ")
_THANKED = re.compile(r"\b(?:to|aan|dankzij) ")
_BEFORE = 48
"""How far before a phrase its subject may begin ("de nieuwe webwinkel … stuurde mij")."""
_NEAR = 120
_TAGGED = 40
"""How far behind "door" an account may be named."""
_AUXILIARY = re.compile(r" (?:heeft|hebben|had|hadden|has|have)\Z")
_SOMEBODY = (" heeft ", " had ", " heeft", " had", " has ", " has")
_MINE = re.compile(r"\b(?:ik|we|wij|mij|me|ons|i|us)\b")
_LEADING = (" van", " voor", " bij")
_INSIDE = re.compile(r"\w+ \w+ (?:heeft|hebben)(?= )")
_STAND_INS = frozenset(("ze", "zij", "they"))
_ARTICLES = frozenset(("de", "het", "een", "die", "dat", "deze", "dit", "'t", "the", "a", "an", "this", "that"))
_NOBODY: tuple[ContextKind, ...] = ("private_party", "joke_party")
_STOP_BACK = re.compile(r"[.!?;:\n|•]| ,")
"""Read backwards: only the last one counts."""


def party_reason(lexicon: Lexicon, passage: Passage, hit: Found, before: str) -> str | None:
    """Why the party beside ``hit`` does not make it advertising; ``before`` is the folded sentence up to it."""
    group = hit.group
    if group.relation in (Relation.GIFT, Relation.TRIP) and _is_immaterial(lexicon, passage, hit):
        return "no_gift"
    if group.relation is Relation.TRIP and lexicon.local("charity").search(passage.folded.text, hit.start, hit.end):
        return "public_party"
    if group.party == "inside" and before.endswith(_SOMEBODY) and not _MINE.search(before):
        return "reported"
    if group.needs is None:
        private = group.relation is Relation.SPONSOR and _is_private(lexicon, passage, hit)
        return "private_party" if private else None
    if lexicon.says(before + passage.folded.text[hit.start : hit.end], "credit"):
        return "credit"
    if group.needs == "handle" and passage.folded.text[hit.end : hit.end + 2] != " @":
        return "no_party"
    return _subject(lexicon, passage, hit) if group.party == "before" else _object(lexicon, passage, hit)


def private_reason(lexicon: Lexicon, passage: Passage, hit: Found) -> str | None:
    """Why somebody right before or behind ``hit`` makes it private or public, or None where nobody known does."""
    if _is_immaterial(lexicon, passage, hit):
        return "no_gift"
    text = passage.folded.text
    lead = _AUXILIARY.sub("", _lead(passage, hit))
    for kind in ("private_party", "public_party"):
        if _ends(lexicon, kind, lead) or lexicon.local(kind).match(text, _next(text, hit.end)):
            return kind
    return None


def led_reason(lexicon: Lexicon, passage: Passage, hit: Found) -> str | None:
    """Why the party that "van" or "voor" leads to makes ``hit`` no advertising, or None where none follows."""
    text = passage.folded.text
    begin, behind = _next(text, hit.end), _skip(text, hit.end)
    led = begin != behind or text[: hit.end].endswith(_LEADING)
    return _behind(lexicon, passage, hit, begin) if led else None


def _is_immaterial(lexicon: Lexicon, passage: Passage, hit: Found) -> bool:
    """Whether what was given is no thing (a letter, a fine), or was free for everybody."""
    text, given = passage.folded.text, lexicon.local("immaterial")
    begin = _COUNT.match(text, _skip(text, hit.end))
    return (
        given.search(text, hit.start, hit.end) is not None or given.match(text, begin.end() if begin else 0) is not None
    )


def _is_private(lexicon: Lexicon, passage: Passage, hit: Found) -> bool:
    text = passage.folded.text
    thanked = _THANKED.search(text, hit.start, hit.end)
    if thanked and lexicon.local("private_party").match(text, thanked.end()):
        return True
    if hit.group.hashtag == "start":  # "#sponsoredbymama"
        tag = re.compile(r"\w*").match(text, hit.end)
        return tag is not None and any(lexicon.local(kind).fullmatch(tag.group()) for kind in _NOBODY)
    led = (_NAMING if text[: hit.end].rstrip(":").endswith("sponsor") else _LED).match(text, hit.end)
    if led is None and not text[: hit.end].endswith((" door", " by")):
        return False
    begin = _skip(text, led.end() if led else hit.end)
    if lexicon.local("company").match(text, begin):
        return False
    if lexicon.local("private_party").match(text, begin) or lexicon.local("joke_party").match(text, begin):
        return True
    if _CROWD.match(text, begin):
        return True
    if _tags_in(passage, begin, min(len(text), begin + _TAGGED)):
        return False  # "door mijn favoriete sausje @kaasland"
    if _FAMILY.match(text, begin):
        return True
    owner = _OWNER.match(text, begin)
    if owner and lexicon.local("private_party").match(text, owner.end()):
        return True
    if _SELLER.match(text, begin):
        return False
    return (_INDEFINITE.match(text, begin) or _POSSESSIVE.match(text, begin)) is not None


def _object(lexicon: Lexicon, passage: Passage, hit: Found) -> str | None:
    """Judges the party behind, or inside, a phrase."""
    text = passage.folded.text
    begin = _skip(text, _inside(text, hit) if hit.group.party == "inside" else hit.end)
    linked = _LINKED.match(text, begin)  # "partnered with Acme for this video"
    return _behind(lexicon, passage, hit, linked.end() if linked else begin)


def _inside(text: str, hit: Found) -> int:
    """Where the party inside a phrase begins: behind its "heeft", or else behind its first word."""
    auxiliary = _INSIDE.match(text, hit.start, hit.end)
    return auxiliary.end() if auxiliary else text.find(" ", hit.start)


def _behind(lexicon: Lexicon, passage: Passage, hit: Found, begin: int) -> str | None:
    """Judges the party that begins at folded ``begin``."""
    text = passage.folded.text
    if lexicon.local("company").match(text, begin):
        return None
    if lexicon.local("private_party").match(text, begin) or lexicon.local("joke_party").match(text, begin):
        return "private_party"
    if lexicon.local("public_party").match(text, begin):
        return "public_party"
    if _CROWD.match(text, begin):
        return "private_party"
    if _SELLER.match(text, begin):
        return None
    if hit.group.grade is Grade.INSUFFICIENT and lexicon.local("creator").search(text, hit.start - 60, hit.end + 160):
        return "creator"
    if _tags_in(passage, hit.start, min(len(text), hit.end + 30)):
        return None
    run = _NAMES.match(passage.source, passage.folded.origin(begin))
    if run and lexicon.says(run.group().lower(), "institution"):
        return "public_party"
    name = _NAME.match(passage.source, passage.folded.origin(begin))
    return "no_party" if name is None else _name_reason(lexicon, passage, name.group())


def _subject(lexicon: Lexicon, passage: Passage, hit: Found) -> str | None:
    """Judges the party before a phrase ("Kaasland stuurde mij …")."""
    lead = _lead(passage, hit)
    if _ends(lexicon, "company", lead):
        return None
    for kind in ("private_party", "public_party"):
        if _ends(lexicon, kind, lead):
            return kind
    first = passage.folded.origin(hit.start)
    words = passage.source[max(0, first - _BEFORE) : first].split()
    if not lead.strip() or not words:
        return "no_party"
    if words[-1].lower() in _STAND_INS and "@" in passage.source[max(0, first - _NEAR) : first]:
        return None  # "lamp van @kaasland, ze stuurden me …"
    if passage.surface in TIMED and words[-2:-1] and words[-2].lower() in _ARTICLES:
        return "no_party"  # speech has no capitals, but names have no article: "de schilder leende ons …"
    return _name_reason(lexicon, passage, words[-1].strip("\"'“”‘’()*_"))


def _name_reason(lexicon: Lexicon, passage: Passage, word: str) -> str | None:
    if not word or lexicon.local("function_word").fullmatch(word.lower()):
        return "no_party"
    if word[0].isupper() or word[0] in "@#" or any(char.isdigit() for char in word) or "." in word.rstrip("."):
        return None
    return None if passage.source.islower() or passage.surface in TIMED else "no_party"


def _lead(passage: Passage, hit: Found) -> str:
    """Folded text right before ``hit``, back to the start of its sentence or cue."""
    first = passage.folded.origin(hit.start)
    since = passage.cue_start(first) if passage.surface is Surface.SCREEN else max(0, first - _BEFORE)
    window = passage.source[max(since, first - _BEFORE) : first]
    stop = _STOP_BACK.search(window[::-1])
    length = stop.start() if stop else len(window)
    return passage.folded.text[max(0, hit.start - length) : hit.start].rstrip(" \x01,")


def _ends(lexicon: Lexicon, kind: ContextKind, lead: str) -> bool:
    """Whether ``lead`` ends with a party of ``kind``."""
    return any(match.end() == len(lead) for match in lexicon.local(kind).finditer(lead))


def _next(text: str, end: int) -> int:
    """Where the party begins that a small word behind ``end`` leads to ("van", "bij", "from")."""
    begin = _skip(text, end)
    match = re.compile(r"(?:van|bij|door|met|voor|from|by|at|with|for|of) ").match(text, begin)
    return match.end() if match else begin


def _skip(text: str, end: int) -> int:
    while end < len(text) and text[end] in " :-,\"'(\x01":
        end += 1
    return end


def _tags_in(passage: Passage, start: int, end: int) -> bool:
    first, last = passage.folded.span(start, end)
    return passage.source[first:last].lstrip().startswith("@") or " @" in passage.source[first:last]
