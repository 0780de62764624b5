"""Read a TOML data file (rule, law, folds) into a frozen struct, or say which file and key to repair, and how."""

from __future__ import annotations

import difflib
import re
import tomllib
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from herkenbaar.errors import DataFileError

T = TypeVar("T")
MOST_BYTES = 1_000_000
"""A data file is written by hand; anything larger is a mistake."""


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What all tables of our data files share: frozen, and unknown keys are refused."""


def read(path: Path, shape: type[T]) -> T:
    """The contents of ``path`` as a ``shape``. Raises DataFileError that names file, key and remedy."""
    return convert(parse(path), shape, where=str(path))


def parse(path: Path) -> dict[str, Any]:
    """The tables of a TOML file. Raises DataFileError where it cannot be read."""
    try:
        data = path.read_bytes()
        if len(data) > MOST_BYTES:
            raise DataFileError(f"{len(data)} bytes are too many", where=str(path), remedy="split the file")
        return tomllib.loads(data.decode("utf-8"))
    except OSError as error:
        remedy = "check the path and its permissions"
        raise DataFileError(f"cannot be read: {error.strerror or error}", where=str(path), remedy=remedy) from error
    except UnicodeDecodeError as error:
        raise DataFileError("is not UTF-8", where=str(path), remedy="save the file as UTF-8") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        remedy = "repair the TOML at that place"
        raise DataFileError(f"not valid TOML: {error}", where=str(path), remedy=remedy) from error


def convert(data: object, shape: type[T], *, where: str) -> T:
    """``data`` as a ``shape``. Raises DataFileError that names the key and the nearest known one."""
    try:
        return msgspec.convert(data, shape)
    except msgspec.ValidationError as error:
        raise DataFileError(_plain(str(error)), where=where, remedy=_remedy(str(error), shape)) from error
    except RecursionError as error:
        raise DataFileError("nested too deeply", where=where, remedy="write it flatter") from error


def nearest(word: str, known: list[str]) -> str:
    """A remedy: "did you mean …?", or the list of what is known."""
    near = difflib.get_close_matches(word, known, n=1)
    return f"did you mean '{near[0]}'?" if near else f"known: {', '.join(sorted(known))}"


def _plain(message: str) -> str:
    """msgspec's message with the path as it is written in TOML: ``valid.from`` and not ``$.valid.from``."""
    return (
        message.replace("`$.", "`").replace("Object contains unknown", "unknown").replace("Object missing", "missing")
    )


def _remedy(message: str, shape: object) -> str:
    unknown = re.search(r"unknown field `([^`]+)`", message)
    if unknown:
        return nearest(unknown[1], sorted(_keys(shape)))
    if "required field" in message:
        return "add the key"
    if "enum value" in message:
        value = re.search(r"enum value '([^']*)'", message)
        return nearest(value[1] if value else "", sorted(_choices(shape)))
    return "correct the value"


def _kinds(shape: object) -> list[msgspec.inspect.Type]:
    """``shape`` and all types inside it."""
    seen: dict[int, msgspec.inspect.Type] = {}
    waiting: list[object] = [msgspec.inspect.type_info(shape)]
    while waiting:
        kind = waiting.pop()
        if isinstance(kind, (tuple, list)):
            waiting.extend(kind)
        elif isinstance(kind, msgspec.inspect.Field):
            waiting.append(kind.type)
        elif isinstance(kind, msgspec.inspect.Type) and id(kind) not in seen:
            seen[id(kind)] = kind
            names = ("fields", "types", "item_type", "item_types", "value_type", "type")
            waiting.extend(getattr(kind, name) for name in names if hasattr(kind, name))
    return list(seen.values())


def _keys(shape: object) -> set[str]:
    """Every key that a file of this shape may hold, at any depth."""
    structs = [kind for kind in _kinds(shape) if isinstance(kind, msgspec.inspect.StructType)]
    return {field.encode_name for struct in structs for field in struct.fields}


def _choices(shape: object) -> set[str]:
    enums = [kind for kind in _kinds(shape) if isinstance(kind, msgspec.inspect.EnumType)]
    literals = [kind for kind in _kinds(shape) if isinstance(kind, msgspec.inspect.LiteralType)]
    words = {str(member.value) for enum in enums for member in enum.cls}
    return words | {str(value) for literal in literals for value in literal.values}
