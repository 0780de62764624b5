"""``herkenbaar rules``: what is asked of a video, and tests for rules of one's own."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from herkenbaar.cli._listing import Listing

if TYPE_CHECKING:
    from herkenbaar.rule_examples import JudgeEvidence
    from herkenbaar.rulebook import Rule, Rulebook

config_option = click.option(
    "--config", "config_file", type=click.Path(path_type=Path), help="Read this configuration file instead."
)
lang_option = click.option("--lang", type=click.Choice(["nl", "en"]), help="Language; default: [report] lang.")


@click.group(cls=Listing)
def command() -> None:
    """Show the duties that a video is judged by, and test rules of your own.

    A rule is one TOML file with its law, its advice and its examples (docs/writing-a-rule.md). Folders named in
    [judge] rule_packs are shown beside the built-in rules.
    """


@command.command("list")
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="Only rules for videos published on this day.")
@lang_option
@config_option
def list_rules(day: datetime.datetime | None, lang: str | None, config_file: Path | None) -> None:
    """List all rules, heaviest first."""
    book, language = _load(config_file, lang)
    rules = book.rules if day is None else book.edition(day.date()).rules
    width = max((len(rule.id) for rule in rules), default=0)
    for rule in rules:
        title = rule.file.title.nl if language == "nl" else rule.file.title.en
        click.echo(f"{rule.id:<{width}}  {rule.file.severity:<8}  {rule.file.deficiency or '':<18}  {title}")


@command.command()
@click.argument("rule_id", metavar="ID")
@lang_option
@config_option
def show(rule_id: str, lang: str | None, config_file: Path | None) -> None:
    """Show the manual page of a rule: what it asks, its law, its advice and its examples."""
    from herkenbaar.rule_page import manual_page

    book, language = _load(config_file, lang)
    click.echo(manual_page(book.rule(rule_id), book.sources, language))


@command.command("test")
@click.argument("path", required=False, type=click.Path(exists=True, path_type=Path))
@click.option("--verbose", "-v", is_flag=True, help="Also print the examples that are right.")
@config_option
def run_examples(path: Path | None, verbose: bool, config_file: Path | None) -> None:
    """Judge the examples of all rules, or of the rule pack (a folder) or rule file at PATH.

    Exit code 0: every example has the outcome it states; 1: one has another; 2: a rule file is broken.
    """
    from herkenbaar.rule_examples import try_examples

    book, rules = _chosen(path, config_file)
    wrong = 0
    tried = list(try_examples(rules, _judging(book)))
    for example in tried:
        wrong += not example.right
        if verbose or not example.right:
            got = example.finding.outcome if example.finding else "not in force on that day"
            mark = "ok   " if example.right else "WRONG"
            click.echo(f"{mark} {example.rule} #{example.number}: {example.expected}, got {got} ({example.why})")
            if example.finding and not example.right and example.finding.needs:
                click.echo(f"      not looked at: {', '.join(example.finding.needs)}")
    click.echo(f"{len(tried)} examples of {len(rules)} rules, {wrong} wrong")
    if wrong:
        raise SystemExit(1)


@command.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--lang", type=click.Choice(["nl", "en"]), default="en", show_default=True, help="Language of the pages.")
@config_option
def write(folder: Path, lang: Literal["nl", "en"], config_file: Path | None) -> None:
    """Write the manual pages of all rules into FOLDER, as Markdown, with an index."""
    from herkenbaar.rule_page import index_page, manual_page

    book, _ = _load(config_file, lang)
    for rule in book.rules:
        page = folder / f"{rule.id}.md"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(manual_page(rule, book.sources, lang), encoding="utf-8")
    (folder / "README.md").write_text(index_page(book.rules, lang), encoding="utf-8")
    click.echo(f"{len(book.rules)} pages in {folder}")


def _load(config_file: Path | None, lang: str | None) -> tuple[Rulebook, Literal["nl", "en"]]:
    from herkenbaar import config, rulebook

    settings = config.load(config_file).settings
    return rulebook.load(settings.judge.rule_packs), "en" if (lang or settings.report.lang) == "en" else "nl"


def _chosen(path: Path | None, config_file: Path | None) -> tuple[Rulebook, list[Rule]]:
    """The rules to test, and the book that judges them."""
    from herkenbaar import rulebook

    if path is None:
        book, _ = _load(config_file, None)
        return book, list(book.rules)
    book = rulebook.load_file(path) if path.is_file() else rulebook.load([path])
    return book, [rule for rule in book.rules if path in (rule.path, *rule.path.parents)]


def _judging(book: Rulebook) -> JudgeEvidence:
    from herkenbaar.folds import load_folds
    from herkenbaar.judge import judge
    from herkenbaar.lexicon import load_lexicon
    from herkenbaar.reading import read

    lexicon, folds = load_lexicon(), load_folds()
    return lambda evidence: judge(read(evidence, lexicon=lexicon, folds=folds), book)
