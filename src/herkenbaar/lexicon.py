"""The words: load lexicon/*.toml and find them in folded text.

A template such as ``{thanks|thank you} … {for sponsoring|for the sponsorship}`` is a row of parts with gaps between
them. Its longest part is the anchor; all anchors of the whole lexicon are found in one pass (``text.Phrases``), and the
other parts are looked for beside each anchor. ``~`` is a gap of up to three words, ``…`` one to eight.
"""

from __future__ import annotations

import difflib
import itertools
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib import resources
from typing import Literal, NamedTuple, get_args

import msgspec

from herkenbaar.errors import DataFileError
from herkenbaar.model import Grade, Relation, SignalKind
from herkenbaar.text import Folded, Phrase, Phrases, fold, widest

ContextKind = Literal[
    "negator",
    "negator_after",
    "reported",
    "past",
    "private_party",
    "public_party",
    "credit",
    "topic",
    "topical_lead",
    "company",
    "function_word",
    "not_code",
    "pitch",
    "reference",
    "newspaper",
    "about_rules",
    "creator",
    "topical_tail",
    "charity",
    "asked",
    "warning",
]
LOCAL: frozenset[str] = frozenset(get_args(ContextKind))
"""Kinds that are only looked for around something else that was found."""
KINDS: frozenset[str] = LOCAL | {"denial", "read"} | set(SignalKind)
NEARBY = ("opener", "body", "exit", "aside")
"""Roles of words in sponsor reads that are only looked for around the others."""
Role = Literal["announce", "opener", "call", "body", "brand", "closer", "thanks", "exit", "aside"]


class Group(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One ``[[group]]`` of a lexicon file; docs/lexicon.md explains every key."""

    kind: str
    say: tuple[str, ...]
    source: str
    term: str = ""
    grade: Grade | None = None
    relation: Relation = Relation.UNKNOWN
    weight: float = 0.0
    family: str = ""
    mark: bool = False
    topical: bool = False
    footer: bool = False
    lead: bool = False
    disguises: bool = False
    sure: bool = False
    needs: Literal["party"] | None = None
    party: Literal["behind", "inside"] = "behind"
    tail: Literal["code", "link"] | None = None
    hashtag: Literal["start", "end"] | None = None
    role: Role | None = None


class Template(NamedTuple):
    """One way to say what ``group`` says: the anchor's alternatives, and what stands before and behind it."""

    group: Group
    anchors: tuple[str, ...]
    before: re.Pattern[str] | None
    behind: re.Pattern[str] | None


class Found(NamedTuple):
    """A template found in folded text, with its folded span."""

    group: Group
    start: int
    end: int
    disguised: bool


_GAPS = {"~": r"(?: [^ ]+){0,3} ", "…": r"(?: [^ ]+){1,8} "}
_REACH = 90
_BRACES = re.compile(r"(\{[^{}]*\})")


def alternatives(pattern: str) -> list[str]:
    """Every spelling of ``pattern``: ``a {b|c}`` is ``a b`` and ``a c``; ``\\|`` is a bar."""
    choices = [
        part[1:-1].replace("\\|", "\0").split("|") if part.startswith("{") else [part]
        for part in _BRACES.split(pattern)
    ]
    return ["".join(chosen).replace("\0", "|") for chosen in itertools.product(*choices)]


class Lexicon:
    """All words, ready to be found. ``digest`` changes when a word does."""

    def __init__(self, groups: Iterable[Group], *, digest: str = "") -> None:
        """Compile ``groups``. Templates of local kinds (``LOCAL``) become one pattern a kind."""
        everything = tuple(groups)
        self.digest = digest
        self._templates: list[tuple[Template, ...]] = []
        by_anchor: dict[Phrase, list[Template]] = defaultdict(list)
        for group in everything:
            if group.kind in LOCAL or group.role in NEARBY:
                continue
            for pattern in group.say:
                template = _compile(group, pattern)
                for anchor in template.anchors:
                    by_anchor[_phrase(group, anchor)].append(template)
        self.phrases = Phrases(by_anchor)
        self._templates = [tuple(templates) for templates in by_anchor.values()]
        self._nearby = Nearby(group for group in everything if group.role in NEARBY)
        self._local_groups = tuple(group for group in everything if group.kind in LOCAL)
        self._local: dict[str, re.Pattern[str]] = {}

    def find(self, folded: Folded) -> list[Found]:
        """Everything said in ``folded``, in order of place; of one kind nothing that lies inside something wider."""
        text = folded.text
        found: dict[object, list[Found]] = defaultdict(list)
        for start, end, phrase, disguised in self.phrases.find(folded):
            for template in self._templates[phrase]:
                span = _extend(template, text, start, end)
                if span is not None:
                    found[template.group.kind, template.group.family].append(Found(template.group, *span, disguised))
        return sorted((hit for hits in found.values() for hit in _widest(hits)), key=lambda hit: (hit.start, hit.end))

    def nearby(self, folded: Folded, start: int, end: int) -> list[Found]:
        """The softer words of sponsor reads between folded ``start`` and ``end``."""
        return self._nearby.find(folded, start, end)

    def local(self, kind: ContextKind) -> re.Pattern[str]:
        """A pattern for the words of a local ``kind``, at word boundaries, for folded text."""
        if kind not in self._local:  # compiled when first asked: most videos need few of them
            self._local[kind] = _local_pattern(kind, self._local_groups)
        return self._local[kind]


class Nearby:
    """Words that are only looked for around stronger ones; each is one phrase without gaps."""

    def __init__(self, groups: Iterable[Group]) -> None:
        """Compile ``groups``."""
        words = {fold(word).text: group for group in groups for way in group.say for word in alternatives(way)}
        self._groups = tuple(words.values())
        self._phrases = Phrases(Phrase(word) for word in words)

    def find(self, folded: Folded, start: int, end: int) -> list[Found]:
        """What stands between folded ``start`` and ``end``, nothing inside something wider."""
        part = Folded(folded.text[start:end], "")
        return [
            Found(self._groups[hit.phrase], start + hit.start, start + hit.end, False)
            for hit in widest(self._phrases.find(part))
        ]


def _phrase(group: Group, anchor: str) -> Phrase:
    return Phrase(
        anchor,
        open_left=group.hashtag == "end",
        open_right=group.hashtag == "start",
        joined=group.kind == SignalKind.DISCLOSURE,
        disguises=group.disguises,
    )


def _compile(group: Group, pattern: str) -> Template:
    pieces = re.split(r" ([~…]) ", pattern)
    parts = [tuple(dict.fromkeys(fold(spelling).text.strip() for spelling in alternatives(p))) for p in pieces[::2]]
    gaps = [_GAPS[gap] for gap in pieces[1::2]]
    anchor = max(range(len(parts)), key=lambda index: min(len(spelling) for spelling in parts[index]))
    before = "".join(_either(part) + gap for part, gap in zip(parts[:anchor], gaps[:anchor], strict=True))
    behind = "".join(gap + _either(part) for gap, part in zip(gaps[anchor:], parts[anchor + 1 :], strict=True))
    return Template(
        group,
        parts[anchor],
        re.compile(rf"(?<![a-z0-9_]){before}\Z") if before else None,
        re.compile(rf"{behind}(?![a-z0-9_])") if behind else None,
    )


def _either(spellings: Iterable[str]) -> str:
    return "(?:" + "|".join(map(re.escape, sorted(spellings, key=len, reverse=True))) + ")"


def _extend(template: Template, text: str, start: int, end: int) -> tuple[int, int] | None:
    """The whole span of ``template`` around its anchor at ``start``..``end``, or None when a part is missing."""
    if template.before is not None:
        match = template.before.search(text, max(0, start - _REACH), start)
        if match is None:
            return None
        start = match.start()
    if template.behind is not None:
        match = template.behind.match(text, end, end + _REACH)
        if match is None:
            return None
        end = match.end()
    return start, end


def _widest(hits: list[Found]) -> Iterator[Found]:
    """``hits`` without those inside a wider one. Of the same stretch all stay: the context tells which is meant."""
    hits.sort(key=lambda hit: (hit.start, -hit.end))
    reach, last = -1, (-1, -1)
    for hit in hits:
        if hit.end > reach or hit[1:3] == last:
            yield hit
            reach, last = hit.end, hit[1:3]


def _local_pattern(kind: str, groups: Iterable[Group]) -> re.Pattern[str]:
    ways: set[str] = set()
    for pattern in (pattern for group in groups if group.kind == kind for pattern in group.say):
        pieces = re.split(r" ([~…]) ", pattern)
        parts = [_either(fold(spelling).text.strip() for spelling in alternatives(p)) for p in pieces[::2]]
        ways.add(
            "".join(a + b for a, b in itertools.zip_longest(parts, (_GAPS[g] for g in pieces[1::2]), fillvalue=""))
        )
    return re.compile(rf"(?<![a-z0-9_])(?:{'|'.join(sorted(ways, key=len, reverse=True))})(?![a-z0-9_])")


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    group: tuple[Group, ...]


def read_file(name: str, text: str) -> tuple[Group, ...]:
    """The groups of one lexicon file. Raises DataFileError that names file, key and remedy."""
    try:
        table = tomllib.loads(text)
        groups = msgspec.convert(table, _File).group
    except tomllib.TOMLDecodeError as error:
        raise DataFileError(f"not valid TOML: {error}", where=name) from error
    except msgspec.ValidationError as error:
        known = difflib.get_close_matches(
            str(error).split("`")[1] if "`" in str(error) else "", Group.__struct_fields__
        )
        remedy = f"did you mean '{known[0]}'?" if known else f"keys: {', '.join(Group.__struct_fields__)}"
        raise DataFileError(str(error), where=name, remedy=remedy) from error
    for group in groups:
        if group.kind not in KINDS:
            near = difflib.get_close_matches(group.kind, KINDS, n=1) or sorted(KINDS)
            raise DataFileError(f"unknown kind '{group.kind}'", where=name, remedy=f"did you mean '{near[0]}'?")
        if group.kind == SignalKind.DISCLOSURE and (group.grade is None or not group.term):
            raise DataFileError(f"a disclosure needs term and grade: {group.say[0]!r}", where=name, remedy="add them")
    return groups


@lru_cache(maxsize=1)
def load_lexicon() -> Lexicon:
    """The lexicon that comes with the program."""
    import hashlib

    folder = resources.files("herkenbaar") / "lexicon"
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
    texts = [(f.name, f.read_text(encoding="utf-8")) for f in files]
    digest = hashlib.sha256("\0".join(text for _, text in texts).encode()).hexdigest()[:16]
    return Lexicon((group for name, text in texts for group in read_file(f"lexicon/{name}", text)), digest=digest)
