"""Every example of every rule is judged end to end: text to marks, folds, checks, rule, outcome."""

from __future__ import annotations

from pathlib import Path

import pytest

from herkenbaar import rulebook
from herkenbaar.folds import load_folds
from herkenbaar.judge import judge
from herkenbaar.lexicon import load_lexicon
from herkenbaar.model import Evidence, Outcome, Surface, Verdict
from herkenbaar.reading import read
from herkenbaar.rule_examples import Tried, try_examples

BOOK, LEXICON, FOLDS = rulebook.load(), load_lexicon(), load_folds()


def judged(evidence: Evidence) -> Verdict:
    return judge(read(evidence, lexicon=LEXICON, folds=FOLDS), BOOK)


TRIED = list(try_examples(BOOK.rules, judged))


@pytest.mark.parametrize("tried", TRIED, ids=[f"{tried.rule}#{tried.number}" for tried in TRIED])
def test_an_example_has_the_outcome_it_states(tried: Tried) -> None:
    assert tried.finding is not None, tried.why
    assert tried.finding.outcome is tried.expected, (tried.why, tried.finding.needs, tried.finding.doubt)


def test_every_rule_shows_a_fail_a_pass_and_an_unsure() -> None:
    for rule in BOOK.rules:
        shown = {tried.expected for tried in TRIED if tried.rule == rule.id}
        assert shown >= {Outcome.FAIL, Outcome.PASS, Outcome.UNSURE}, rule.id


def test_advice_is_ready_to_use_in_both_languages() -> None:
    for tried in TRIED:
        if tried.expected is Outcome.FAIL and tried.finding is not None:
            for text in (tried.finding.advice.nl, tried.finding.advice.en):
                assert text, tried.rule
                assert "{" not in text, tried.rule


def test_an_unsure_example_says_what_would_settle_it_or_why_not() -> None:
    for tried in TRIED:
        if tried.expected is Outcome.UNSURE and tried.finding is not None:
            assert tried.finding.needs or tried.finding.doubt, (tried.rule, tried.why)


def test_an_accusation_on_a_tiktok_names_the_label_route() -> None:
    for tried in TRIED:
        found = tried.finding
        heavy = found is not None and found.severity != "advies" and found.outcome is Outcome.FAIL
        if heavy and found is not None and "mediawet" in tried.rule and Surface.LABEL in found.needs:
            assert "label" in found.advice.nl, tried.rule


def test_an_example_outside_its_rules_days_is_wrong_and_not_silent(tmp_path: Path) -> None:
    text = (rulebook.FOLDER / "nl/mediawet/recognisable.toml").read_text(encoding="utf-8")
    file = tmp_path / "rule.toml"
    file.write_text(text.replace("platform =", 'published = "2021-01-01"\nplatform ='), encoding="utf-8")
    tried = list(try_examples(rulebook.load_file(file).rules, judged))
    assert tried
    assert not any(entry.right for entry in tried)
