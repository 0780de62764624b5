"""An info.json of any version is read; what is odd in it costs that field only."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from herkenbaar.errors import InputError
from herkenbaar.evidence import info as module
from herkenbaar.evidence.info import Info, mend_surrogates, read_info


def read(document: object) -> tuple[Info, dict[str, str]]:
    info, faults = read_info(json.dumps(document).encode())
    return info, {fault.field: fault.what for fault in faults}


def test_a_sound_file_is_read_in_one_go_and_the_rest_of_it_skipped() -> None:
    info, faults = read({"id": "a", "title": "T", "duration": 12, "formats": [{"url": "x"}] * 100, "unknown": {}})
    assert (info.id, info.title, info.duration, faults) == ("a", "T", 12.0, {})


@pytest.mark.parametrize(
    ("field", "value", "what"),
    [
        ("title", 5, "Expected `str`, got `int`"),
        ("description", ["a"], "Expected `str`, got `array`"),
        ("duration", "long", "Expected `float`, got `str`"),
        ("timestamp", {"a": 1}, "Expected `float`, got `object`"),
        ("channel_follower_count", 1.5, "Expected `int`, got `float`"),
        ("_type", 3, "Expected `str`, got `int`"),
    ],
)
def test_a_field_of_the_wrong_type_costs_that_field_only(field: str, value: object, what: str) -> None:
    info, faults = read({"id": "a", "channel": "Roos", field: value})
    assert (info.id, info.channel) == ("a", "Roos")
    assert faults == {field: what}


def test_digits_in_a_string_are_a_number() -> None:
    info, faults = read({"id": "a", "timestamp": "1700000000", "title": 5})
    assert info.timestamp == 1700000000.0
    assert list(faults) == ["title"]


@pytest.mark.parametrize(
    ("raw", "title"),
    [
        (rb'{"id": "a", "title": "x\ud83d"}', "x\ufffd"),
        (rb'{"id": "a", "title": "x\ud83d\ude00\ude00"}', "x\U0001f600\ufffd"),
        (rb'{"id": "a", "title": "x\\ud83d"}', r"x\ud83d"),
        (b'\xef\xbb\xbf{"id": "a", "title": "x"}', "x"),
        ('{"id": "a", "title": "é"}'.encode("utf-16"), "é"),
        ('{"id": "a", "title": "é"}'.encode("latin-1"), "é"),
        (b'{"id": "a", "title": "x", "fps": NaN, "tbr": -Infinity}', "x"),
        (b'{"id": "a", "title": "x", "odd": "\xff"}', "x"),
    ],
)
def test_odd_bytes_and_half_surrogates_do_not_lose_the_video(raw: bytes, title: str) -> None:
    info, faults = read_info(raw)
    assert (info.id, info.title, faults) == ("a", title, ())
    assert info.title is not None
    info.title.encode()


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        (b"", "empty"),
        (b'{"id": "a", "title": "half', "cut off"),
        (b'{"id": "a",', "cut off"),
        (b'{"id": "a" "title"}', "broken JSON"),
        (b"[1, 2]", "no JSON object"),
        (b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}", "nested too deeply"),
        (b"\x00\x01\x02\x89PNG" * 100, "not a text file"),
        (b'{"id": ' + b"9" * 5000 + b', "title": 1}', "broken JSON"),
    ],
)
def test_what_is_no_json_object_is_refused_with_its_reason(raw: bytes, what: str) -> None:
    with pytest.raises(InputError, match=what) as caught:
        read_info(raw)
    assert caught.value.remedy


def test_a_huge_broken_file_is_not_read_slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_SLOWLY", 10)
    with pytest.raises(InputError, match="too large"):
        read_info(b'{"id": "a", "title": 5}')


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
NAMES = st.sampled_from(sorted({"subtitles", "automatic_captions", "_herkenbaar", *Info.__struct_fields__}))


@given(st.dictionaries(NAMES, JSON, max_size=12))
def test_any_values_in_any_field_are_survived(document: dict[str, object]) -> None:
    info, _ = read_info(json.dumps(document).encode())
    for name in Info.__struct_fields__:
        if isinstance(value := getattr(info, name), str):
            value.encode()


@given(st.text(st.characters(categories=None), max_size=30))
def test_mended_json_is_valid_unicode_and_keeps_every_offset(text: str) -> None:
    mended = json.loads(mend_surrogates(json.dumps(text).encode()))
    mended.encode()
    assert mended == text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
