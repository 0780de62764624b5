"""Who may be asked at all, whose budget that costs, and the addresses to which platforms send those they refuse."""

from __future__ import annotations

from urllib.parse import urlsplit

from herkenbaar.errors import FetchError
from herkenbaar.recording import strip_secrets

HOSTS = {
    "youtube": ("youtube.com", "youtubei.googleapis.com", "googlevideo.com"),
    "google_api": ("www.googleapis.com",),
    "tiktok": ("tiktok.com", "tiktokv.com", "tiktokcdn.com", "tiktokcdn-eu.com", "tiktokcdn-us.com"),
    "instagram": ("instagram.com", "cdninstagram.com", "fbcdn.net"),
    "meta_api": ("graph.facebook.com",),
}
"""Who may be asked, per platform whose budget it costs: these hosts and all below them, over https only."""

BOT_PAGES = (
    ("consent.youtube.com/", "a consent page"),
    ("google.com/sorry/", "a page that asks whether we are a robot"),
    ("instagram.com/accounts/login", "a login page"),
    ("instagram.com/challenge", "a page that asks whether we are a robot"),
    ("tiktok.com/login", "a login page"),
)
"""Addresses that a platform redirects to when it will not answer us."""


def platform_of(url: str) -> str:
    """The platform whose budget a request to ``url`` costs. Raises FetchError for a host that may not be asked."""
    parts = urlsplit(url)
    host = (parts.hostname or "").lower().rstrip(".")
    if parts.scheme == "https" and not parts.username and parts.port in {None, 443}:
        for platform, names in HOSTS.items():
            if any(host == name or host.endswith(f".{name}") for name in names):
                return platform
    raise FetchError(
        "this address is not on the list of platform hosts",
        where=strip_secrets(url),
        remedy="only YouTube, TikTok and Instagram are asked",
    )
