"""Structs are looked at before threads decode them: two that did so at once ended the process."""

from __future__ import annotations

import subprocess
import sys

from herkenbaar import config, scan
from herkenbaar.jobs.forms import prepare_forms

SCRIPT = """
import sys, threading
import msgspec
sys.setswitchinterval(1e-6)
from herkenbaar.jobs.forms import prepare_forms
from herkenbaar.model import Evidence
line = b'{"platform": "youtube", "id": "a", "creator": {"name": "b"}, "speech": [{"start": 1, "end": 2, "text": "c"}]}'
if sys.argv[1] == "prepared":
    prepare_forms()
start = threading.Barrier(4)
def decode():
    start.wait()
    for _ in range(3):
        msgspec.json.decode(line, type=Evidence)
threads = [threading.Thread(target=decode) for _ in range(4)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
"""


def test_threads_may_decode_at_once() -> None:
    for _ in range(6):
        assert subprocess.run([sys.executable, "-c", SCRIPT, "prepared"], check=False).returncode == 0


def test_forms_that_are_never_decoded_are_passed_over() -> None:
    scan.prepare(config.load().settings)
    prepare_forms()
