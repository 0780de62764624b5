"""What a page says of itself: its title, the marks of a shop, and where it sends a visitor on without a click.

The page is a stranger's: it is read as data with BeautifulSoup, no script is run, and nothing on it is fetched.
"""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Iterator
from functools import lru_cache
from importlib import resources
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from herkenbaar import datafile
from herkenbaar.evidence.pagetext import read_text

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag
    from bs4.element import PageElement

LONGEST_TITLE = 200
PATIENCE = 10
"""Seconds after which a page may send a visitor on; a longer wait is there to be read."""

MOST_ITEMS = 2000
"""Pieces of JSON-LD that are looked at in one page."""

MOST_AROUND = 40
"""How far is looked out of an element: pages can nest without end."""

_WRITTEN_ABOUT = re.compile("Review|Article|Posting", re.IGNORECASE)
_REFRESH = re.compile(r"\s*(\d+)[\d.]*\s*[;,]?\s*(?:url\s*=)?\s*[\"']?([^\"']*)", re.IGNORECASE)
_SCRIPT = re.compile(
    r"\blocation(?:\.href|\.replace|\.assign)?\s*(?:=|\()\s*[\"'](https?:(?:\\?/){2}[^\"'<>\s]{1,2000})[\"']"
)


class Landing(NamedTuple):
    """A page: its title (None without one), the shop marks found, and the address that it sends visitors on to."""

    title: str | None
    marks: tuple[str, ...]
    onward: str | None


class Marks(datafile.Entry, frozen=True):
    """landing.toml: what shops carry."""

    types: frozenset[str]
    og_types: frozenset[str]
    prices: frozenset[str]
    wallets: frozenset[str]
    cart: frozenset[str]
    actions: tuple[str, ...]
    software: tuple[str, ...]


@lru_cache(maxsize=1)
def load_marks() -> Marks:
    """The marks that come with the program."""
    with resources.as_file(resources.files("herkenbaar.evidence") / "landing.toml") as path:
        return datafile.read(Path(path), Marks)


def read_landing(body: bytes, *, charset: str | None = None, passes_on: bool = False) -> Landing:
    """What the page in ``body`` says. ``passes_on``: its host is there to pass visitors on, so that a script's plain
    ``location = "…"`` and a <noscript> count too."""
    from bs4 import BeautifulSoup
    from bs4.exceptions import ParserRejectedMarkup

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # on pages that are XML, or look like a file name: they are read all the same
        try:
            soup = BeautifulSoup(read_text(body, charset=charset), "html.parser")
        except (ParserRejectedMarkup, RecursionError):
            return Landing(None, (), None)
        onward = _find_refresh(soup, passes_on=passes_on)
        if onward is None and passes_on:
            onward = _find_script(soup)
        return Landing(_find_title(soup), tuple(dict.fromkeys(_find_marks(soup))), onward)


def _find_title(soup: BeautifulSoup) -> str | None:
    title = soup.find("title")
    named = soup.find("meta", attrs={"property": "og:title"})
    texts = (title.get_text() if title else "", _attribute(named, "content") if named else "")
    return next((text[:LONGEST_TITLE] for text in map(_one_line, texts) if text), None)


def _find_refresh(soup: BeautifulSoup, *, passes_on: bool) -> str | None:
    """The address of ``<meta http-equiv=refresh>``. In <noscript> it is for browsers without scripts only."""
    for meta in soup.find_all("meta", attrs={"http-equiv": re.compile("^refresh$", re.IGNORECASE)}):
        match = _REFRESH.match(_attribute(meta, "content"))
        if not match or not match[2].strip() or len(match[1]) > 3 or int(match[1]) > PATIENCE:
            continue
        if passes_on or meta.find_parent("noscript") is None:
            return match[2].strip()
    return None


def _find_script(soup: BeautifulSoup) -> str | None:
    for script in soup.find_all("script"):
        match = _SCRIPT.search(script.get_text()[:20_000])
        if match:
            return match[1].replace("\\/", "/")
    return None


def _find_marks(soup: BeautifulSoup) -> Iterator[str]:
    """The shop marks, each by the name that the evidence gives it."""
    known = load_marks()
    for name in _find_types(soup):
        if name.lower() in known.types:
            yield f"schema.org {name[:40]}"
    for meta in soup.find_all("meta"):
        name = (_attribute(meta, "property") or _attribute(meta, "name") or _attribute(meta, "itemprop")).lower()
        content = _attribute(meta, "content").strip().lower()
        if name == "og:type" and content in known.og_types:
            yield f"og:type {content}"
        elif name in known.wallets or (name in known.prices and any(sign.isdigit() for sign in content)):
            yield f"meta {name}"
        elif name == "generator" and content.startswith(known.software):
            yield f"generator {content[:40]}"
    yield from _find_baskets(soup, known)


def _find_baskets(soup: BeautifulSoup, known: Marks) -> Iterator[str]:
    for form in soup.find_all("form"):
        action = _attribute(form, "action").lower()
        if action.split("?")[0].endswith(known.actions) or any(sign in action for sign in known.actions if "?" in sign):
            yield "form that fills a basket"
    # From the words outwards: an element that holds others without end takes its time to tell its words.
    said = [str(text) for text in soup.find_all(string=True) if _is_pressed(text)]
    said += [_attribute(button, "value") for button in soup.find_all("input")]
    for words in (_one_line(text[:200]).lower().strip(" !.»›>+") for text in said):
        if words in known.cart:
            yield f"button “{words}”"


def _is_pressed(text: PageElement) -> bool:
    return any(around.name in ("button", "a") for around in islice(text.parents, MOST_AROUND))


def _find_types(soup: BeautifulSoup) -> Iterator[str]:
    """The schema.org types of what the page itself is about, not of what it reviews or mentions."""
    for script in soup.find_all("script", attrs={"type": re.compile(r"^application/ld\+json", re.IGNORECASE)}):
        try:
            data = json.loads(script.get_text())
        except (ValueError, RecursionError):
            continue
        yield from _walk(data)
    for element in soup.find_all(itemtype=True):
        around = (_attribute(parent, "itemtype") for parent in islice(element.parents, MOST_AROUND))
        if not any(_WRITTEN_ABOUT.search(kind) for kind in around):
            yield from (each.rpartition("/")[2] for each in _attribute(element, "itemtype").split())


def _walk(data: Any) -> Iterator[str]:
    waiting, seen = [data], 0
    while waiting and seen < MOST_ITEMS:
        seen += 1
        item = waiting.pop()
        if isinstance(item, list):
            waiting.extend(item)
        elif isinstance(item, dict):
            kinds = item.get("@type")
            named = [kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)]
            yield from (kind.rpartition("/")[2] for kind in named)
            about = ("@graph", "mainEntity", "itemListElement", "item")
            waiting.extend(item[key] for key in about if isinstance(item.get(key), list | dict))


def _attribute(tag: Tag, name: str) -> str:
    value = tag.get(name, "")
    return value if isinstance(value, str) else " ".join(value or ())


def _one_line(text: str) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
