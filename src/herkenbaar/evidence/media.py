"""Open media files that strangers made, through PyAV, without being led to other files or hosts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from herkenbaar.errors import InputError, MissingExtraError

REMEDY = "play the file, or save or download it again"

# FFmpeg also opens playlists (HLS, DASH, concat), which name further files and addresses: a "video.mp4" that is one
# would make the program read or fetch them. So only containers that hold their own data, and only from disk.
CONTAINERS = (
    "mov", "mp4", "matroska", "webm", "mp3", "wav", "ogg", "flac", "aac", "mpegts", "mpeg", "mpegvideo", "avi", "flv",
    "live_flv", "asf", "aiff", "amr", "caf", "w64", "h264", "hevc", "gif", "ac3", "eac3",
)  # fmt: skip


def open_media(path: Path, *, extra: str, max_bytes: int | None = None) -> Any:
    """An open ``av.container.InputContainer``; close it after use.

    ``extra`` is the part of ours that needs it (for the install command). Raises MissingExtraError without PyAV, and
    InputError for a file that is missing, too large, or no video or audio.
    """
    try:
        import av
    except ImportError as error:
        raise MissingExtraError(
            "reading video and audio files needs PyAV", remedy=f"pip install 'herkenbaar[{extra}]'"
        ) from error
    _refuse_size(path, max_bytes)
    limits = {"protocol_whitelist": "file", "format_whitelist": ",".join(CONTAINERS)}
    try:
        return av.open(f"file:{path}", mode="r", metadata_errors="replace", options=limits)
    except (av.FFmpegError, OSError, ValueError) as error:
        raise InputError(
            f"not a readable video or audio file ({reason(error)})", where=str(path), remedy=REMEDY
        ) from error


def reason(error: BaseException) -> str:
    """What FFmpeg says went wrong, without the path."""
    return str(getattr(error, "strerror", None) or error)


def _refuse_size(path: Path, max_bytes: int | None) -> None:
    try:
        size = path.stat().st_size
    except OSError as error:
        raise InputError(f"cannot be read: {reason(error)}", where=str(path), remedy="check the file") from error
    if size == 0:
        raise InputError("is empty", where=str(path), remedy="save or download it again")
    if max_bytes is not None and size > max_bytes:
        raise InputError(
            f"is {size / 1e6:.0f} MB, more than the limit of {max_bytes / 1e6:.0f} MB",
            where=str(path),
            remedy="raise max_megabytes in config.toml",
        )
