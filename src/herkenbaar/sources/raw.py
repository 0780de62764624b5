"""Read values out of a platform's JSON, whatever shape it comes in: nothing here raises on what it meets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from herkenbaar.model import Cue


def find(node: Any, *paths: str) -> Any:
    """The value at the first of these dotted paths that is there and not null; else None. ``a.0.b`` enters a list."""
    for path in paths:
        value = node
        for step in path.split("."):
            if isinstance(value, dict):
                value = value.get(step)
            elif isinstance(value, list) and step.isdigit() and int(step) < len(value):
                value = value[int(step)]
            else:
                value = None
                break
        if value is not None:
            return value
    return None


def has(node: dict[str, Any], *paths: str) -> bool:
    """Whether one of these dotted paths is there, be it null."""
    for path in paths:
        *steps, last = path.split(".")
        parent = find(node, ".".join(steps)) if steps else node
        if isinstance(parent, dict) and last in parent:
            return True
    return False


def text(value: Any) -> str | None:
    """``value`` where it is text, a number as text; lone surrogates replaced; else None."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else None


def number(value: Any) -> float | None:
    """``value`` as a number of at least 0 where it is one, or digits; else None."""
    try:
        found = None if isinstance(value, bool) or value is None else float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return found if found is not None and 0 <= found < float("inf") else None


def count(value: Any) -> int | None:
    """``value`` as a whole number of at least 0; else None."""
    found = number(value)
    return None if found is None else int(found)


def moment(seconds: Any) -> str | None:
    """Seconds since 1970 as ISO 8601 in UTC; None where ``seconds`` is no such number, or 0."""
    found = number(seconds)
    if not found:
        return None
    try:
        return datetime.fromtimestamp(int(found), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError, OSError):
        return None


def dicts(value: Any) -> Iterator[dict[str, Any]]:
    """The objects in a list; nothing where it is no list."""
    if isinstance(value, list):
        yield from (one for one in value if isinstance(one, dict))


def stickers(texts: Iterable[Any]) -> tuple[Cue, ...]:
    """Words that a platform says stand in the picture, each once; when is not told, so each begins and ends at 0."""
    plain = (text(one) for one in texts)
    lines = dict.fromkeys(" ".join(one.split()) for one in plain if one)
    return tuple(Cue(0.0, 0.0, line) for line in lines if line)


def handles(names: Any) -> tuple[str, ...]:
    """Account names as ``@name``, each once."""
    plain = (text(name) for name in names)
    return tuple(dict.fromkeys(f"@{name.strip().lstrip('@')}" for name in plain if name and name.strip("@ ")))
