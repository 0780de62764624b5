"""What takes the meaning of a phrase away: negations, topics, credits, reports, parties that do not advertise.

Each reason is a short code that reports translate. Windows are in characters of folded text and end at the sentence.
"""

from __future__ import annotations

import re
from functools import lru_cache

from herkenbaar.lexicon import Found, Lexicon
from herkenbaar.model import Relation, Surface
from herkenbaar.reading.names import name_behind
from herkenbaar.reading.party import party_reason
from herkenbaar.reading.passages import TIMED, Passage
from herkenbaar.wordlist import ContextKind, alternatives

_CLAUSE_WORDS = 4
_AFTER = 40
_CARRIED = 2
_SENTENCE = 160
_SPOKEN = 80
"""Speech has no full stops: what is said so shortly before belongs to it."""
_STOP = re.compile(
    r"[.!?;:\n|•\u2600-\u27bf\U0001f300-\U0001faff]|, (?:maar|but|wel|dus|today|this|thanks|so|and|en|vandaag|deze)\b"
)
_STOP_BACK = re.compile(
    r"[.!?;:\n|•\u2600-\u27bf\U0001f300-\U0001faff]|\b(?:raam|tub|lew|sud|yadot|siht|sknaht|os|dna|ne|gaadnav|ezed) ,"
)
"""``_STOP`` read backwards, as is what follows: only the last one counts."""
_SENTENCE_STOP_BACK = re.compile(r"\s[.!?]|\n")
_SENTENCE_STOP = re.compile(r"[.!?](?:\s|$)|\n")
_SENTENCE_END = re.compile(r"[a-z0-9)][.!?]\s+(?=[A-Z])|\n\s*\n")
"""Inside a phrase with gaps: then its words belong to two sentences."""
_NOT = re.compile(r" (?:niet|nooit|niks|niets)\b")
"""Right behind a sentence such as "ze betalen me"."""
_ADDRESS_STARTS = ("http://", "https://", "www.")
_NO_DENIAL = re.compile(
    r"\b(?:(?:at |for |with )?(?:no|geen|zonder) (?:extra |additional |added )?(?:cost|costs|charge|kosten)"
    r"|(?:nee |no )?(?:zonder (?:gekheid|dollen|grappen|gein)|geen (?:grap|grapje|geintje|zorgen)|no (?:joke|kidding)"
    r"|not kidding|serieus)|niet (?:te missen|vergeten|alleen)|not only|don't miss|don't forget)\b"
)
"""Says that something was free, or is meant, and not that something is not so."""
_NAMELESS = re.compile(r"\s?[\"”’»]")
_LEADS = (" by", " door", " met", " with", " van")
"""A quotation that ends where a sponsor's name would begin: "brought to you by" is what is talked about."""
_CHAPTER = re.compile(r"\d:\d\d[\s\])–—:-]*\Z")
"""A time of a list of chapters ("4:37 SPONSOR"): what follows it is a heading."""
_PLURAL = re.compile(r"(?:partnerships|promotions|collaborations|samenwerkingen|promoties|partnerschappen)\Z")
_QUESTION = re.compile(
    r"\W*(?:is|are|do|does|did|what|why|how|should|can|zijn|wat|waarom|hoe|moet|mag|kan|wie|welke|heb je|ken je)\b"
)
_NEAR = 48
_BESIDE = 3
"""So many words beside a mark may stand in its cue."""
_EVASIONS = "^|*-_/~+=°"
_LONG = 6
"""Letters from which a word at the start of a caption is a mark without a separator behind it (not "ad", "pr")."""
_NAME_LINE = re.compile(r"@?[A-Z][\w.&'-]*(?: @?[A-Z][\w.&'-]*){0,2}(?:\n|\Z)")
"""A short line that ends in a name: "Partner Acme"."""
_NAMED_BEHIND = re.compile(r"\s*@\w|\s+\(@?[A-Z][\w .&'-]*\)")
"""An account, or a name in brackets: "Gesponsord (Acme)"."""
_OPENERS = "([{<"
_CLOSERS = ")]}>"


def sentence(passage: Passage, first: int, last: int) -> tuple[str, str]:
    """The original text before and behind ``source[first:last]`` inside its sentence (or a window of speech)."""
    source = passage.source
    before = source[max(0, first - _SENTENCE) : first]
    behind = source[last : last + _SENTENCE]
    stop = _SENTENCE_STOP_BACK.search(before[::-1])
    if stop:
        before = before[len(before) - stop.start() :]
    stop = _SENTENCE_STOP.search(behind)
    return before, behind[: stop.start()] if stop else behind


def not_text(passage: Passage, first: int, last: int) -> bool:
    """Whether the words are part of an address or a name (``@ad_nl``, ``ad.nl``, ``https://x.nl/ad``)."""
    source = passage.source
    if (
        source[last : last + 1] == "."
        and source[last + 1 : last + 2].isalpha()
        and source[last + 1 : last + 2].islower()
    ):
        return passage.surface not in TIMED
    starts, before = source[first : first + 1], source[first - 1 : first] if first else ""
    if starts in _EVASIONS and before.isalnum():
        return True  # "dakje-ad", "and/ad"
    if starts != "#" and starts not in _EVASIONS and before in ("@", "/", "&", "="):
        return True
    around = source[max(0, first - 200) : first]
    if not around or around[-1].isspace():
        return False
    token = around.split()[-1]
    return any(start in token for start in _ADDRESS_STARTS)


def is_negated(lexicon: Lexicon, passage: Passage, hit: Found) -> bool:
    """Whether a negator stands in the same clause: up to four words before, inside, or just behind the phrase."""
    text = passage.folded.text
    before = _clause(passage, hit.start)
    words = before.split(" ")[-_CLAUSE_WORDS - 1 :]
    if text[hit.start : hit.start + 1] == "#":
        words = words[-1:]  # in a row of hashtags only the word right before one belongs to it ("geen #spon")
    near = " ".join(words) + " " + text[hit.start : hit.end]
    if lexicon.says(_NO_DENIAL.sub("", near), "negator"):
        return True
    behind = passage.folded.text[hit.end : hit.end + _AFTER]
    if not hit.group.mark and text[hit.start : hit.start + 1] != "#" and _NOT.match(behind):
        return True
    match = lexicon.local("negator_after").match(behind.lstrip(" ?,-"))
    return match is not None and not _STOP.match(behind.strip()[:1] if behind.strip()[:1] != "?" else "")


def _clause(passage: Passage, start: int) -> str:
    """Folded text before ``start`` back to the last clause boundary of the original."""
    first = passage.folded.origin(start)
    window = passage.source[max(0, first - 60) : first]
    stop = _STOP_BACK.search(window[::-1])
    cut = stop.start() if stop else len(window)
    if passage.surface in TIMED:  # a cue is mostly a clause; the last words before it may still belong to it
        cue = passage.source[passage.cue_start(first) : first]
        carried = _CARRIED if cue.strip() else 1  # what begins a cue begins a clause: "geen gepluis | klik op …"
        earlier = passage.source[: passage.cue_start(first)].rsplit(" ", carried + 1)[-carried - 1 :]
        cut = min(cut, len(cue) + len(" ".join(earlier)))
    return passage.folded.text[max(0, start - cut) : start].strip()


def _is_masked(passage: Passage, hit: Found, first: int, last: int) -> bool:
    """Whether the word is written so that machines miss it (``a d v e r t e n t i e``): nobody does that to a topic."""
    return hit.disguised or passage.source[first:last].lower() not in _spellings(hit.group.say)


@lru_cache(maxsize=256)
def _spellings(say: tuple[str, ...]) -> frozenset[str]:
    return frozenset(spelling.strip() for pattern in say for spelling in alternatives(pattern))


def stands_apart(lexicon: Lexicon, passage: Passage, first: int, last: int) -> bool:
    """Whether ``source[first:last]`` is a mark by itself: a hashtag, in brackets, a line or sentence of its own, or at
    the start of one, before a colon, bar, dash or emoji."""
    source = passage.source
    if source[first : first + 1] == "#" or (first and source[first - 1] == "#"):
        return True
    before = source[max(0, first - 40) : first]
    behind = source[last : last + 40]
    if before[-1:] and before[-1:] in _OPENERS and behind[:1] and behind[:1] in _CLOSERS:
        return True
    if passage.surface is Surface.SPEECH or (behind[:1] == "-" and behind[1:2].isalnum()):
        return False  # speech has no lines; "advertentie-inkomsten" is one word
    left = before.rstrip(" \t")
    opens = not left or left[-1] in "\n.!?|:•·-–—*>~(/" or not (left[-1].isalnum() or left[-1] in ",'\"@#&_/)")
    opens = opens or (last - first >= _LONG and _CHAPTER.search(left) is not None)
    right = behind.lstrip(" \t")
    closes = not right or right[0] in "\n|:•·–—-*!~.),?/>" or not (right[0].isalnum() or right[0] in "'\"@#&_(+")
    if left[-1:] == "," and (not behind or behind[0] == "\n") and last - first >= _LONG:
        return True  # the last word of an entry: "broodtrommel: Vakwerk, advertentie"
    if opens and (_NAME_LINE.match(right) or _NAMED_BEHIND.match(behind)):
        return True
    if (
        opens
        and not closes
        and not left
        and (last - first >= _LONG or "@" in source or passage.surface is Surface.SCREEN)
    ):
        word = re.match(r"\w+", right)
        if word is None or _begins_sentence(source, first, word.group()):
            return False  # "Reclame hing vroeger in neon …": the first word of a sentence
        return not lexicon.local("topical_tail").fullmatch(word.group().lower())
    return opens and (closes or right.startswith("@"))


def _begins_sentence(source: str, first: int, behind: str) -> bool:
    """Whether ``source[first:]`` is the first word of a sentence: a capital, and the word ``behind`` it without one."""
    return source[first : first + 2].istitle() and behind[0].islower() and "@" not in source


def reason_against(lexicon: Lexicon, passage: Passage, hit: Found) -> str | None:
    """Why ``hit`` does not count (a code), or None where it does."""
    first, last = passage.folded.span(hit.start, hit.end)
    if not_text(passage, first, last) or not _hashtag_fits(passage, hit, first):
        return "not_text"
    if passage.surface not in TIMED and _SENTENCE_END.search(passage.source, first, last):
        return "not_text"
    group = hit.group
    if not group.sure and is_negated(lexicon, passage, hit):
        return "negated"
    behind = passage.folded.text[hit.end : hit.end + _AFTER].lstrip(" ,!\"'”’")
    if group.kind == "disclosure" and not _is_tag(passage, first) and lexicon.local("topic_after").match(behind):
        return "topic"
    if _NAMELESS.match(passage.source, last) and passage.source[:last].lower().endswith(_LEADS):
        return "topic"
    if group.bare and _talks_about(lexicon, passage, hit, first, last):
        return "topic"
    if lexicon.local("joke_after").search(passage.folded.text, hit.end, hit.end + _AFTER) and not _is_tag(
        passage, first
    ):
        return "joke"
    if (group.mark and _is_asked(passage, last)) or _is_question(passage, first, last):
        return "topic"
    if group.mark and not _is_masked(passage, hit, first, last) and not stands_apart(lexicon, passage, first, last):
        return "topic"
    before, _ = sentence(passage, first, last)
    if passage.surface in TIMED:
        before = before[-_SPOKEN:]
    folded_before = _words_before(passage.folded.text, hit.start, len(before))
    if group.topical and ends_with(lexicon, "topical_lead", folded_before):
        return "topic"
    if lexicon.says(folded_before, "asked"):
        return "topic"
    sponsored = group.relation is Relation.SPONSOR and not _is_tag(passage, first)
    if sponsored and lexicon.says(_words_before(folded_before, len(folded_before), _NEAR), "somebody"):
        return "reported"
    if not _is_tag(passage, first) and lexicon.says(folded_before, "reported"):
        return "reported"
    if not _is_tag(passage, first) and lexicon.says(folded_before, "past"):
        return "past"
    return party_reason(lexicon, passage, hit, folded_before)  # that no name was recognised is the weakest reason


def _words_before(text: str, end: int, length: int) -> str:
    """At most ``length`` characters of ``text`` before ``end``, from the beginning of a word."""
    start = max(0, end - length)
    part = text[start:end]
    return part.partition(" ")[2] if start and text[start - 1] != " " else part


def _is_tag(passage: Passage, first: int) -> bool:
    return passage.source[first : first + 1] == "#"


def _hashtag_fits(passage: Passage, hit: Found, first: int) -> bool:
    """A phrase that counts only at the end of a hashtag needs one, and at least two letters before it."""
    if hit.group.hashtag != "end":
        return True
    token = passage.folded.text[: hit.start].rsplit(" ", 1)[-1].lstrip("([")
    return token.startswith("#") and len(token) >= 3 and "#" not in token[1:] and first > 0


def _talks_about(lexicon: Lexicon, passage: Passage, hit: Found, first: int, last: int) -> bool:
    """Whether words such as "betaalde samenwerking" are what is talked about: inside a sentence that neither speaks of
    this video nor names a party behind them."""
    if _is_tag(passage, first) or stands_apart(lexicon, passage, first, last):
        return False
    clause = _clause(passage, hit.start) + " " + passage.folded.text[hit.start : hit.end]
    if name_behind(lexicon, passage, hit.end)[0] or lexicon.says(clause, "declares"):
        return False
    if _PLURAL.search(clause):
        return True
    if passage.surface in TIMED:
        cue = passage.source[passage.cue_start(first) : passage.cue_end(first)]
        return len(cue.split()) > len(passage.source[first:last].split()) + _BESIDE
    left = passage.source[max(0, first - 40) : first].rstrip(" \t")
    return bool(left) and (left[-1].isalnum() or left[-1] in "'\"@#&_/")


def _is_question(passage: Passage, first: int, last: int) -> bool:
    """Whether the sentence asks: it begins as a question does, and ends with its mark."""
    before, behind = sentence(passage, first, last)
    asks = passage.source[last + len(behind) : last + len(behind) + 1] == "?"
    return asks and _QUESTION.match((before + passage.source[first:last]).lower()) is not None


def _is_asked(passage: Passage, last: int) -> bool:
    """Whether a question mark stands right behind: "samenwerking??"."""
    return passage.source[last : last + 1] == "?"


def ends_with(lexicon: Lexicon, kind: ContextKind, before: str) -> bool:
    """Whether the last word or two of ``before`` are words of ``kind``."""
    words = before.strip().split(" ")[-2:]
    return any(lexicon.local(kind).fullmatch(" ".join(words[-count:])) for count in (1, 2))
