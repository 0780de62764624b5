"""Evidence and verdicts as they lie in the database: their JSON, compressed.

A JSON line of 5 KB takes about 1.5 KB; a table of a million videos stays on one disk.
"""

from __future__ import annotations

import zlib
from typing import Any, TypeVar

import msgspec

from herkenbaar.model import Evidence, Verdict
from herkenbaar.store.schema import storable


class Described(msgspec.Struct, frozen=True):
    """Of evidence, what stands under the video: the rest is passed over unread."""

    description: str | None = None


Contract = TypeVar("Contract", Evidence, Verdict, Described)


def pack(value: Evidence | Verdict) -> bytes:
    """``value`` as the database keeps it."""
    return zlib.compress(msgspec.json.encode(value))


def unpack(body: bytes, contract: type[Contract]) -> Contract:
    """What ``pack`` packed."""
    return msgspec.json.decode(zlib.decompress(body), type=contract)


def mend(evidence: Evidence) -> Evidence:
    """``evidence`` with half surrogate pairs replaced by U+FFFD; offsets stay. Itself where there are none."""
    try:
        msgspec.json.encode(evidence)
    except UnicodeEncodeError:
        return msgspec.convert(_mended(msgspec.to_builtins(evidence)), Evidence)
    return evidence


def _mended(value: Any) -> Any:
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, dict):
        return {storable(key): _mended(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_mended(item) for item in value]
    return value
