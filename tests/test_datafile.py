"""Data files: a broken one names file, key and remedy."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from herkenbaar.datafile import MOST_BYTES, Entry, convert, nearest, read
from herkenbaar.errors import DataFileError
from herkenbaar.model import Severity


class Inner(Entry, frozen=True, kw_only=True):
    colour: Literal["red", "green"] = "red"


class Outer(Entry, frozen=True, kw_only=True):
    weight: Severity
    inner: tuple[Inner, ...] = ()
    count: int = 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('weigth = "zwaar"', "did you mean 'weight'?"),
        ('weight = "zwar"', "did you mean 'zwaar'?"),
        ("count = 1", "missing required field `weight` (add the key)"),
        ('weight = "zwaar"\ncount = "1"', "at `count` (correct the value)"),
        ('weight = "zwaar"\n[[inner]]\ncolour = "gren"', "did you mean 'green'?"),
        ('weight = "zwaar"\n[[inner]]\ncolor = "red"', "at `inner[0]` (did you mean 'colour'?)"),
        ("weight = ", "not valid TOML"),
        ("a" * (MOST_BYTES + 1), "split the file"),
    ],
)
def test_a_broken_file_names_itself_the_key_and_the_remedy(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "x.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(DataFileError) as caught:
        read(file, Outer)
    assert str(file) in str(caught.value)
    assert said in str(caught.value)


def test_a_file_that_is_not_there_or_not_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match="check the path"):
        read(tmp_path / "absent.toml", Outer)
    odd = tmp_path / "odd.toml"
    odd.write_bytes(b'weight = "\xff"')
    with pytest.raises(DataFileError, match="save the file as UTF-8"):
        read(odd, Outer)


def test_nothing_near_gives_the_list_of_what_is_known() -> None:
    assert nearest("qqq", ["b", "a"]) == "known: a, b"


def refusal(value: object) -> DataFileError | None:
    try:
        convert(value, Outer, where="x.toml")
    except DataFileError as error:
        return error
    return None


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["weight", "inner", "colour", "x"]), inner)
    ),
    max_leaves=6,
)


@given(values)
def test_whatever_stands_in_a_file_only_one_kind_of_error_comes_out(value: object) -> None:
    refused = refusal(value)
    assert refused is None or refused.remedy
