"""Load and validate rules, and choose those in force on the day a video was published.

A rule is one TOML file (docs/writing-a-rule.md); its id is its path below the folder of rules. Rule packs of one's own
are folders of the same form, with their sources of law in a subfolder ``laws``.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from herkenbaar.advice import Advice, check_placeholders
from herkenbaar.conditions import Condition, Question, read_condition
from herkenbaar.datafile import Entry, convert, nearest, parse
from herkenbaar.errors import DataFileError
from herkenbaar.lawbook import FOLDER as LAWS
from herkenbaar.lawbook import STRENGTH, Source, Status, load_laws
from herkenbaar.model import Deficiency, Evidence, Finding, Law, Outcome, Severity, Words

FOLDER = Path(__file__).with_name("rules")


class Valid(Entry, frozen=True, kw_only=True, rename={"since": "from"}):
    """The first and the last day of publication (Europe/Amsterdam) for which a rule is in force."""

    since: date
    until: date | None = None


class Citation(Entry, frozen=True, kw_only=True):
    """Where the duty is written. ``status``: where this statement is weaker known than its source as a whole."""

    ref: str
    at: str | None = None
    status: Status | None = None


class Example(Entry, frozen=True, kw_only=True):
    """Evidence and the outcome that this rule must have on it. Left out: not looked at."""

    outcome: Outcome
    why: str
    evidence: dict[str, Any]


class RuleFile(Entry, frozen=True, kw_only=True):
    """The keys of a rule file."""

    title: Words
    about: Words
    severity: Severity
    deficiency: Deficiency | None = None
    valid: Valid
    law: tuple[Citation, ...]
    when: dict[str, Any]
    expect: dict[str, Any]
    advice: Advice
    example: tuple[Example, ...]


class Rule(msgspec.Struct, frozen=True):
    """One duty, ready to be asked. ``inapplicable`` is its finding on a video to which it does not apply."""

    id: str
    path: Path
    file: RuleFile
    law: tuple[Law, ...]
    when: Condition
    expect: Condition
    examples: tuple[tuple[Example, Evidence], ...]
    inapplicable: Finding
    needs_advertising: bool


class Edition(msgspec.Struct, frozen=True):
    """The rules in force on one day; ``quiet`` are their findings where there is no advertising, if none differs."""

    rules: tuple[Rule, ...]
    quiet: tuple[Finding, ...] | None


class Rulebook:
    """All rules. ``edition(day)`` chooses."""

    def __init__(self, rules: Iterable[Rule], sources: dict[str, Source]) -> None:
        self.rules = tuple(sorted(rules, key=_weight))
        self.sources = sources
        starts = {rule.file.valid.since for rule in self.rules}
        after = {_next(rule.file.valid.until) for rule in self.rules if rule.file.valid.until}
        self._days = sorted(starts | after)
        self._editions = [self._edition(day) for day in self._days]

    def edition(self, day: date | None) -> Edition:
        """The rules for a video published on ``day``; the newest where the day is not known."""
        if day is None or not self._days:
            return self._editions[-1] if self._editions else Edition((), ())
        place = bisect.bisect_right(self._days, day) - 1
        return self._editions[place] if place >= 0 else Edition((), ())

    @property
    def titles(self) -> dict[str, Words]:
        """The titles of the sources of law by key, as reports name them."""
        return {key: source.title for key, source in self.sources.items()}

    def rule(self, name: str) -> Rule:
        """The rule called ``name``. Raises DataFileError with the nearest known name."""
        for rule in self.rules:
            if rule.id == name:
                return rule
        remedy = nearest(name, [rule.id for rule in self.rules])
        raise DataFileError(f"no rule is called '{name}'", remedy=remedy)

    def _edition(self, day: date) -> Edition:
        chosen = tuple(rule for rule in self.rules if _holds(rule.file.valid, day))
        quiet = tuple(rule.inapplicable for rule in chosen)
        return Edition(chosen, quiet if all(rule.needs_advertising for rule in chosen) else None)


def load(packs: Iterable[str | Path] = (), *, jurisdiction: str = "nl") -> Rulebook:
    """The built-in rules of a jurisdiction and those of the packs. Raises DataFileError: file, key, remedy."""
    folders = [Path(pack) for pack in packs]
    for folder in folders:
        if not folder.is_dir():
            raise DataFileError("no such folder of rules", where=str(folder), remedy="check [judge] rule_packs")
    sources = load_laws([LAWS, *(folder / "laws" for folder in folders)])
    rules: dict[str, Rule] = {}
    for top, below in [(FOLDER, FOLDER / jurisdiction), *((folder, folder) for folder in folders)]:
        for path in _rule_files(below):
            rule = load_rule(path, path.relative_to(top).with_suffix("").as_posix(), sources)
            if rule.id in rules:
                raise DataFileError(f"rule '{rule.id}' exists already", where=str(path), remedy="rename the file")
            rules[rule.id] = rule
    return Rulebook(rules.values(), sources)


def load_file(path: Path) -> Rulebook:
    """One rule file alone, with the built-in sources of law and those in ``laws`` beside it."""
    sources = load_laws([LAWS, path.parent / "laws"])
    return Rulebook([load_rule(path, path.stem, sources)], sources)


def load_rule(path: Path, name: str, sources: dict[str, Source]) -> Rule:
    """The rule in one file. Raises DataFileError that names file, key and remedy."""
    where = str(path)
    file = convert(parse(path), RuleFile, where=where)
    law = tuple(_law(citation, sources, where) for citation in file.law)
    _check_weight(file, law, where)
    check_placeholders(file.advice, where)
    when = read_condition(file.when, where=where, key="when")
    return Rule(
        id=name,
        path=path,
        file=file,
        law=law,
        when=when,
        expect=read_condition(file.expect, where=where, key="expect"),
        examples=tuple((example, _evidence(example, file.valid, where)) for example in _examples(file, where)),
        inapplicable=_inapplicable(name, file, law),
        needs_advertising=_asks_for_advertising(when),
    )


def _rule_files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*.toml")):
        if "laws" not in path.relative_to(folder).parts[:-1]:
            yield path


def _law(citation: Citation, sources: dict[str, Source], where: str) -> Law:
    source = sources.get(citation.ref)
    if source is None:
        remedy = f"{nearest(citation.ref, list(sources))}; or add laws/{citation.ref}.toml"
        raise DataFileError(f"unknown source of law '{citation.ref}' at `law`", where=where, remedy=remedy)
    status = citation.status or source.status
    if STRENGTH.index(status) < STRENGTH.index(source.status):
        what = f"`law`: '{citation.ref}' is {source.status}, a statement in it cannot be {status}"
        raise DataFileError(what, where=where, remedy="read the source first, then change laws/")
    return Law(citation.ref, citation.at, source.link, status)


def _check_weight(file: RuleFile, law: tuple[Law, ...], where: str) -> None:
    """Only what was read in the source itself may weigh more than advice."""
    if file.severity is Severity.ADVIES or any(source.status == "verified" for source in law):
        return
    named = ", ".join(f"'{source.ref}' ({source.status})" for source in law) or "none"
    what = f"`severity` is '{file.severity}' but no source of law is verified: {named}"
    raise DataFileError(what, where=where, remedy='set severity = "advies", or cite a verified source')


def _examples(file: RuleFile, where: str) -> tuple[Example, ...]:
    """The examples, after making sure that each outcome that matters has one."""
    for outcome in (Outcome.FAIL, Outcome.PASS, Outcome.UNSURE):
        if not any(example.outcome is outcome for example in file.example):
            remedy = "each rule shows a fail, a pass and an unsure"
            raise DataFileError(f'no [[example]] with outcome = "{outcome}"', where=where, remedy=remedy)
    return file.example


def _evidence(example: Example, valid: Valid, where: str) -> Evidence:
    """The example's evidence. Where it gives no date, the rule's first day is taken."""
    given = {"id": "example", "published": valid.since.isoformat(), **example.evidence}
    return convert(given, Evidence, where=f'{where}: [[example]] "{example.why}"')


def _inapplicable(name: str, file: RuleFile, law: tuple[Law, ...]) -> Finding:
    nothing = Words("", "")
    return Finding(name, file.title, Outcome.INAPPLICABLE, file.severity, file.deficiency, law, (), nothing)


def _asks_for_advertising(when: Condition) -> bool:
    """Whether the rule cannot apply without advertising, whatever else it asks."""
    if when.join != "all":
        return False
    return any(
        part.name == "advertising" if isinstance(part, Question) else _asks_for_advertising(part) for part in when.parts
    )


def _holds(valid: Valid, day: date) -> bool:
    return valid.since <= day and (valid.until is None or day <= valid.until)


def _next(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1) if day < date.max else day


def _weight(rule: Rule) -> tuple[int, str]:
    """Heaviest first, then by name."""
    return -list(Severity).index(rule.file.severity), rule.id
