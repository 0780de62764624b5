"""Conditions: read from a rule file, refused with a remedy, joined in three values."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from herkenbaar.conditions import Asking, parameters, read_condition
from herkenbaar.errors import DataFileError
from herkenbaar.model import Advertising, Coverage, Evidence, Platform, Reading, Relation, Surface


def reading(answer: str, followers: int | None = None) -> Reading:
    evidence = Evidence(platform=Platform.TIKTOK, id="v", description="tekst")
    advertising = Advertising(answer, Relation.SPONSOR)  # type: ignore[arg-type]
    return Reading(evidence, None, advertising, (), {surface: Coverage("not_looked") for surface in Surface}, ())


def ask(table: dict[str, Any], answer: str) -> bool | None:
    condition = read_condition(table, where="rule.toml", key="when")
    return condition.ask(Asking(reading(answer))).value


UNKNOWN = {"check": "not_in_evidence", "what": "contract"}


@pytest.mark.parametrize(
    ("table", "value"),
    [
        ({"all": ["advertising"]}, True),
        ({"none": ["advertising"]}, False),
        ({"all": ["advertising", UNKNOWN]}, None),
        ({"any": ["advertising", UNKNOWN]}, True),
        ({"none": ["advertising", UNKNOWN]}, False),
        ({"none": [UNKNOWN]}, None),
        ({"all": ["advertising"], "none": [UNKNOWN]}, None),
        ({"any": [{"all": ["advertising"], "none": ["advertising"]}, UNKNOWN]}, None),
        ({"all": [{"any": ["advertising", {"check": "related", "to": ["gift"]}]}]}, True),
    ],
)
def test_answers_join_in_three_values(table: dict[str, Any], value: bool | None) -> None:
    assert ask(table, "yes") is value


def test_a_question_is_answered_once_for_a_reading() -> None:
    twice = read_condition({"all": ["advertising", {"any": ["advertising"]}]}, where="rule.toml", key="when")
    asking = Asking(reading("yes"))
    twice.ask(asking)
    assert len(asking.answers) == 1


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ({}, "`when` needs one of all, any, none"),
        ("advertising", "`when` needs one of all, any, none"),
        ({"al": ["advertising"]}, "unknown key `when.al` (did you mean 'all'?)"),
        ({"all": []}, "`when.all` must be a list with a question"),
        ({"all": "advertising"}, "`when.all` must be a list with a question"),
        ({"all": ["advertisin"]}, "unknown check 'advertisin' at `when.all[0]` (did you mean 'advertising'?)"),
        ({"all": [{"check": "related", "too": ["gift"]}]}, "no parameter `too` at `when.all[0]` (did you mean 'to'?)"),
        ({"all": [{"check": "related"}]}, "check 'related' needs `to` at `when.all[0]`"),
        ({"all": [{"check": "related", "to": ["gif"]}]}, "at `when.all[0].to` (did you mean 'gift'?)"),
        ({"all": [{"check": "related", "to": "gift"}]}, "at `when.all[0].to`"),
        ({"all": [{"any": [{"none": [3]}]}]}, "`when.all[0].any[0].none[0]` needs one of all, any, none"),
    ],
)
def test_a_broken_condition_names_file_key_and_remedy(table: Any, said: str) -> None:
    with pytest.raises(DataFileError) as caught:
        read_condition(table, where="rule.toml", key="when")
    assert "rule.toml" in str(caught.value)
    assert said in str(caught.value)


def test_a_condition_that_is_nested_without_end_is_refused() -> None:
    table: dict[str, Any] = {"all": ["advertising"]}
    for _ in range(20):
        table = {"all": [table]}
    with pytest.raises(DataFileError, match="nested too deeply"):
        read_condition(table, where="rule.toml", key="when")


def test_parameters_are_those_of_the_function() -> None:
    assert {name: required for name, (_, required) in parameters("disclosed").items()} == {
        "on": True,
        "grade": False,
        "zone": False,
        "tells": False,
        "only_if_seen": False,
    }


words = st.sampled_from(["all", "any", "none", "check", "advertising", "disclosed", "on", "title", "x"])
tables = st.recursive(
    words | st.integers() | st.none() | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=12,
)


def outcome(table: Any) -> bool | DataFileError | None:
    try:
        return read_condition(table, where="rule.toml", key="when").ask(Asking(reading("unsure"))).value
    except DataFileError as error:
        return error


@given(tables)
def test_any_table_is_read_or_refused_with_a_remedy(table: Any) -> None:
    found = outcome(table)
    assert found in (True, False, None) or (isinstance(found, DataFileError) and found.remedy)
