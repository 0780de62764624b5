"""The manual page of a rule, in Markdown, made from its file: what is shown is what runs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

import msgspec

from herkenbaar.checks import checks
from herkenbaar.conditions import Condition, Question
from herkenbaar.lawbook import Source
from herkenbaar.model import Evidence, Words
from herkenbaar.rulebook import Example, Rule

Lang = Literal["nl", "en"]
HEADINGS = {
    "rule": Words("Regel", "Rule"),
    "severity": Words("Zwaarte", "Severity"),
    "deficiency": Words("Gebrek", "Deficiency"),
    "valid": Words("Voor video's gepubliceerd", "For videos published"),
    "from": Words("vanaf", "from"),
    "until": Words("tot en met", "until"),
    "none": Words("geen: advies zonder eigen gebrek", "none of its own"),
    "when": Words("Wanneer de regel geldt", "When the rule applies"),
    "expect": Words("Wat hij vraagt", "What it expects"),
    "law": Words("Bronnen", "Sources of law"),
    "advice": Words("Advies", "Advice"),
    "examples": Words("Voorbeelden", "Examples"),
    "all": Words("elk van deze", "each of these"),
    "any": Words("ten minste een van deze", "at least one of these"),
    "not": Words("geen van deze", "none of these"),
    "index": Words("De regels", "The rules"),
    "made": Words(
        "Gemaakt door `herkenbaar rules write`; wijzig het regelbestand en niet deze pagina.",
        "Made by `herkenbaar rules write`; change the rule file and not this page.",
    ),
}
JOINS = {"all": "all", "any": "any", "none": "not"}
STATUS = {
    "verified": Words("gelezen", "verified"),
    "secondary": Words("uit een secundaire bron", "from a secondary source"),
    "unverified": Words("niet nagegaan", "unverified"),
}


def manual_page(rule: Rule, sources: dict[str, Source], lang: Lang) -> str:
    """The whole page: text, conditions, sources with how well each was read, advice and examples."""
    file = rule.file
    parts = [
        f"# {_in(file.title, lang)}\n",
        _facts(rule, lang),
        _in(file.about, lang).strip() + "\n",
        f"## {_word('when', lang)}\n",
        _condition(rule.when, lang) + "\n",
        f"## {_word('expect', lang)}\n",
        _condition(rule.expect, lang) + "\n",
        f"## {_word('law', lang)}\n",
        "\n".join(_source(rule, sources, place, lang) for place in range(len(rule.law))) + "\n",
        f"## {_word('advice', lang)}\n",
        _advice(rule, lang) + "\n",
        f"## {_word('examples', lang)}\n",
        "\n".join(_example(example, evidence) for example, evidence in rule.examples),
    ]
    return "\n".join(parts)


def index_page(rules: Iterable[Rule], lang: Lang) -> str:
    """A table of all rules with links to their pages, heaviest first."""
    rows = [
        f"| [{rule.id}]({rule.id}.md) | {rule.file.severity} | {rule.file.deficiency or '–'} | {_span(rule, lang)} "
        f"| {_in(rule.file.title, lang)} |"
        for rule in rules
    ]
    names = [_word(name, lang) for name in ("rule", "severity", "deficiency", "valid")]
    head = f"| {' | '.join(names)} | |\n|---|---|---|---|---|"
    return f"# {_word('index', lang)}\n\n{_word('made', lang)}\n\n{head}\n" + "\n".join(rows) + "\n"


def _in(words: Words, lang: Lang) -> str:
    return words.nl if lang == "nl" else words.en


def _word(name: str, lang: Lang) -> str:
    return _in(HEADINGS[name], lang)


def _span(rule: Rule, lang: Lang) -> str:
    valid = rule.file.valid
    text = f"{_word('from', lang)} {valid.since}"
    return f"{text} {_word('until', lang)} {valid.until}" if valid.until else text


def _facts(rule: Rule, lang: Lang) -> str:
    deficiency = rule.file.deficiency or _word("none", lang)
    rows = [("rule", f"`{rule.id}`"), ("severity", rule.file.severity), ("deficiency", deficiency)]
    rows.append(("valid", _span(rule, lang)))
    return "\n".join(f"- {_word(name, lang)}: {value}" for name, value in rows) + "\n"


def _condition(part: Condition | Question, lang: Lang, depth: int = 0) -> str:
    indent = "  " * depth
    if isinstance(part, Question):
        shown = ", ".join(f"{name} = {_toml(value)}" for name, value in part.params.items())
        asked = f"`{part.name}`" + (f" ({shown})" if shown else "")
        return f"{indent}- {asked}: {_first_sentence(part.name)}"
    lines = [f"{indent}- {_word(JOINS[part.join], lang)}:"]
    return "\n".join(lines + [_condition(inner, lang, depth + 1) for inner in part.parts])


def _first_sentence(check: str) -> str:
    return " ".join((checks()[check].__doc__ or "").split("\n\n")[0].split())


def _toml(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def _source(rule: Rule, sources: dict[str, Source], place: int, lang: Lang) -> str:
    law = rule.law[place]
    source = sources[law.ref]
    title = _in(source.title, lang)
    text = f"- [{title}]({source.link})" if source.link else f"- {title}"
    at = f", {law.at}" if law.at else ""
    note = f" {_in(source.note, lang)}" if source.note else ""
    return f"{text}{at} ({source.date}; {_in(STATUS[law.status], lang)}).{note}"


def _advice(rule: Rule, lang: Lang) -> str:
    advice = rule.file.advice
    lines = [f"- {advice.nl if lang == 'nl' else advice.en}"]
    for platform in ("youtube", "shorts", "tiktok", "instagram"):
        words: Words | None = getattr(advice, platform)
        if words is not None:
            lines.append(f"- {platform}: {_in(words, lang)}")
    return "\n".join(lines)


def _example(example: Example, evidence: Evidence) -> str:
    given = {key: value for key, value in msgspec.to_builtins(evidence).items() if value not in (None, {}, "example")}
    given.pop("schema")
    rows = "\n".join(f"{key} = {_toml(value)}" for key, value in given.items())
    return f"**{example.outcome}**: {example.why}\n\n```\n{rows}\n```\n"
