"""How long ``herkenbaar --help`` takes, beside Python that does nothing."""

from __future__ import annotations

import subprocess
import sys

from benchmarks.figures import Figure, fastest, table

MOST = 0.3
ROUNDS = 15


def run() -> list[Figure]:
    """The difference between the two, each the fastest of ``ROUNDS`` taken in turns."""
    command, floor = float("inf"), float("inf")
    for _ in range(ROUNDS):
        floor = min(floor, fastest(lambda: _start("-c", "pass")))
        command = min(command, fastest(lambda: _start("-m", "herkenbaar", "--help")))
    more = command - floor
    return [
        Figure(
            "herkenbaar --help",
            f"{command:.3f} s",
            f"python -c pass (floor): {floor:.3f} s",
            f"{more:.3f} s more",
            f"at most {MOST} s more",
            more <= MOST,
        )
    ]


def _start(*words: str) -> None:
    subprocess.run([sys.executable, *words], check=True, stdout=subprocess.DEVNULL)


def main() -> None:
    """Print the figures."""
    print(table(run()))


if __name__ == "__main__":
    main()
