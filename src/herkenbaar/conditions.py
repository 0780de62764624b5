"""The ``[when]`` and ``[expect]`` tables of a rule: read once, checked, and made into a function.

A condition is a table with ``all``, ``any`` and ``none``, each a list of questions: the name of a check
(``"advertising"``), a check with its parameters (``{ check = "disclosed", on = ["title"] }``), or a table with ``all``,
``any`` and ``none`` again. Several keys in one table must all hold. Answers join in three values (logic.py).
"""

from __future__ import annotations

import inspect
import typing
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

import msgspec

from herkenbaar.checks import Check, checks
from herkenbaar.datafile import convert, nearest
from herkenbaar.errors import DataFileError
from herkenbaar.logic import all_of, any_of, none_of
from herkenbaar.model import Answer, Reading

JOINS: dict[str, Callable[[Iterable[Answer]], Answer]] = {"all": all_of, "any": any_of, "none": none_of}
DEEPEST = 8


class Asking:
    """One reading that questions are asked of; each is answered once, however many rules ask it."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.answers: dict[str, Answer] = {}


Ask = Callable[[Asking], Answer]


class Question(msgspec.Struct, frozen=True):
    """One check with its parameters."""

    name: str
    params: dict[str, Any]
    ask: Ask


class Condition(msgspec.Struct, frozen=True):
    """Questions joined by ``all``, ``any`` or ``none``."""

    join: str
    parts: tuple[Condition | Question, ...]
    ask: Ask


def read_condition(table: object, *, where: str, key: str) -> Condition:
    """The condition in ``table``. Raises DataFileError that names file, key and remedy."""
    return _condition(table, where, key, 0)


def _condition(table: object, where: str, key: str, depth: int) -> Condition:
    if depth > DEEPEST:
        raise DataFileError(f"`{key}` is nested too deeply", where=where, remedy=f"at most {DEEPEST} levels")
    if not isinstance(table, dict) or not table:
        remedy = 'write it as a table, for instance all = ["advertising"]'
        raise DataFileError(f"`{key}` needs one of all, any, none", where=where, remedy=remedy)
    parts: list[Condition | Question] = []
    for join, items in table.items():
        if join not in JOINS:
            raise DataFileError(f"unknown key `{key}.{join}`", where=where, remedy=nearest(join, list(JOINS)))
        if not isinstance(items, list) or not items:
            raise DataFileError(f"`{key}.{join}` must be a list with a question", where=where, remedy="see rules show")
        asked = [_part(item, where, f"{key}.{join}[{place}]", depth) for place, item in enumerate(items)]
        parts.append(_joined(join, tuple(asked)))
    first = parts[0]
    return first if len(parts) == 1 and isinstance(first, Condition) else _joined("all", tuple(parts))


def _joined(join: str, parts: tuple[Condition | Question, ...]) -> Condition:
    asks = [part.ask for part in parts]
    if len(asks) == 1 and join != "none":  # one answer joined is that answer
        return Condition(join, parts, asks[0])
    combine = JOINS[join]
    return Condition(join, parts, lambda asking: combine(ask(asking) for ask in asks))


def _part(item: object, where: str, key: str, depth: int) -> Condition | Question:
    if isinstance(item, str):
        return _question(item, {}, where, key)
    if isinstance(item, dict) and isinstance(item.get("check"), str):
        params = {name: value for name, value in item.items() if name != "check"}
        return _question(item["check"], params, where, key)
    return _condition(item, where, key, depth + 1)


def _question(name: str, params: dict[str, Any], where: str, key: str) -> Question:
    check = checks().get(name)
    if check is None:
        raise DataFileError(f"unknown check '{name}' at `{key}`", where=where, remedy=nearest(name, list(checks())))
    known = parameters(name)
    for param in params:
        if param not in known:
            what = f"check '{name}' has no parameter `{param}` at `{key}`"
            raise DataFileError(what, where=where, remedy=nearest(param, list(known)))
    missing = [param for param, (_, required) in known.items() if required and param not in params]
    if missing:
        what = f"check '{name}' needs `{missing[0]}` at `{key}`"
        raise DataFileError(what, where=where, remedy=f"add {missing[0]} = …")
    values = {param: _value(value, known[param][0], where, f"{key}.{param}") for param, value in params.items()}
    return Question(name, params, _asker(check, values, repr((name, sorted(values.items())))))


def _value(value: object, shape: Any, where: str, key: str) -> Any:
    try:
        return convert(value, shape, where=where)
    except DataFileError as error:
        raise DataFileError(f"{error.what} at `{key}`", where=where, remedy=error.remedy) from error


def _asker(check: Check, values: dict[str, Any], identity: str) -> Ask:
    def ask(asking: Asking) -> Answer:
        answer = asking.answers.get(identity)
        if answer is None:
            answer = asking.answers[identity] = check(asking.reading, **values)
        return answer

    return ask


@cache
def parameters(name: str) -> dict[str, tuple[Any, bool]]:
    """The parameters of a check: its type, and whether a rule has to give it."""
    check = checks()[name]
    hints = typing.get_type_hints(check)
    given = list(inspect.signature(check).parameters.values())[1:]
    return {param.name: (hints[param.name], param.default is param.empty) for param in given}
