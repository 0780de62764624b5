from __future__ import annotations

import pytest
from tests.reports import builder

from herkenbaar.reports.heading import heading
from herkenbaar.reports.words import vocabulary


@pytest.mark.parametrize(
    ("title", "description", "name"),
    [
        ("Herfst", "Tekst", "Herfst"),
        ("", "Eerste regel\nTweede", "Eerste regel Tweede"),
        (None, "x" * 300, "x" * 99 + "…"),
        (" \n", None, "zonder titel (a1)"),
    ],
)
def test_a_video_is_called_by_its_title_else_by_how_its_description_begins(
    title: str | None, description: str | None, name: str
) -> None:
    assert heading(builder.evidence(title=title, description=description), vocabulary("nl")) == name
