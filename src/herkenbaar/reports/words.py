"""The words of the reports in Dutch and English: ``words/nl.toml`` and ``words/en.toml``.

A further language is a further file with the same keys. Times, dates and numbers are written here too, because they
differ per language.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from herkenbaar.model import Law, Shortfall, Surface, Words, Zone, parse_published

# The judge writes "discount_code (code SANNE15) + gift (gekregen van) = 3.9".
_TOTAL = re.compile(r"(?<== )-?\d+\.\d+$")
_KIND = re.compile(r"(?:(?<= \+ )|^)[a-z_]+(?= \()")


@dataclass(frozen=True)
class Vocabulary:
    """All words of one language; ``say("status.deficient")`` gives one.

    ``laws`` are the titles of the sources of law by their key; a source that is not in it is called by its key.
    """

    lang: str
    table: dict[str, dict[str, Any]]
    laws: Mapping[str, Words] = field(default_factory=dict)

    def __call__(self, key: str, **values: object) -> str:
        """The words for ``key`` with ``values`` filled in. Raises KeyError for a key that is not in the file."""
        section, _, name = key.partition(".")
        template = self.table[section][name]
        return str(template).format(**values) if values else str(template)

    def count(self, key: str, n: int) -> str:
        """``n`` and its noun in the right number: 1 video, 2 videos."""
        section, _, name = key.partition(".")
        forms = self.table[section][name]
        return str(forms["one" if n == 1 else "other"]).format(n=self.number(n))

    def code(self, section: str, code: str) -> str:
        """The words for a code that other parts of the program chose; one without words is given back as it is."""
        return str(self.table[section].get(code, code))

    def why(self, why: str) -> str:
        """Why a surface was not looked at, or how far; what has no words in this language is given back as it is."""
        return "; ".join(self._why(part) for part in why.split("; "))

    def _why(self, part: str) -> str:
        if part in self.table["why"]:
            return str(self.table["why"][part])
        for pattern, words in self.table["extent"].items():
            if found := _pattern(pattern).fullmatch(part):
                return str(words).format(**{name: self._whys(text) for name, text in found.groupdict().items()})
        return part

    def _whys(self, parts: str) -> str:
        whole = self._why(parts)
        return whole if whole != parts else ", ".join(map(self._why, parts.split(", ")))

    def doubt(self, doubt: str) -> str:
        """Why something cannot be told: a code in words, or the sum of signals that was neither yes nor no."""
        return str(self.table["doubt"].get(doubt) or self.sum(doubt))

    def sum(self, why: str) -> str:
        """The sum of signals that decided whether it is advertising, with the kinds of signals in words."""
        named = _KIND.sub(lambda match: self.code("signal", match[0]), why)
        return _TOTAL.sub(lambda match: self.decimal(float(match[0])), named)

    def law(self, law: Law) -> str:
        """A source of law by its title, and the place in it."""
        title = self.laws.get(law.ref)
        return ", ".join(filter(None, (self.pick(title) if title else law.ref, law.at)))

    def pick(self, words: Words) -> str:
        """The sentence in this language."""
        return words.nl if self.lang == "nl" else words.en

    def number(self, n: int) -> str:
        """12345 as 12.345 (nl) or 12,345 (en)."""
        return f"{n:,}".replace(",", self("language.thousands"))

    def decimal(self, x: float) -> str:
        """1.25 as 1,3 (nl) or 1.3 (en)."""
        return f"{x:.1f}".replace(".", self("language.decimal"))

    def date(self, published: str | None) -> str:
        """The day of publication in Europe/Amsterdam, as people write it."""
        if published is None:
            return self("language.no_date")
        try:
            day = parse_published(published)
        except ValueError:
            return self("language.bad_date")
        if day is None:
            return self("language.no_date")
        return self("language.date", day=day.day, month=self.month(day.month), year=day.year)

    def month(self, number: int) -> str:
        """The short name of a month (1 to 12)."""
        return str(self.table["language"]["months"][number - 1])

    def place(self, surface: Surface, start: float | None, end: float | None) -> str:
        """Where a quote stands: "description, characters 12–34" or "speech, 1:02–1:09"."""
        name = self(f"surface.{surface}")
        if start is None:
            return name
        if surface in {Surface.SPEECH, Surface.SCREEN}:
            if end is None or clock(end) == clock(start):
                return self("place.moment", surface=name, start=clock(start))
            return self("place.stretch", surface=name, start=clock(start), end=clock(end))
        last = start + 1 if end is None else max(end, start + 1)
        return self("place.characters", surface=name, start=round(start) + 1, end=round(last))

    def where(self, surface: Surface, start: float | None, end: float | None, zone: Zone | None) -> str:
        """The place of a quote, and for text whether it is in the default view."""
        place = self.place(surface, start, end)
        return f"{place}; {self(f'zone.{zone}')}" if zone is not None else place

    def shortfall(self, found: Shortfall) -> str:
        """Why words on the screen count for less, with what was measured and what is needed."""
        scale = 100 if found.code == "too_small" else 1
        figures = {"measured": self.decimal(found.measured * scale), "needed": self.decimal(found.needed * scale)}
        return self(f"shortfall.{found.code}", **figures)


def clock(seconds: float) -> str:
    """65.2 as 1:05, 3700 as 1:01:40."""
    minutes, second = divmod(int(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"


def languages() -> list[str]:
    """The languages there is a file for, sorted."""
    folder = resources.files("herkenbaar.reports").joinpath("words")
    return sorted(entry.name.removesuffix(".toml") for entry in folder.iterdir() if entry.name.endswith(".toml"))


def vocabulary(lang: str, laws: Mapping[str, Words] | None = None) -> Vocabulary:
    """The words of ``lang`` ("nl" or "en"), and the titles of the sources of law."""
    return Vocabulary(lang, _table(lang), laws or {})


@cache
def _pattern(words: str) -> re.Pattern[str]:
    """What matches ``words``, in which {n} stands for a number and a longer name for any text."""
    blank = re.compile(r"\\\{(\w+)\\\}")
    return re.compile(blank.sub(lambda name: f"(?P<{name[1]}>{'.+?' if name[1][1:] else '[0-9.]+'})", re.escape(words)))


@cache
def _table(lang: str) -> dict[str, dict[str, Any]]:
    file = resources.files("herkenbaar.reports").joinpath("words", f"{lang}.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))
