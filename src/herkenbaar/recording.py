"""Answers of the internet kept in a folder, so that the same run can be made again without the internet.

    DIR/manifest.json      one entry per answer: file, method, url, client, request, status, headers, bytes
    DIR/00000-watch.gz     the answer's body, compressed without a time stamp, so that equal answers are equal files

One form for three uses: ``--record`` and ``--replay``, the raw answers inside a bundle, and the answers of work
that was interrupted (nothing is asked twice). Cookies and keys are left out: only the headers in KEPT_HEADERS are
stored, SECRET_PARAMETERS are cut from addresses, and every secret the caller names is blanked out wherever it
stands; so are visitor ids and the reader's own address. ``client`` and ``request`` (its body without ``context``)
tell requests to YouTube's own API apart.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import defaultdict, deque
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import msgspec

from herkenbaar.errors import InputError

KEPT_HEADERS = ("content-range", "content-type", "etag", "last-modified", "location", "retry-after")
SECRET_PARAMETERS = frozenset({"access_token", "key", "token", "signature_key"})
PASSING_PARAMETERS = SECRET_PARAMETERS | {"bpctr", "cpn", "has_verified", "prettyPrint", "t"}
"""Left out of comparison: they change with every request, or say nothing about the answer."""
TELLING_PARAMETERS = {"/api/creator/item_list/": frozenset({"secUid"})}
"""Paths of which these parameters alone tell one answer from another: TikTok's list is asked as a new device each time,
its first page from now back and the others in order."""
TELLING_FIELDS = {"/api/graphql": ("variables",)}
"""The same for fields of what is sent: Instagram numbers its questions anew with every version of its site."""
PASSING_FIELDS = frozenset(
    {
        "context",
        "clickTracking",
        "cpn",
        "lsd",
        "contentCheckOk",
        "racyCheckOk",
        "playbackContext",
        "serviceIntegrityDimensions",
    }
)
BLANK = "REMOVED"
VISITOR = re.compile(
    rb'("(?:EOM_VISITOR_DATA|VISITOR_DATA|visitorData|DATASYNC_ID|datasyncId|remoteHost)"\s*:\s*")[^"]+'
)
OWN_ADDRESS = re.compile(rb"((?:[?&]|%26|\\u0026)(?:amp;)?ip=)[0-9A-Fa-f.:%]+")
"""What pages say of the one who reads them: YouTube's visitor id, and the reader's address in media addresses."""
LIST_END = b"\n]\n"


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """One request. ``attempts`` overrides how often it is tried; ``impersonate`` asks for a browser's handshake.

    ``most_bytes`` and ``most_seconds`` override how large its answer may be, and how long it may take to be whole.
    """

    url: str
    method: str = "GET"
    headers: dict[str, str] = {}
    body: bytes | None = None
    attempts: int | None = None
    impersonate: bool = False
    most_bytes: int | None = None
    most_seconds: float | None = None


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """One answer: its address, status, headers (lower-case names) and body. ``cookies`` are the raw Set-Cookie
    lines; they are never kept."""

    url: str
    status: int
    headers: dict[str, str] = {}
    body: bytes = b""
    cookies: tuple[str, ...] = ()


class Entry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line of the manifest; the form is that of other projects' recordings, so theirs can be replayed too."""

    file: str
    method: str
    url: str
    status: int
    client: str | None = None
    request: Any = None
    headers: dict[str, str] = {}
    bytes: int = 0


class Recording:
    """The answers in ``folder``. ``secrets`` are blanked out of everything that is written."""

    def __init__(self, folder: Path, *, secrets: Sequence[str] = ()) -> None:
        self.folder = folder
        self.entries = _read_manifest(folder / "manifest.json")
        self.secrets = secrets
        self._waiting: dict[str, deque[Entry]] = defaultdict(deque)
        for entry in self.entries:
            self._waiting[_fingerprint(entry.method, entry.url, entry.client, entry.request)].append(entry)

    def take(self, call: Call) -> Reply | None:
        """The next kept answer to ``call``, each one once and in order; None where there is none (left)."""
        client, request = _describe_body(call)
        waiting = self._waiting.get(_fingerprint(call.method, call.url, client, request))
        if not waiting:
            return None
        entry = waiting.popleft()
        return Reply(url=call.url, status=entry.status, headers=dict(entry.headers), body=self.read(entry))

    def read(self, entry: Entry) -> bytes:
        """The body of one kept answer. Raises InputError where the file is missing or broken."""
        path = self.folder / Path(entry.file).name
        try:
            return gzip.decompress(path.read_bytes())
        except (OSError, EOFError, ValueError) as error:
            raise InputError(f"kept answer cannot be read: {error}", where=str(path)) from error

    def keep(self, call: Call, reply: Reply) -> None:
        """Write one answer: body first, then its line, so that a line never points at nothing."""
        self.folder.mkdir(parents=True, exist_ok=True)
        body = self._blank_bytes(reply.body)
        client, request = _describe_body(call)
        entry = Entry(
            file=f"{len(self.entries):05d}-{_slug(call.url)}.gz",
            method=call.method,
            url=self._blank(strip_secrets(call.url)),
            client=client,
            request=msgspec.json.decode(self._blank_bytes(msgspec.json.encode(request))),
            status=reply.status,
            headers={name: self._blank(reply.headers[name]) for name in KEPT_HEADERS if name in reply.headers},
            bytes=len(body),
        )
        (self.folder / entry.file).write_bytes(gzip.compress(body, compresslevel=6, mtime=0))
        self.entries.append(entry)
        _append_line(self.folder / "manifest.json", msgspec.json.encode(entry))

    def cut(self, length: int) -> None:
        """Forget all answers but the first ``length``."""
        if len(self.entries) <= length:
            return
        for entry in self.entries[length:]:
            (self.folder / entry.file).unlink(missing_ok=True)
        del self.entries[length:]
        _rewrite(self.folder / "manifest.json", self.entries)

    def _blank(self, text: str) -> str:
        return self._blank_bytes(text.encode("utf-8", "surrogatepass")).decode("utf-8", "surrogatepass")

    def _blank_bytes(self, data: bytes) -> bytes:
        for secret in self.secrets:
            data = data.replace(secret.encode(), BLANK.encode())
        return OWN_ADDRESS.sub(rb"\g<1>0.0.0.0", VISITOR.sub(rb"\g<1>" + BLANK.encode(), data))


def strip_secrets(url: str) -> str:
    """``url`` without the parameters that hold a key or token: fit for logs, errors and recordings."""
    return _without(url, SECRET_PARAMETERS)


def _without(url: str, names: frozenset[str]) -> str:
    parts = urlsplit(url)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    kept = [(name, value) for name, value in pairs if name not in names]
    return url if len(kept) == len(pairs) else urlunsplit(parts._replace(query=urlencode(kept)))


def _describe_body(call: Call) -> tuple[str | None, Any]:
    """The API client named in the body, and the body without what changes with every request."""
    if call.body is None:
        return None, None
    try:
        body = json.loads(call.body)
    except ValueError:
        fields = parse_qsl(call.body.decode("utf-8", "replace"))
        return None, {name: value for name, value in fields if name not in PASSING_FIELDS} or None
    if not isinstance(body, dict):
        return None, body
    context = body.get("context")
    client = context.get("client", {}).get("clientName") if isinstance(context, dict) else None
    return client, {name: value for name, value in body.items() if name != "context"}


def _fingerprint(method: str, url: str, client: str | None, request: Any) -> str:
    parts = urlsplit(url)
    telling = TELLING_PARAMETERS.get(parts.path)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    query = sorted(x for x in pairs if (x[0] not in PASSING_PARAMETERS if telling is None else x[0] in telling))
    if isinstance(request, dict) and parts.path in TELLING_FIELDS:
        request = {name: request[name] for name in TELLING_FIELDS[parts.path] if name in request}
    elif isinstance(request, dict):
        request = {k: v for k, v in request.items() if k not in PASSING_FIELDS and k not in SECRET_PARAMETERS} or None
    return json.dumps([method, parts.hostname, parts.path, query, client, request], sort_keys=True)


def _slug(url: str) -> str:
    last = urlsplit(url).path.rstrip("/").rpartition("/")[2]
    return re.sub(r"[^A-Za-z0-9_-]+", "_", last)[:40].strip("_") or "answer"


def _append_line(path: Path, line: bytes) -> None:
    """Add one entry to the list at O(1); the file is a valid JSON list again after every write."""
    if not path.exists():
        path.write_bytes(b"[\n" + line + LIST_END)
        return
    with path.open("r+b") as file:
        file.seek(-len(LIST_END), 2)
        if file.read() != LIST_END:
            raise InputError(
                "this recording was not made by herkenbaar: it can be replayed, not added to", where=str(path)
            )
        file.seek(-len(LIST_END), 2)
        file.write(b",\n" + line + LIST_END)


def _read_manifest(path: Path) -> list[Entry]:
    if not path.exists():
        return []
    data = path.read_bytes()
    if data.startswith(b"[\n{") and not data.endswith(LIST_END):
        return _mend(path, data)
    try:
        return msgspec.json.decode(data, type=list[Entry])
    except msgspec.DecodeError as error:
        raise InputError(f"not a recording: {error}", where=str(path)) from error


def _mend(path: Path, data: bytes) -> list[Entry]:
    """The entries of a manifest whose last write was cut off, which is rewritten with them alone."""
    entries: list[Entry] = []
    for line in data.splitlines()[1:]:
        try:
            entries.append(msgspec.json.decode(line.rstrip(b","), type=Entry))
        except msgspec.DecodeError:
            break
    _rewrite(path, entries)
    return entries


def _rewrite(path: Path, entries: list[Entry]) -> None:
    """Replace the list in one step, so that a kill leaves the one or the other."""
    if not entries:
        path.unlink(missing_ok=True)
        return
    part = path.with_suffix(".part")
    part.write_bytes(b"[\n" + b",\n".join(msgspec.json.encode(entry) for entry in entries) + LIST_END)
    part.replace(path)
