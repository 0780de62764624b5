"""``scan`` of 2,000 info.json of about 300 KB, beside decoding the same files into a typed struct and nothing else.

Both read the files from the disk cache; counted is processor time, which other work on the machine disturbs least. The
floor is the decoding alone, from memory.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import process_time

import msgspec

from benchmarks.archive import make_archive
from benchmarks.figures import Figure, at_most, fastest, table
from herkenbaar.config import load
from herkenbaar.reports.machine import write_json
from herkenbaar.scan import Period, Seen, judge_all, prepare
from herkenbaar.sources.local import find

VIDEOS = 2000
MOST = 3.0
PIECE = 200
ROUNDS = 5


class Typed(msgspec.Struct):
    """Thirteen fields, as in the table of decoders that this limit comes from."""

    id: str
    title: str | None = None
    description: str | None = None
    timestamp: float | None = None
    upload_date: str | None = None
    duration: float | None = None
    channel: str | None = None
    channel_id: str | None = None
    uploader_id: str | None = None
    channel_follower_count: int | None = None
    webpage_url: str | None = None
    media_type: str | None = None
    extractor_key: str | None = None


def run(*, videos: int = VIDEOS) -> list[Figure]:
    """Seconds of scanning and of decoding; each folder of ``PIECE`` videos counts with the fastest of ``ROUNDS``, so
    that what else the machine does costs a round of one folder and not the figure."""
    decode = msgspec.json.Decoder(Typed).decode
    tools = prepare(load().settings)
    baseline = scanned = floor = 0.0
    size = 0

    def scan(folder: Path) -> None:
        results = judge_all(find([folder]), tools, period=Period(), seen=Seen())
        write_json(results, io.StringIO())

    for start in range(0, videos, PIECE):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            make_archive(folder, min(PIECE, videos - start), seed=start // PIECE + 1)
            paths = sorted(folder.iterdir())
            size += sum(path.stat().st_size for path in paths)
            baseline += _fastest(partial(_read_and_decode, paths, decode))
            scanned += _fastest(partial(scan, folder))
            floor += _decode_from_memory(paths, decode)
    what = f"scan {videos} info.json of {size / videos / 1000:.0f} kB"
    floor_figure = Figure("decode from memory (floor)", f"{floor:.3g} s", "", f"{size / floor / 1e6:.0f} MB/s")
    return [at_most(what, scanned, baseline, MOST, unit="s", beside="read and decode, typed"), floor_figure]


def _fastest(work: Callable[[], object]) -> float:
    return fastest(work, rounds=ROUNDS, clock=process_time)


def _read_and_decode(paths: list[Path], decode: Callable[[bytes], object]) -> None:
    for path in paths:
        decode(path.read_bytes())


def _decode_from_memory(paths: list[Path], decode: Callable[[bytes], object]) -> float:
    files = [path.read_bytes() for path in paths]
    return _fastest(lambda: [decode(file) for file in files])


def main() -> None:
    """Print the figures."""
    print(table(run()))


if __name__ == "__main__":
    main()
