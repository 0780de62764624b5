"""Small charts as inline SVG. Positions are percentages, so they fit any width with letters of a readable size.

Colours are classes of the style sheet (``fill-deficient``); what a chart says stands in its label and in a table
beside it, so it never rests on colour alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from herkenbaar.reports.markup import Html, join, tag

TOP = 14
"""Room above the columns for the number on the grid line, in pixels."""
FOOT = 20
"""Room below the columns for their names."""


class Part(NamedTuple):
    """A share of a bar or column: the class of its colour, its words, its number."""

    fill: str
    name: str
    n: int


class Column(NamedTuple):
    """One column of a chart, bottom part first."""

    name: str
    parts: tuple[Part, ...]

    @property
    def total(self) -> int:
        """The sum of the parts."""
        return sum(part.n for part in self.parts)


def bar(parts: Sequence[Part], *, label: str, height: int = 14) -> Html:
    """One horizontal bar, divided as ``parts`` are; nothing when all are zero."""
    total = sum(part.n for part in parts)
    if not total:
        return Html()
    drawn: list[Html] = []
    x = 0.0
    for part in parts:
        width = 100 * part.n / total
        drawn.append(_rect(part, x=x, width=width, y=0.0, height=height))
        x += width
    return tag("svg", *drawn, class_="bar", role="img", aria_label=label, width="100%", height=height)


def columns(data: Sequence[Column], *, label: str, height: int = 140) -> Html:
    """Stacked columns with their names below and the highest number on a line above; nothing without data."""
    most = max((column.total for column in data), default=0)
    if not most:
        return Html()
    step = 100 / len(data)
    every = -(-len(data) // 6)
    drawn = [
        _column(column, x=index * step, step=step, most=most, height=height, named=index % every == 0)
        for index, column in enumerate(data)
    ]
    grid = join(
        tag("line", x1="0", x2="100%", y1=TOP, y2=TOP, class_="grid"),
        tag("line", x1="0", x2="100%", y1=TOP + height, y2=TOP + height, class_="axis"),
        tag("text", str(most), x="0", y=TOP - 3),
    )
    size = TOP + height + FOOT
    return tag("svg", grid, *drawn, class_="columns", role="img", aria_label=label, width="100%", height=size)


def key(parts: Iterable[Part]) -> Html:
    """What the colours of a chart mean, where no other list on the page says it."""
    swatch = {"width": "12", "height": "12", "aria_hidden": "true"}
    items = (
        tag(
            "li",
            tag("svg", tag("rect", width="12", height="12", rx="2", class_=f"fill-{part.fill}"), **swatch),
            part.name,
        )
        for part in parts
    )
    return tag("ul", *items, class_="key")


def table(data: Iterable[Column], *, corner: str, heads: Sequence[str], summary: str) -> Html:
    """The numbers of a chart, folded away under ``summary``. All columns have as many parts as there are heads."""
    head = tag("tr", tag("th", corner, scope="col"), *(tag("th", name, scope="col") for name in heads))
    rows = [
        tag("tr", tag("th", column.name, scope="row"), *(tag("td", str(part.n or "–")) for part in column.parts))
        for column in data
    ]
    body = tag("table", tag("thead", head), tag("tbody", *rows))
    return tag("details", tag("summary", summary), tag("div", body, class_="scroll"), class_="numbers")


def _column(column: Column, *, x: float, step: float, most: int, height: int, named: bool) -> Html:
    drawn: list[Html] = []
    y = float(TOP + height)
    for part in column.parts:
        size = height * part.n / most
        y -= size
        if part.n:
            drawn.append(_rect(part, x=x + step * 0.15, width=step * 0.7, y=y, height=size))
    if named:
        middle = f"{x + step / 2:.2f}%"
        drawn.append(tag("text", column.name, x=middle, y=TOP + height + 15, class_="name"))
    return join(drawn)


def _rect(part: Part, *, x: float, width: float, y: float, height: float) -> Html:
    title = tag("title", f"{part.name}: {part.n}")
    return tag(
        "rect",
        title,
        x=f"{x:.2f}%",
        y=f"{y:.1f}",
        width=f"{width:.2f}%",
        height=f"{height:.1f}",
        class_=f"fill-{part.fill}",
    )
