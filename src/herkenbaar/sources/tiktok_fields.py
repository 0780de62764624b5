"""What TikTok's undocumented fields say: the commercial label, product cards, who made the captions.

The table is tiktok_fields.toml. The label is True (a field is set), False (a field that is also sent when it is not
set says so) or None: a field that is absent was not looked at.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Literal

import msgspec

from herkenbaar import datafile
from herkenbaar.evidence.captions.tracks import Origin
from herkenbaar.model import LabelKind
from herkenbaar.sources.raw import find


class LabelField(datafile.Entry, frozen=True):
    """One row: the dotted path of a field, and what it means when it is set (to one of ``only``, if given)."""

    field: str
    kind: LabelKind
    says: Literal["shown", "perhaps"]
    only: tuple[int, ...] = ()
    tells_absence: bool = False


class Shop(datafile.Entry, frozen=True):
    """Which cards under a post are product cards: by type number, never by another, or by a sign in their data."""

    types: frozenset[int]
    never: frozenset[int]
    signs: tuple[str, ...]


class Captions(datafile.Entry, frozen=True):
    """Values of ``Source`` by who made the track."""

    creator: frozenset[str]
    recognised: frozenset[str]
    translated: frozenset[str]


class Fields(datafile.Entry, frozen=True):
    """The whole table."""

    labels: tuple[LabelField, ...]
    shop: Shop
    captions: Captions


class Label(msgspec.Struct, frozen=True):
    """The label: True, False or None (unknown), its kind, the fields it was read from, and the gap where unknown."""

    value: bool | None
    kind: LabelKind | None = None
    fields: tuple[str, ...] = ()
    gap: str = ""


@cache
def load_fields() -> Fields:
    """The table of tiktok_fields.toml. Raises DataFileError where the file is damaged."""
    return datafile.read(Path(__file__).with_name("tiktok_fields.toml"), Fields)


def read_label(item: dict[str, Any]) -> Label:
    """The commercial label of a post."""
    rows = load_fields().labels
    found = [row for row in rows if _is_set(row, find(item, row.field))]
    shown = [row for row in found if row.says == "shown"]
    if shown:
        return Label(True, shown[0].kind, tuple(dict.fromkeys(row.field for row in shown)))
    if found:
        named = ", ".join(row.field for row in found)
        return Label(None, gap=f"{named} is set: commercial, but whether viewers see a label is not known")
    looked = dict.fromkeys(row.field for row in rows if row.tells_absence and find(item, row.field) is not None)
    if looked:
        return Label(False, fields=tuple(looked))
    return Label(None, gap="TikTok's answer has no label fields")


def list_raw_labels(item: dict[str, Any]) -> dict[str, Any]:
    """The fields of the table that the answer has, as they are."""
    given = {row.field: find(item, row.field) for row in load_fields().labels}
    return {field: value for field, value in given.items() if value is not None}


def is_product(card: dict[str, Any]) -> bool:
    """Whether a card under a post shows a product."""
    shop = load_fields().shop
    number = card.get("type")
    number = int(number) if isinstance(number, int | str) and str(number).isdigit() else None
    if number in shop.never:
        return False
    text = msgspec.json.encode(card).decode().lower()
    return number in shop.types or any(sign in text for sign in shop.signs)


def origin_of(source: object) -> Origin:
    """Who made the caption track whose ``Source`` this is."""
    names = load_fields().captions
    for group, origin in (
        (names.creator, Origin.CREATOR),
        (names.recognised, Origin.RECOGNISED),
        (names.translated, Origin.TRANSLATED),
    ):
        if source in group:
            return origin
    return Origin.DOUBTFUL


def _is_set(row: LabelField, value: object) -> bool:
    """``"0"`` is not set either: TikTok sends some numbers as text."""
    if isinstance(value, str) and value.strip().isdigit():
        value = int(value)
    return bool(value) and (not row.only or value in row.only)
