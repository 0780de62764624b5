"""Which process holds something, and whether it still lives."""

from __future__ import annotations

import os
import socket
from pathlib import Path


def name_process(pid: int | None = None) -> str:
    """A name for this process (or another of this machine): machine, number, and when it started."""
    pid = os.getpid() if pid is None else pid
    return f"{socket.gethostname()}/{pid}/{_started(pid)}"


def is_alive(name: str) -> bool | None:
    """Whether the process of that name still lives; None where another machine would have to say."""
    host, _, rest = name.partition("/")
    number, _, started = rest.partition("/")
    if host != socket.gethostname() or not number.isdigit():
        return None
    return _started(int(number)) == started != ""


def _started(pid: int) -> str:
    """When a process started, in ticks since the machine did; "" where it is dead, "?" where that is not told."""
    try:
        told = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except OSError:
        return "" if Path("/proc/self/stat").exists() else _signalled(pid)
    return "" if told[0] == "Z" else told[19]


def _signalled(pid: int) -> str:
    try:
        os.kill(pid, 0)
    except PermissionError:
        return "?"
    except OSError:
        return ""
    return "?"
