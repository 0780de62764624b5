"""The account of a run for other programs: JSON as the contract has it, CSV that a spreadsheet opens safely."""

from __future__ import annotations

import csv
import io
import json

import msgspec
from hypothesis import given, settings
from tests.reports.runs.accounts import account, full, hostile

from herkenbaar.reports.runs.account import Account
from herkenbaar.reports.runs.machine import COLUMNS, write_csv, write_json


def rows(told: Account, lang: str = "en") -> list[dict[str, str]]:
    out = io.StringIO()
    write_csv(told, out, lang=lang)
    return list(csv.DictReader(io.StringIO(out.getvalue())))


def test_json_is_one_line_that_reads_back_the_same() -> None:
    out = io.StringIO()
    write_json(full(), out)
    assert out.getvalue().count("\n") == 1
    assert json.loads(out.getvalue())["schema"] == "herkenbaar.run/1"
    assert msgspec.json.decode(out.getvalue(), type=Account) == full()


def test_csv_has_a_row_for_everything_that_changed_stands_open_or_could_not_be_read() -> None:
    assert [(row["change"], row["creator"] or row["video"]) for row in rows(full())] == [
        ("new", "Sanne"),
        ("new", "Sanne"),
        ("reopened", "Sanne"),
        ("fixed", "Sanne"),
        ("still_open", "Sanne"),
        ("look", "Sanne"),
        ("edited", "Sanne"),
        ("gone", "Sanne"),
        ("returned", "Sanne"),
        ("unreadable", "Omar"),
        ("fewer", "Kim"),
        ("problem", "tiktok 9"),
    ]
    assert rows(account()) == []


def test_a_row_of_a_finding_says_what_was_decided_on_it() -> None:
    plain, silenced = rows(full())[:2]
    assert (plain["counts"], plain["decision"], plain["cause"]) == ("yes", "", "first")
    assert {name: silenced[name] for name in COLUMNS if name.startswith("decision") or name == "counts"} == {
        "counts": "no",
        "decision": "waive",
        "decision_by": "Zoë",
        "decision_until": "2027-01-01",
        "decision_standing": "in_force",
    }


def test_the_rule_is_named_in_the_language_asked_for() -> None:
    assert [rows(full(), lang)[0]["rule_title"] for lang in ("nl", "en")] == [
        "Reclame is te herkennen",
        "Advertising can be recognised",
    ]


@given(hostile())
@settings(max_examples=30)
def test_hostile_text_starts_no_formula_and_breaks_no_row(told: Account) -> None:
    for row in rows(told):
        assert None not in row
        assert not any(value.lstrip().startswith(("=", "+", "-", "@")) for value in row.values())
