"""Every reason that the crawler can give for a gap is said in the language of the report.

The reasons are read from the syntax tree of the crawler's modules, so that a new one without words is noticed.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests import instagram_pages, tiktok_pages, youtube_channel, youtube_pages

import herkenbaar
from herkenbaar.cli import program
from herkenbaar.evidence import bundle
from herkenbaar.reports.words import vocabulary

PROGRAM = Path(herkenbaar.__file__).parent
CRAWLER = (
    "sources/youtube*.py",
    "sources/tiktok*.py",
    "sources/instagram*.py",
    "sources/source.py",
    "sources/soundtrack.py",
    "sources/ytdlp.py",
    "evidence/captions/*.py",
    "evidence/caption_faults.py",
    "http.py",
    "hosts.py",
    "budget.py",
    "browser.py",
    "intake.py",
)
RAISED = {"GoneError", "BlockedError", "FetchError", "InputError", "NoAnswerError", "Fault"}
PARTS = {
    "{}",
    "{}: {}",
    "{} ({})",
    "{} (status {})",
    "{}: {} (status {})",
    "“{}”",
    "This channel does not have a",
}
"""Put together from reasons that have words of their own, or of the platform's own words."""


def spell(node: ast.expr) -> Iterator[str]:
    """The texts that an expression may give, with {} for what is filled in."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield "".join(str(x.value) if isinstance(x, ast.Constant) else "{}" for x in node.values)
    elif isinstance(node, ast.IfExp):
        yield from (text for part in (node.body, node.orelse) for text in spell(part))
    elif isinstance(node, ast.BoolOp):
        yield from (text for part in node.values for text in spell(part))


def names(target: ast.expr) -> str:
    return target.id if isinstance(target, ast.Name) else target.attr if isinstance(target, ast.Attribute) else ""


def reasons(node: ast.AST) -> Iterator[ast.expr]:
    """The expressions of one node that say why something could not be read."""
    if isinstance(node, ast.Call):
        name = names(node.func)
        yield from node.args[:1] if name in RAISED or name in {"gap", "_gap"} else ()
        yield from node.args[1:2] if name in {"refuse", "_refuse"} else ()
        yield from (word.value for word in node.keywords if word.arg == "gap")
    elif isinstance(node, ast.Assign) and names(node.targets[0]) == "gaps" and isinstance(node.value, ast.Dict):
        yield from node.value.values
    elif isinstance(node, ast.Assign) and (names(node.targets[0]) in {"what", "why"} or _is_constant(node.targets[0])):
        yield node.value
    elif isinstance(node, ast.FunctionDef) and "why" in node.name:
        yield from (one.value for one in ast.walk(node) if isinstance(one, ast.Return) and one.value is not None)


def _is_constant(target: ast.expr) -> bool:
    return names(target).startswith("NO_") or names(target) in {"ROBOT", "LOGIN_PAGE", "NOTHING"}


def list_reasons() -> list[str]:
    files = sorted({path for pattern in CRAWLER for path in PROGRAM.glob(pattern)})
    nodes = (node for path in files for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    found = {text for node in nodes for expression in reasons(node) for text in spell(expression)}
    return sorted(found - PARTS - {""})


REASONS = list_reasons()


@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_of_the_crawler_has_dutch_words(reason: str) -> None:
    say = vocabulary("nl")
    told = {filled: say.why(filled) for filled in (reason.replace("{}", "7"), reason.replace("{}", "iets"))}
    assert any(said != filled or filled in say.table["why"] for filled, said in told.items()), reason


def test_reasons_were_found_at_all() -> None:
    assert len(REASONS) > 90
    assert {"the video has no captions", "the captions say the same line {} times"} <= set(REASONS)


@pytest.mark.parametrize(
    ("reason", "dutch"),
    [
        (
            "captions nld-NL (recognised): the address has expired or is refused (status 403)",
            "ondertitels nld-NL (herkend): het adres is verlopen of wordt geweigerd (status 403)",
        ),
        (
            "captions nl (creator's own): status 500 (4 attempts)",
            "ondertitels nl (van de maker zelf): status 500 (4 pogingen)",
        ),
        (
            "captions nl (recognised): refused: status 429 (1 attempt)",
            "ondertitels nl (herkend): geweigerd: status 429 (1 poging)",
        ),
        (
            "captions nl (recognised): no answer in time (4 attempts)",
            "ondertitels nl (herkend): geen antwoord op tijd (4 pogingen)",
        ),
        ("age-gated: no captions are given", "achter een leeftijdsgrens: er worden geen ondertitels gegeven"),
        (
            "the post's page could not be read: the platform answered with a page that asks whether we are a robot",
            "de pagina van het bericht kon niet gelezen worden: "
            "het platform antwoordde met een pagina die vraagt of we een robot zijn",
        ),
        (
            "the post's page could not be read: no request for another 840 s, because status 429",
            "de pagina van het bericht kon niet gelezen worden: nog 840 s geen verzoek, vanwege: status 429",
        ),
        (
            "TikTok lists no text stickers; the picture was not fetched",
            "TikTok noemt geen tekststickers; het beeld is niet opgehaald",
        ),
        ("its sound could not be fetched (status 403)", "het geluid kon niet opgehaald worden (status 403)"),
        ("watch page; Android client", "de pagina van de video; de Android-app"),
    ],
)
def test_reasons_that_are_put_together_are_translated_part_by_part(reason: str, dutch: str) -> None:
    assert vocabulary("nl").why(reason) == dutch
    assert vocabulary("en").why(reason) == reason


@pytest.mark.parametrize(
    ("source", "folder"),
    [
        (youtube_pages.HANDLE, youtube_channel.FIXTURES),
        (f"tiktok:@{tiktok_pages.HANDLE}", tiktok_pages.FIXTURES),
        (f"instagram:@{instagram_pages.HANDLE}", instagram_pages.FIXTURES / "api"),
        (f"instagram:@{instagram_pages.HANDLE}", instagram_pages.FIXTURES / "feed"),
    ],
)
def test_the_gaps_of_a_whole_run_all_have_dutch_words(tmp_path: Path, source: str, folder: Path) -> None:
    result = CliRunner().invoke(program, ["gather", source, "-o", str(tmp_path), "--replay", str(folder)])
    assert result.exit_code == 0, result.output
    gaps = {gap for one in bundle.find(tmp_path) for gap in bundle.load(one).gaps.values()}
    say = vocabulary("nl")
    assert gaps
    assert not json.dumps([gap for gap in gaps if say.why(gap) == gap]).strip("[]")
