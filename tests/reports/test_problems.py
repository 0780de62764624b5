from __future__ import annotations

from herkenbaar.model import Problem
from herkenbaar.reports.problems import line


def test_a_problem_says_where_what_and_what_to_do() -> None:
    problem = Problem("x/a.info.json", "field 'title': expected str", "download it again")
    assert line(problem, lang="en") == "x/a.info.json: field 'title': expected str. What to do: download it again"
    assert line(Problem("a", "b"), lang="nl") == "a: b"


def test_a_file_name_cannot_steer_the_terminal() -> None:
    assert line(Problem("\x1b[2Jx\n", "bad"), lang="nl") == "␛[2Jx : bad"
