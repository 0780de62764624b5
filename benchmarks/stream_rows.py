"""100,000 rows of evidence through ``judge``: memory stays small because nothing is kept.

The program runs as its own process; the floor is the same process with one row, which holds the words and rules.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.archive import ADVERTISING, EVERYDAY, SIGNS
from benchmarks.figures import Figure, table

ROWS = 100_000
MOST_MB = 250
FORMS = ("json", "csv")
VIDEOS = 200
"""Of each creator; what stands under them all is counted along."""
FOOTER = "Muziek en recepten: https://soepketel.example\nMijn camera: https://kiekkast.example/?ref=pien"
_CHILD = """
import pathlib, re, resource, sys, time
from herkenbaar.cli import program
program(["judge", sys.argv[1], "--format", sys.argv[2], "-o", sys.argv[3], "--fail-on", "never"], standalone_mode=False)
status = pathlib.Path("/proc/self/status")
if status.exists():  # getrusage would count what the parent held before this program began
    most = int(re.search(r"VmHWM:\\s+(\\d+)", status.read_text())[1]) * 1024
else:
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
print(most, time.process_time())
"""


def run(*, rows: int = ROWS) -> list[Figure]:
    """The most memory that judging takes, per form of report."""
    with tempfile.TemporaryDirectory() as name:
        many, one = Path(name) / "many.jsonl", Path(name) / "one.jsonl"
        write_rows(many, rows)
        write_rows(one, 1)
        floor, _ = _measure(one, "json")
        figures = []
        for form in FORMS:
            megabytes, seconds = _measure(many, form)
            figures.append(
                Figure(
                    f"{rows} rows of evidence to {form}",
                    f"{megabytes:.0f} MB",
                    f"one row (floor): {floor:.0f} MB",
                    f"{rows / seconds:.0f} rows per second of one core",
                    f"under {MOST_MB} MB",
                    megabytes < MOST_MB,
                )
            )
        return figures


def write_rows(path: Path, rows: int) -> None:
    """Evidence lines with texts of a few hundred characters and a footer, ``VIDEOS`` of each creator; a quarter has a
    sign of advertising."""
    chance = random.Random(1)
    with path.open("w", encoding="utf-8") as file:
        for number in range(rows):
            words = " ".join(chance.choices(EVERYDAY, k=60))
            sign = chance.choice(SIGNS) if chance.random() < ADVERTISING else ""
            row = {
                "schema": "herkenbaar.evidence/1",
                "platform": chance.choice(["youtube", "tiktok", "instagram"]),
                "id": f"row{number}",
                "title": words[:60],
                "description": f"{sign} {words}\n\n{FOOTER}",
                "creator": {"handle": f"@maker{number // VIDEOS}"},
                "published": f"2024-{number % 12 + 1:02d}-{number % 28 + 1:02d}",
                "speech": [{"start": 1.0 * n, "end": n + 0.9, "text": words[n * 9 : n * 9 + 40]} for n in range(5)],
                "label": False,
            }
            file.write(json.dumps(row) + "\n")


def _measure(path: Path, form: str) -> tuple[float, float]:
    """The most memory (MB) of a process that judges ``path``, and its processor seconds."""
    command = [sys.executable, "-c", _CHILD, str(path), form, str(path.with_suffix(f".{form}"))]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    most, seconds = done.stdout.split()[-2:]
    return int(most) / 1e6, float(seconds)


def main() -> None:
    """Print the figures."""
    print(table(run()))


if __name__ == "__main__":
    main()
