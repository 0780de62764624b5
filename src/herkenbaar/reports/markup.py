"""Build HTML that cannot be broken out of: all text is escaped unless it was built here.

``tag("p", "a < b", class_="note")`` gives ``<p class="note">a &lt; b</p>``. Elements are closed by construction and
attribute values always quoted. There are no templates: a forgotten escape is not possible, and mypy reads it all.
"""

from __future__ import annotations

import html
from collections.abc import Iterable

from herkenbaar.reports.escape import one_line, visible

QUOTE = 300
"""So many characters of a quotation at most."""
VOID = frozenset({"br", "col", "hr", "img", "input", "link", "meta"})


class Html(str):
    """Text that is HTML already. Template engines recognise it by ``__html__``."""

    __slots__ = ()

    def __html__(self) -> str:
        return self


Content = str | None | Iterable["str | None"]
Value = str | int | float | bool | None


def escape(text: str) -> Html:
    """``text`` as HTML text or attribute value; steering characters are shown. What is Html already stays."""
    return text if isinstance(text, Html) else Html(html.escape(visible(text)))


def join(*content: Content) -> Html:
    """All of ``content`` in a row, escaped where it is plain text; None is nothing."""
    parts: list[str] = []
    for item in content:
        if isinstance(item, str):
            parts.append(escape(item))
        elif item is not None:
            parts.extend(escape(part) for part in item if part is not None)
    return Html("".join(parts))


def tag(name: str, /, *content: Content, **attributes: Value) -> Html:
    """One element. ``class_`` is written class, ``aria_label`` aria-label; True is bare, None is left out."""
    start = f"<{name}{''.join(_attribute(key, value) for key, value in attributes.items())}>"
    return Html(start) if name in VOID else Html(f"{start}{join(*content)}</{name}>")


def quote(text: str) -> Html:
    """A quotation from outside on one line, cut when it is long, that keeps its own writing direction."""
    return tag("q", one_line(text, limit=QUOTE), dir="auto") if text else Html()


def _attribute(key: str, value: Value) -> str:
    if value is None or value is False:
        return ""
    written = key.rstrip("_").replace("_", "-")
    return f" {written}" if value is True else f' {written}="{escape(str(value))}"'
