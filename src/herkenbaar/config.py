"""Find, read and validate config.toml, and say where each value came from.

The commented config.toml at the top of the repository is the default (the wheel carries it). A user's file overrides it
key by key. Every section is a frozen struct in settings.py: a new setting is a field there and a line in the file; a
test compares the two.
"""

from __future__ import annotations

import difflib
import os
import tomllib
from pathlib import Path
from typing import Any

import msgspec

from herkenbaar.errors import ConfigError
from herkenbaar.settings import Settings


class Config(msgspec.Struct, frozen=True):
    """The settings and, per dotted key, the file that set it."""

    settings: Settings
    origin: dict[str, str]


DEFAULT_NAME = "the default"


def default_path() -> Path:
    """Where the default config.toml lies: beside this module in a wheel, at the top of a source checkout."""
    packaged = Path(__file__).with_name("config.toml")
    return packaged if packaged.exists() else Path(__file__).parents[2] / "config.toml"


def find_user_file(explicit: Path | None = None) -> Path | None:
    """The user's configuration file, or None when there is none. An explicit one must exist."""
    named = explicit or (Path(os.environ["HERKENBAAR_CONFIG"]) if "HERKENBAAR_CONFIG" in os.environ else None)
    if named is not None:
        if not named.is_file():
            raise ConfigError("no such file", where=str(named), remedy="check --config or HERKENBAAR_CONFIG")
        return named
    import platformdirs

    places = [Path("herkenbaar.toml"), Path(platformdirs.user_config_dir("herkenbaar")) / "config.toml"]
    return next((place for place in places if place.is_file()), None)


def load(explicit: Path | None = None) -> Config:
    """The configuration in force. Raises ConfigError that names file, key and remedy."""
    default = _read(default_path())
    origin = dict.fromkeys(_flat(default), DEFAULT_NAME)
    merged = default
    user_file = find_user_file(explicit)
    if user_file is not None:
        user = _read(user_file)
        _refuse_unknown(user, default, str(user_file))
        merged = _merge(default, user)
        origin.update({key: str(user_file) for key in _flat(user)})
    try:
        settings = msgspec.convert(merged, Settings)
    except msgspec.ValidationError as error:
        where = str(user_file or default_path())
        raise ConfigError(str(error), where=where, remedy="see the comments in config.toml") from error
    return Config(settings, origin)


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"not valid TOML: {error}", where=str(path)) from error
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"cannot be read: {error}", where=str(path)) from error


def _flat(table: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    """``{"judge.device": "widest", …}``."""
    out: dict[str, Any] = {}
    for key, value in table.items():
        if isinstance(value, dict):
            out.update(_flat(value, f"{prefix}{key}."))
        else:
            out[f"{prefix}{key}"] = value
    return out


def _merge(default: dict[str, Any], user: dict[str, Any]) -> dict[str, Any]:
    merged = dict(default)
    for key, value in user.items():
        old = merged.get(key)
        merged[key] = _merge(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return merged


def _refuse_unknown(user: dict[str, Any], known: dict[str, Any], where: str, prefix: str = "") -> None:
    for key, value in user.items():
        if key not in known:
            near = difflib.get_close_matches(key, known, n=1)
            remedy = f"did you mean '{prefix}{near[0]}'?" if near else f"known: {', '.join(sorted(known))}"
            raise ConfigError(f"unknown key '{prefix}{key}'", where=where, remedy=remedy)
        if isinstance(value, dict) and isinstance(known[key], dict):
            _refuse_unknown(value, known[key], where, f"{prefix}{key}.")
