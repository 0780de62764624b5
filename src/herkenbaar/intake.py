"""One video, from an item of a list to a bundle on disk, in steps that a kill cannot tear.

    begun (ledger) ─▶ answers into OUT/.work/… ─▶ evidence ─▶ sealed ─▶ one rename ─▶ kept (ledger)

Killed before the seal, the answers are used again; after it, the bundle is moved in at the next start; after the
rename, the bundle on disk says that the video was read.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import msgspec

from herkenbaar import __version__
from herkenbaar.errors import BlockedError, FetchError, GoneError, LookError
from herkenbaar.evidence import bundle
from herkenbaar.evidence.links import keep_links
from herkenbaar.http import Http
from herkenbaar.ledger import Ledger, State, Sweep, Video
from herkenbaar.model import Evidence
from herkenbaar.settings import Gather
from herkenbaar.sources.source import Fetched, Listed, Source, is_before

DAY = 86400.0
MAX_TRIES = 3
"""How often in a row a fault or a gap that may pass is looked at again at once; then a day later."""


class Kept(msgspec.Struct, frozen=True, tag=True):
    """A bundle was written to ``folder``. ``edited``: an earlier version is kept beside it."""

    folder: Path
    evidence: Evidence
    edited: bool = False


class Passed(msgspec.Struct, frozen=True, tag=True):
    """A video that needed no bundle, and why."""

    id: str
    why: str


class Missed(msgspec.Struct, frozen=True, tag=True):
    """A video, or a whole creator (``id`` empty), that could not be read, and why."""

    id: str
    error: LookError


Follow = Callable[[Evidence], Evidence]
"""What follows the links of a video (evidence/links.py)."""


class Intake:
    """Reads videos of one platform into ``out``; finishes what a killed run left when it is made.

    With ``follow`` the links of each video are followed, before its bundle is sealed.
    """

    def __init__(
        self, out: Path, source: Source, http: Http, ledger: Ledger, settings: Gather, *, follow: Follow | None = None
    ) -> None:
        self._top = out / source.platform
        self._out = out
        self._source = source
        self._http = http
        self._ledger = ledger
        self._settings = settings
        self._follow = follow
        self._now = http.budget.clock.now
        self._on_disk: dict[str, Path] | None = None
        self._work = out / ".work" / source.platform
        self._finish_sealed()

    def take(self, item: Listed, sweep: Sweep, start: datetime) -> Iterator[Kept | Passed | Missed]:
        """What came of one video; one published before ``start`` gives no bundle.

        What goes wrong with it is its own and becomes Missed; BlockedError is raised, because it concerns all.
        """
        row = self._ledger.find(item.id)
        work = self._work / bundle.name_of(item.id)
        now = self._now()
        if row is None or row.state != "begun" or now - row.moment > self._settings.resume_within * 3600:
            bundle.discard(work)
            home = self._find_on_disk(item.id)
            self._ledger.write(sweep, item, "begun", now, seal="" if home is None else bundle.seal_of(home))
        try:
            with self._http.keeping(self._http.open_journal(work / bundle.ANSWERS)):
                fetched = self._source.fetch(item, start)
                _refuse_invalid(fetched.evidence)
            yield self._settle(item, fetched, sweep, row, start)
        except BlockedError:
            raise
        except LookError as error:
            bundle.discard(work)
            self._note_missed(item, error, sweep, row)
            yield Missed(item.id, error)

    def adopt(self, item: Listed, sweep: Sweep) -> bool:
        """Whether a bundle on disk shows that the video was read: then it is noted, and nothing is asked.

        So it is when the run was killed just before it noted a video, and when the ledger was lost.
        """
        home = self._find_on_disk(item.id)
        if home is None:
            return False
        row = self._ledger.find(item.id)
        if row is not None and not (row.state == "begun" and row.seal != bundle.seal_of(home)):
            return False
        folder = home.relative_to(self._out).as_posix()
        digest = digest_texts(item.title, item.description)
        self._ledger.write(sweep, item, "kept", self._now(), folder=folder, digest=digest, retry_at=None)
        return True

    def _settle(
        self, item: Listed, fetched: Fetched, sweep: Sweep, row: Video | None, start: datetime
    ) -> Kept | Passed:
        evidence = fetched.evidence
        work = self._work / bundle.name_of(item.id)
        if is_before(evidence.published, start):
            dated = msgspec.structs.replace(item, published=evidence.published, exact=True)
            self._ledger.write(sweep, dated, "old", self._now(), retry_at=None, why="")
            bundle.discard(work)
            return Passed(item.id, "too old")
        # A creator may have another id in another list of the platform's; a video has one bundle all the same
        account = self._top / bundle.name_of(evidence.creator.id or "unknown")
        home = self._find_on_disk(item.id) or account / bundle.name_of(item.id)
        before = bundle.load(home) if bundle.is_bundle(home) else None
        if before is not None:
            evidence = keep_links(evidence, before)
        if self._follow is not None and evidence.links is None:
            evidence = self._follow(evidence)
        unchanged = before is not None and _says_no_more(evidence, before)
        if unchanged:
            bundle.discard(work)
        else:
            moment = datetime.fromtimestamp(self._now(), UTC)
            bundle.seal(work, evidence, listed=msgspec.json.encode(item), versions=list_versions(), read_at=moment)
            bundle.move_in(work, home)
        if self._on_disk is not None:
            self._on_disk[home.name] = home
        tries = row.tries + 1 if row is not None and row.state in {"kept", "begun"} else 1
        self._ledger.write(
            sweep,
            item,
            "kept",
            self._now(),
            folder=home.relative_to(self._out).as_posix(),
            digest=digest_texts(item.title, item.description) or digest_texts(evidence.title, evidence.description),
            retry_at=self._now() + DAY if fetched.retry and tries <= MAX_TRIES else None,
            tries=tries if fetched.retry else 0,
            why="",
        )
        return Passed(item.id, "unchanged") if unchanged else Kept(home, evidence, edited=before is not None)

    def _note_missed(self, item: Listed, error: LookError, sweep: Sweep, row: Video | None) -> None:
        tries = row.tries + 1 if row is not None and row.state in {"failed", "begun"} else 1
        state: State = "failed"
        later = self._now() + (DAY if tries >= MAX_TRIES else 0.0)
        if isinstance(error, GoneError):
            state = "gone"
            later = error.until if error.until is not None else self._now() + self._settings.retry_after_days * DAY
        self._ledger.write(sweep, item, state, self._now(), retry_at=later, tries=tries, why=error.what)

    def _find_on_disk(self, video: str) -> Path | None:
        if self._on_disk is None:
            self._on_disk = {folder.name: folder for folder in bundle.find(self._top)}
        return self._on_disk.get(bundle.name_of(video))

    def _finish_sealed(self) -> None:
        for folder in sorted(self._work.iterdir()) if self._work.is_dir() else ():
            if bundle.is_bundle(folder):
                account = bundle.name_of(bundle.load(folder).creator.id or "unknown")
                bundle.move_in(folder, self._top / account / folder.name)


def _refuse_invalid(evidence: Evidence) -> None:
    """Raises FetchError for evidence that breaks the contract: a platform may answer anything."""
    try:
        msgspec.json.decode(msgspec.json.encode(evidence), type=Evidence)
    except (msgspec.ValidationError, UnicodeEncodeError, TypeError) as error:
        raise FetchError(f"the answer makes no valid evidence: {error}", where=evidence.url or evidence.id) from error


@functools.cache
def list_versions() -> dict[str, str]:
    """The versions that a bundle names; kept, because finding them takes as long as reading a video."""
    return {"herkenbaar": __version__, "yt-dlp": version("yt-dlp")}


def digest_texts(title: str | None, description: str | None) -> str:
    """A digest of both texts, blind to white space (a feed trims it); "" where one is not known."""
    if title is None or description is None:
        return ""
    text = "\0".join(" ".join(part.split()) for part in (title, description))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _says_no_more(new: Evidence, old: Evidence) -> bool:
    """Whether a second reading adds nothing: what it read is the same, and what it could not read does not count."""
    for name in Evidence.__struct_fields__:
        value, before = getattr(new, name), getattr(old, name)
        if name in {"gaps", "sources", "creator", "url"} or value == before:
            continue
        if not (value is None and name in new.gaps):
            return False
    return True
