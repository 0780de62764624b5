"""Pages as a browser takes them: their elements, what a real one says about them, what runs out of them."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections import Counter
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

from herkenbaar.reports.markup import VOID

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


class Outline(HTMLParser):
    """Reads the elements and attribute names of a page, and refuses what does not close in order."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: Counter[str] = Counter()
        self.stack: list[str] = []

    def handle_starttag(self, name: str, attributes: list[tuple[str, str | None]]) -> None:
        self.seen.update([name, *(f"{name}@{key}" for key, _ in attributes)])
        if name not in VOID:
            self.stack.append(name)

    def handle_endtag(self, name: str) -> None:
        assert self.stack.pop() == name


def outline(text: str) -> set[str]:
    reader = Outline()
    reader.feed(text)
    reader.close()
    assert reader.stack == []
    return set(reader.seen)


def console(tmp_path: Path, html: str, *, width: int = 1280) -> tuple[list[str], Path]:
    """What a real browser says about a page, and the picture it draws."""
    assert CHROMIUM is not None
    file, picture = tmp_path / "page.html", tmp_path / "page.png"
    file.write_text(html, encoding="utf-8")
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--enable-logging=stderr", "--v=0"]
    options += [f"--user-data-dir={tmp_path / 'profile'}", f"--window-size={width},1400", f"--screenshot={picture}"]
    run = subprocess.run([CHROMIUM, *options, file.as_uri()], capture_output=True, text=True, timeout=120, check=True)
    return [line for line in run.stderr.splitlines() if "CONSOLE" in line], picture


def overflowing(html: str, *, width: int, folder: Path) -> list[str]:
    """What a real browser draws wider than the page, or squeezes until its words break into a few letters a line.

    What can be scrolled inside the page may be wider.
    """
    assert CHROMIUM is not None
    policy = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
    file = folder / "page.html"
    file.write_text(policy.sub("", html).replace("</body>", f"{_MEASURE}</body>"), encoding="utf-8")
    options = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'profile'}", "--dump-dom"]
    command = [CHROMIUM, *options, f"--window-size={width},1400", file.as_uri()]
    shown = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout
    found = re.search(r'<pre id="measured">(.*?)</pre>', shown, re.DOTALL)
    assert found is not None
    told: list[str] = json.loads(unescape(found[1]))
    return told


_MEASURE = """<script>
const wide = [], page = document.documentElement.clientWidth;
for (const one of document.querySelectorAll("main *, header *, footer *")) {
  const box = one.getBoundingClientRect(), name = one.tagName + " " + one.textContent.slice(0, 40);
  if (!one.closest(".scroll, svg, .aside") && box.width && box.right > page + 1) wide.push("too wide: " + name);
  const longest = Math.max(0, ...one.textContent.trim().split(/\\s+/).map(word => word.length));
  if (one.matches("th, td") && box.width && box.width < 40 && longest > 6) wide.push("squeezed: " + name);
}
const told = document.createElement("pre");
told.id = "measured";
told.textContent = JSON.stringify(wide);
document.body.append(told);
</script>"""
