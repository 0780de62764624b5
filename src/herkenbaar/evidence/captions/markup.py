"""Paragraphs of an XML caption file, read without ever expanding an entity.

Entities that a file declares itself are refused ("billion laughs"); undeclared ones and bare ampersands, which
real files have, are read as HTML would.
"""

from __future__ import annotations

import html
import re
from xml.parsers import expat

import msgspec

from herkenbaar.errors import InputError
from herkenbaar.evidence.captions.lines import AGAIN, MOST_LINES, TOO_MANY

_REFERENCE = re.compile(r"&(#\d{1,7};|#[xX][0-9a-fA-F]{1,6};|[A-Za-z][A-Za-z0-9]{0,31};)?")
_FORBIDDEN = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Paragraph(msgspec.Struct):
    """One timed element: its attributes, those of the elements around it, and its words.

    ``inner`` holds the attributes of the elements inside it, such as word times.
    """

    attributes: dict[str, str]
    around: tuple[dict[str, str], ...]
    words: list[str] = []
    inner: list[dict[str, str]] = []


class Document(msgspec.Struct):
    """The name of the outermost element, its attributes, the paragraphs, and why reading stopped early (or "")."""

    root: str = ""
    attributes: dict[str, str] = {}
    paragraphs: list[Paragraph] = []
    broken: str = ""


def read_document(text: str) -> Document:
    """All ``<p>`` and ``<text>`` elements of ``text``. What stands before an error in the XML is kept.

    Raises InputError when the file declares entities.
    """
    reader = _Reader()
    parser = expat.ParserCreate()
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.words
    parser.EntityDeclHandler = _refuse
    try:
        parser.Parse(_harmless(text), True)
    except expat.ExpatError as error:
        reader.document.broken = f"the XML breaks off in line {error.lineno}: {expat.ErrorString(error.code)}"
    return reader.document


MOST_NESTED = 100


class _Reader:
    """Collects paragraphs while the parser goes through the file."""

    def __init__(self) -> None:
        self.document = Document()
        self.open: Paragraph | None = None
        self.depth = 0
        self.around: list[dict[str, str]] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2].lower()
        if not self.document.root:
            self.document.root, self.document.attributes = name, attributes
        if self.open is not None:
            self.depth += 1
            self.open.words.append("\n" if name == "br" else "")
            self.open.inner.append(attributes)
        elif name in ("p", "text"):
            self.open, self.depth = Paragraph(attributes, tuple(self.around)), 0
            self.document.paragraphs.append(self.open)
        else:
            self.around.append(attributes)
        if max(len(self.around), self.depth) > MOST_NESTED:
            raise InputError("nested too deeply for captions", remedy=AGAIN)
        if len(self.document.paragraphs) > MOST_LINES:
            raise InputError(TOO_MANY, remedy=AGAIN)

    def end(self, _name: str) -> None:
        if self.open is None:
            self.around.pop()
        elif self.depth:
            self.depth -= 1
        else:
            self.open = None

    def words(self, text: str) -> None:
        if self.open is not None:
            self.open.words.append(text)


def _refuse(name: str, *_rest: object) -> None:
    raise InputError(f"declares the entity '{name[:40]}', which no caption file needs", remedy="do not trust this file")


def _harmless(text: str) -> str:
    return _REFERENCE.sub(_resolve, _FORBIDDEN.sub(" ", text))


def _resolve(match: re.Match[str]) -> str:
    """A reference as XML without a document type understands it."""
    if match[1] is None:
        return "&amp;"
    if match[0] in ("&amp;", "&lt;", "&gt;", "&quot;", "&apos;"):
        return match[0]
    resolved = _FORBIDDEN.sub("\ufffd", html.unescape(match[0]))
    return html.escape(resolved)
