"""A made-up yt-dlp archive of any size: files as large and as full of formats as real ones, with different texts."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path

LANGUAGES = [f"{first}{second}" for first in "abcdefghijklmn" for second in "abcdefghij"][:110]
EVERYDAY = re.findall(
    r"\w+",
    """
    vandaag gaan we naar de markt met de kinderen en daarna maken we soep van pompoen en wortel het recept staat
    hieronder in de beschrijving laat weten wat jij er van vindt in de reacties en vergeet niet te abonneren op het
    kanaal want elke week komt er een nieuwe video over koken reizen wonen sport muziek boeken tuin dieren en het leven
    in een klein huis aan het water met veel te veel planten the music is from the free library and the camera is the
    same as always
    """,
)
SIGNS = (
    "Betaalde samenwerking met Mixwonder. Met code SANNE10 krijg je 10% korting: https://mixwonder.example/?ref=sanne",
    "Deze video is gesponsord door Boxmorgen. #advertentie",
    "Bestel hem hier: https://partner.bol.com/click/click?p=1&t=url&s=123 (affiliate link)",
    "Thanks to Fietsbox for sponsoring this video! Get 20% off with code BIKE20.",
)
ADVERTISING = 0.25
"""Share of videos with a sign of advertising; the British authority found one in four posts on Instagram
(reference: ASA 2025)."""


def make_archive(folder: Path, videos: int, *, seed: int = 1) -> None:
    """Fill ``folder`` with ``videos`` info.json files of about 300 KB, without captions beside them."""
    chance = random.Random(seed)
    before, after = _heavy()
    for number in range(videos):
        light = json.dumps(_light(number, chance))
        (folder / f"{number:05d} [{_name(number)}].info.json").write_text(light[:-1] + before + _name(number) + after)


def _name(number: int) -> str:
    return f"arch{number:07d}"


def _light(number: int, chance: random.Random) -> dict[str, object]:
    paragraphs = [" ".join(chance.choices(EVERYDAY, k=chance.randint(8, 30))) for _ in range(chance.randint(4, 10))]
    if chance.random() < ADVERTISING:
        paragraphs.insert(chance.randint(0, 3), chance.choice(SIGNS))
    return {
        "id": _name(number),
        "title": " ".join(chance.choices(EVERYDAY, k=8)).capitalize(),
        "description": "\n\n".join(paragraphs),
        "timestamp": 1_660_000_000 + number * 50_000,
        "upload_date": "20230101",
        "duration": chance.randint(30, 2000),
        "channel": "Sanne Voorbeeld",
        "channel_id": "UCvoorbeeld0000000000001",
        "uploader_id": "@sannevoorbeeld",
        "channel_follower_count": 84000,
        "webpage_url": f"https://www.youtube.com/watch?v={_name(number)}",
        "media_type": "video",
        "live_status": "not_live",
        "extractor_key": "Youtube",
        "_type": "video",
    }


def _heavy() -> tuple[str, str]:
    """What fills a real file: formats with long addresses, and a caption address per language and format."""
    signed = "https://media.youtube.example/videoplayback?expire=1790000000&sig=" + "A9" * 350
    formats = [
        {"format_id": str(n), "url": f"{signed}&itag={n}", "width": 1920, "height": 1080, "fps": 30, "tbr": 2500.5}
        for n in range(60)
    ]
    track = "https://www.youtube.com/api/timedtext?v=x&kind=asr&lang=nl&signature=" + "C4" * 110
    endings = ("json3", "srv1", "srv2", "srv3", "ttml", "srt", "vtt")
    captions = {
        f"{lang}": [{"ext": end, "url": f"{track}&tlang={lang}&fmt={end}", "name": lang} for end in endings]
        for lang in LANGUAGES
    }
    captions["nl-orig"] = [{"ext": end, "url": f"{track}&fmt={end}", "name": "Dutch"} for end in endings]
    text = json.dumps({"formats": formats, "automatic_captions": captions, "subtitles": {}, "fulltitle": "@"})
    before, after = text[1:].split('"@"')
    return f", {before}" + '"', '"' + after
