from __future__ import annotations

import re

from bs4 import BeautifulSoup

from herkenbaar.reports.charts import Column, Part, bar, columns, key, table


def data(*numbers: tuple[int, int]) -> list[Column]:
    return [
        Column(f"p{n}", (Part("disclosed", "good", a), Part("deficient", "bad", b))) for n, (a, b) in enumerate(numbers)
    ]


def test_a_bar_is_divided_by_share() -> None:
    drawn = BeautifulSoup(bar([Part("review", "look", 1), Part("disclosed", "good", 3)], label="all"), "html.parser")
    assert [(rect["class"], rect["x"], rect["width"]) for rect in drawn.find_all("rect")] == [
        (["fill-review"], "0.00%", "25.00%"),
        (["fill-disclosed"], "25.00%", "75.00%"),
    ]
    assert [title.text for title in drawn.find_all("title")] == ["look: 1", "good: 3"]
    assert drawn.svg["aria-label"] == "all"


def test_columns_stack_from_below_to_the_highest() -> None:
    drawn = BeautifulSoup(columns(data((1, 1), (0, 4)), label="time", height=100), "html.parser")
    heights = [(float(rect["y"]), float(rect["height"])) for rect in drawn.find_all("rect")]
    assert heights == [(89.0, 25.0), (64.0, 25.0), (14.0, 100.0)]
    assert [text.text for text in drawn.find_all("text")] == ["4", "p0", "p1"]


def test_names_of_many_columns_are_thinned_out() -> None:
    drawn = BeautifulSoup(columns(data(*[(1, 0)] * 18), label="time"), "html.parser")
    assert len(drawn.find_all("text", class_="name")) == 6


def test_nothing_is_drawn_of_nothing() -> None:
    assert (
        bar([Part("review", "look", 0)], label="all")
        == columns(data((0, 0)), label="x")
        == columns([], label="x")
        == ""
    )


def test_the_table_beside_a_chart_has_its_numbers() -> None:
    made = BeautifulSoup(
        table(data((1, 0), (2, 3)), corner="period", heads=["good", "bad"], summary="numbers"), "html.parser"
    )
    rows = [re.sub(r"\s+", " ", row.get_text(" ")).strip() for row in made.find_all("tr")]
    assert rows == ["period good bad", "p0 1 –", "p1 2 3"]
    assert made.details.summary.text == "numbers"


def test_a_key_names_every_colour() -> None:
    shown = key([Part("disclosed", "herkenbaar", 0), Part("deficient", "<b>", 0)])
    assert shown.count("<li>") == 2
    assert 'class="fill-disclosed"' in shown
    assert "&lt;b&gt;" in shown
