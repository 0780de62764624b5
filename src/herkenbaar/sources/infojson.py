"""One video of a yt-dlp archive: its ``.info.json`` and the caption files beside it."""

from __future__ import annotations

import os
from collections.abc import Iterator

import msgspec

from herkenbaar.errors import InputError
from herkenbaar.evidence.caption_faults import doubt_captions
from herkenbaar.evidence.info import Fault, Info, read_info
from herkenbaar.evidence.page import read_page
from herkenbaar.model import Evidence, Problem
from herkenbaar.sources.files import Buffer
from herkenbaar.sources.folder import INFO, Folder
from herkenbaar.sources.speech import Speech, find_speech

MOST = 512 * 2**20
"""A larger info.json (they hold comments) is refused, so that it cannot fill the memory."""

LISTS = frozenset({"playlist", "multi_video"})


def read_video(folder: Folder, name: str, buffer: Buffer) -> Iterator[Evidence | Problem]:
    """The evidence of one video and a problem for each field or file that could not be used.

    ``buffer`` is where the file is read to. Nothing at all comes of the description of a playlist, which yt-dlp keeps
    in the same kind of file. Raises InputError when the file cannot be read as a video.
    """
    path = os.path.join(folder.path, name)  # noqa: PTH118
    try:
        info, faults = read_info(buffer.read(path, most=MOST))
        if info.type in LISTS:
            return
        evidence, odd = read_page(info)
    except InputError as error:
        raise InputError(error.what, where=path, remedy=error.remedy) from error
    stem = name.removesuffix(INFO)
    speech = find_speech(info, evidence.platform, folder=folder.path, beside=folder.captions_of(stem))
    yield doubt_captions(_complete(evidence, info, speech, faults))
    for fault in (*faults, *odd):
        yield Problem(path, f"{fault.field}: {fault.what}", "this field was left out; the rest was read")
    yield from speech.problems


def _complete(evidence: Evidence, info: Info, speech: Speech, faults: tuple[Fault, ...]) -> Evidence:
    gaps = dict(evidence.gaps)
    gaps.update({fault.field: f"info.json: {fault.what}" for fault in faults if fault.field in gaps})
    sources = dict(evidence.sources)
    if speech.cues is None:
        gaps["speech"] = speech.gap
    else:
        sources["speech"] = speech.source
    language = info.language or speech.language
    return msgspec.structs.replace(
        evidence, speech=speech.cues, heard=speech.heard, language=language, gaps=gaps, sources=sources
    )
