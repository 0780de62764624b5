"""The error tree. Every class has the exit code a command ends with when nothing catches it sooner.

    HerkenbaarError (2)
    ├── UsageError (2)            wrong arguments or options
    ├── ConfigError (2)           config.toml: names file, key, remedy
    ├── DataFileError (2)         a rule, lexicon, law or fold file of ours or of a rule pack: file, key, remedy
    ├── MissingExtraError (2)     a part that is not installed, with the install command
    ├── StoreError (2)            the database is newer, damaged or locked
    └── LookError (3)             could not look
        ├── InputError            a local file or line that cannot be read: file, field, remedy
        ├── GoneError             private, removed, members-only, age-gated, region-blocked, upcoming
        ├── BlockedError          bot page, consent page, 403, 429: the platform refuses to answer us
        ├── FetchError            network trouble, 5xx, time-out, truncated or unreadable answer
        ├── UnsafeError           an address that a stranger must not make us ask: private, odd port, no web address
        └── VerifyError           a bundle does not match its SHA-256 list

"Blocked" is never "clean": everything below LookError is reported as a gap or a named problem.
"""

from __future__ import annotations


class HerkenbaarError(Exception):
    """Root of all errors raised on purpose. ``remedy`` says what to do."""

    exit_code = 2

    def __init__(self, what: str, *, where: str = "", remedy: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.remedy = remedy

    def __str__(self) -> str:
        """``where: what (remedy)`` on one line."""
        text = f"{self.where}: {self.what}" if self.where else self.what
        return f"{text} ({self.remedy})" if self.remedy else text


class UsageError(HerkenbaarError):
    """Wrong arguments or options."""


class ConfigError(HerkenbaarError):
    """A config.toml that cannot be used."""


class DataFileError(HerkenbaarError):
    """A rule, lexicon, law or fold file that cannot be used."""


class MissingExtraError(HerkenbaarError):
    """A part that is not installed."""


class StoreError(HerkenbaarError):
    """A database that cannot be used."""


class LookError(HerkenbaarError):
    """Could not look."""

    exit_code = 3


class InputError(LookError):
    """A local file or line that cannot be read."""


class GoneError(LookError):
    """The video is not there for the public. ``until`` (seconds since 1970): when it may be, if that is known."""

    def __init__(self, what: str, *, where: str = "", remedy: str = "", until: float | None = None) -> None:
        super().__init__(what, where=where, remedy=remedy)
        self.until = until


class BlockedError(LookError):
    """The platform refuses to answer. ``retry_after`` in seconds, when it said so."""

    def __init__(self, what: str, *, where: str = "", remedy: str = "", retry_after: float | None = None) -> None:
        super().__init__(what, where=where, remedy=remedy)
        self.retry_after = retry_after


class FetchError(LookError):
    """Network trouble or an answer that cannot be read."""


class UnsafeError(LookError):
    """An address that must not be asked, because a stranger chose it and it is not on the public web."""


class VerifyError(LookError):
    """A bundle does not match its SHA-256 list."""
