"""Bytes of a file that someone or something saved, to text, whatever encoding they are in."""

from __future__ import annotations

import codecs

from herkenbaar.errors import InputError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode(raw: bytes) -> str:
    """The text in ``raw``: by its byte-order mark, else UTF-8, UTF-16 without a mark, or Windows-1252.

    Lines end in ``\\n``; what cannot be decoded is U+FFFD. Raises InputError when there is nothing in it, or no text.
    """
    if not raw.strip(b"\x00 \t\r\n"):
        raise InputError("the file is empty")
    text = raw.decode(_encoding_of(raw), errors="replace")
    if text.count("\x00") * 20 > len(text) or _control_share(text[:4096]) > 0.1:
        raise InputError("not a text file")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _encoding_of(raw: bytes) -> str:
    for bom, name in _BOMS:
        if raw.startswith(bom):
            return name
    head = raw[:2000]
    if head.count(0) * 3 > len(head):
        return "utf-16-le" if head[1::2].count(0) >= head[::2].count(0) else "utf-16-be"
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _control_share(text: str) -> float:
    return sum(char < " " and char not in "\t\n\r\f\x1b" for char in text) / max(len(text), 1)
