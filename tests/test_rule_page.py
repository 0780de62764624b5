"""Manual pages are made from rule files, and those in docs/ are up to date."""

from __future__ import annotations

from pathlib import Path

import pytest

from herkenbaar import rulebook
from herkenbaar.rule_page import Lang, index_page, manual_page

BOOK = rulebook.load()
DOCS = Path(__file__).parents[1] / "docs" / "rules"
REMEDY = "run: python -m herkenbaar rules write docs/rules"


def test_the_pages_in_docs_are_those_of_the_rule_files() -> None:
    for rule in BOOK.rules:
        page = DOCS / f"{rule.id}.md"
        assert page.read_text(encoding="utf-8") == manual_page(rule, BOOK.sources, "en"), REMEDY
    assert (DOCS / "README.md").read_text(encoding="utf-8") == index_page(BOOK.rules, "en"), REMEDY
    assert {path.relative_to(DOCS).with_suffix("").as_posix() for path in DOCS.rglob("*.md")} == {
        "README",
        *(rule.id for rule in BOOK.rules),
    }, REMEDY


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_a_page_has_title_law_with_status_advice_and_examples(lang: Lang) -> None:
    for rule in BOOK.rules:
        page = manual_page(rule, BOOK.sources, lang)
        title = rule.file.title.nl if lang == "nl" else rule.file.title.en
        assert page.startswith(f"# {title}\n")
        assert all(f"({BOOK.sources[law.ref].date}; " in page for law in rule.law)
        assert page.count("**fail**") >= 1
        assert ("## Bronnen" if lang == "nl" else "## Sources of law") in page


def test_a_secondary_source_is_called_so() -> None:
    page = manual_page(BOOK.rule("nl/rsm/first-words-2026"), BOOK.sources, "en")
    assert "from a secondary source" in page
    assert "Provisional" in page
