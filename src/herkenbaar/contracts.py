"""The public contracts as JSON Schema, made from the very types that read and write them."""

from __future__ import annotations

import inspect
from typing import Any, Literal

import msgspec

from herkenbaar.model import Evidence, Verdict

Contract = Literal["evidence", "verdict"]

_TYPES: dict[str, type[msgspec.Struct]] = {"evidence": Evidence, "verdict": Verdict}
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema_of(contract: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of ``evidence`` or ``verdict``.

    ``schema`` is required in both, although the types have a default for it: a line says which contract it follows.
    """
    kind = _TYPES[contract]
    (made,), parts = msgspec.json.schema_components([kind], ref_template="#/$defs/{name}")
    for part in parts.values():
        if "description" in part:
            part["description"] = inspect.cleandoc(part["description"]).replace("``", "`")
    own = parts[kind.__name__]
    own["required"] = ["schema", *(name for name in own.get("required", []) if name != "schema")]
    own["properties"]["schema"] = {"const": f"herkenbaar.{contract}/1"}
    return {"$schema": _DIALECT, "title": f"herkenbaar.{contract}/1", **made, "$defs": parts}
