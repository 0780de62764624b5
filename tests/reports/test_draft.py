from __future__ import annotations

import io
import json

import pytest

from herkenbaar import config, scan
from herkenbaar.draft import Told, evidence_of, judge_draft, sheet_of, without_video
from herkenbaar.model import Platform, Relation, Sheet
from herkenbaar.reports import draft


@pytest.fixture(scope="module")
def tools() -> scan.Tools:
    return scan.prepare(config.load().settings)


def sheet(tools: scan.Tools, description: str, brand: str = "Zonneveld") -> Sheet:
    told = Told(platform=Platform.TIKTOK, description=description, brand=brand, relation=Relation.SPONSOR, label=False)
    return sheet_of(judge_draft(without_video(evidence_of(told)), told, tools))


def printed(made: Sheet, lang: str = "nl", width: int = 200) -> str:
    out = io.StringIO()
    draft.write(made, out, lang=lang, width=width)
    return out.getvalue()


@pytest.mark.parametrize(
    ("lang", "parts"),
    [
        ("nl", ["Controle voor plaatsing · TikTok", "Plichten", "Klaar om te gebruiken", "platformlabel: staat uit"]),
        ("en", ["Check before posting · TikTok", "Duties", "Ready to use", "platform label: switched off"]),
    ],
)
def test_the_sheet_is_there_in_both_languages(tools: scan.Tools, lang: str, parts: list[str]) -> None:
    text = printed(sheet(tools, "Soep! #ad"), lang)
    assert [part for part in parts if part not in text] == []


def test_what_stands_behind_the_fold_is_not_shown_as_read(tools: scan.Tools) -> None:
    text = printed(sheet(tools, "Een hele week soep. " * 20 + "#advertentie"))
    first = next(line for line in text.splitlines() if "beschrijving: “" in line)
    assert "advertentie" not in first
    assert "(daarna afgekapt)" in first


def test_a_hostile_caption_cannot_steer_the_terminal(tools: scan.Tools) -> None:
    text = printed(sheet(tools, "\x1b[2Jreclame\u202e\x07", brand="\x1b]0;x\x07[bold]"))
    assert not {"\x1b", "\x07", "\u202e"} & set(text)
    assert "[bold]" in text


def test_the_json_is_one_line_with_a_schema(tools: scan.Tools) -> None:
    out = io.StringIO()
    draft.write_json(sheet(tools, "Soep!"), out)
    assert out.getvalue().count("\n") == 1
    made = json.loads(out.getvalue())
    assert made["schema"] == "herkenbaar.draft/1"
    assert made["judged"]["verdict"]["schema"] == "herkenbaar.verdict/1"
    assert [ready["use"] for ready in made["ready"]] == ["paste", "say", "show", "label"]


def test_a_narrow_terminal_loses_nothing(tools: scan.Tools) -> None:
    wide, narrow = printed(sheet(tools, "Soep! #ad")), printed(sheet(tools, "Soep! #ad"), width=40)
    assert "".join(wide.split()) == "".join(narrow.split())
