"""The words in lexicon/*.toml as they stand there: groups of templates and what each group says."""

from __future__ import annotations

import difflib
import itertools
import re
import tomllib
from typing import Literal, get_args

import msgspec

from herkenbaar.errors import DataFileError
from herkenbaar.model import Grade, Relation, SignalKind

_BRACES = re.compile(r"(\{[^{}]*\})")
_LONG, _SPLIT = 9, 7
"""Letters from which a word with a slip, or with a gap in it, is still no other word."""
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
    "everyday",
    "immaterial",
    "joke_party",
    "parody",
    "topic_after",
    "declares",
    "joke_after",
    "somebody",
    "lead_in",
    "name_filler",
    "beside_name",
    "institution",
    "record",
    "named_ad",
    "league",
    "programming",
    "lesson",
    "sketch",
    "joke_offer",
]
LOCAL: frozenset[str] = frozenset(get_args(ContextKind))
"""Kinds that are only looked for around something else that was found."""
KINDS: frozenset[str] = LOCAL | {"denial", "read"} | set(SignalKind)
NEARBY = ("opener", "body", "exit", "later", "aside")
"""Roles of words in sponsor reads that are only looked for around the others."""
Role = Literal["announce", "opener", "call", "body", "brand", "closer", "thanks", "exit", "later", "aside"]


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
    bare: bool = False
    topical: bool = False
    footer: bool = False
    lead: bool = False
    disguises: bool = False
    typos: bool = False
    sure: bool = False
    needs: Literal["party", "handle"] | None = None
    party: Literal["behind", "inside", "before"] = "behind"
    tail: Literal["code", "link"] | None = None
    hashtag: Literal["start", "end"] | None = None
    role: Role | None = None


def alternatives(pattern: str) -> list[str]:
    """Every spelling of ``pattern``: ``a {b|c}`` is ``a b`` and ``a c``; ``\\|`` is a bar."""
    choices = [
        part[1:-1].replace("\\|", "\0").split("|") if part.startswith("{") else [part]
        for part in _BRACES.split(pattern)
    ]
    return ["".join(chosen).replace("\0", "|") for chosen in itertools.product(*choices)]


def misspelt(phrase: str) -> list[str]:
    """``phrase`` with one slip in one of its long words: a letter left out, two swapped, or a gap ("adver tentie", as
    recognisers of speech write)."""
    words = phrase.split(" ")
    return [
        " ".join((*words[:place], slip, *words[place + 1 :]))
        for place, word in enumerate(words)
        if word.isalpha()
        for slip in _slips(word)
    ]


def _slips(word: str) -> set[str]:
    gaps = {f"{word[:at]} {word[at:]}" for at in range(2, len(word) - 1) if len(word) >= _SPLIT}
    if len(word) < _LONG:
        return gaps
    left_out = {word[:at] + word[at + 1 :] for at in range(2, len(word) - 1)}
    swapped = {word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(2, len(word) - 1)}
    return (gaps | left_out | swapped) - {word}


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
