from __future__ import annotations

from html.parser import HTMLParser

from hypothesis import given
from tests.reports.hostile import texts

from herkenbaar.reports.escape import visible
from herkenbaar.reports.markup import Html, join, tag


def test_text_and_attributes_are_escaped_and_built_parts_are_not() -> None:
    made = tag("p", "a < b & c", tag("b", '"x"'), class_="it's", data_n=3, hidden=True, title=None, lang=False)
    assert made == ('<p class="it&#x27;s" data-n="3" hidden>a &lt; b &amp; c<b>&quot;x&quot;</b></p>')


def test_void_elements_have_no_end() -> None:
    assert tag("br") == "<br>"


def test_lists_and_nothing_are_taken() -> None:
    assert join(None, ["a", None, Html("<i></i>")], "&") == "a<i></i>&amp;"
    assert Html("<i>").__html__() == "<i>"


@given(texts, texts)
def test_hostile_text_stays_text(text: str, value: str) -> None:
    seen: list[object] = []

    class Reader(HTMLParser):
        def handle_starttag(self, name: str, attributes: list[tuple[str, str | None]]) -> None:
            seen.append((name, attributes))

        def handle_endtag(self, name: str) -> None:
            seen.append(name)

        def handle_data(self, data: str) -> None:
            seen.append(data)

    reader = Reader()
    reader.feed(tag("p", text, title=value))
    reader.close()
    assert seen[0] == ("p", [("title", visible(value))])
    assert seen[-1] == "p"
    assert "".join(str(part) for part in seen[1:-1]) == visible(text)
