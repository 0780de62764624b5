"""``herkenbaar draft``: check a video before it goes online."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from herkenbaar.cli._output import open_output
from herkenbaar.cli._watch import saves
from herkenbaar.errors import LookError, UsageError

if TYPE_CHECKING:
    from herkenbaar.draft import Told
    from herkenbaar.model import Sheet, Words
    from herkenbaar.scan import Tools
    from herkenbaar.senses import Senses
    from herkenbaar.settings import Settings

TEXT_ENDINGS = {".txt", ".md"}
LONGEST_NAME = 1000


@click.command()
@click.argument("video", required=False, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--platform", required=True, type=click.Choice(["youtube", "tiktok", "instagram"]), help="Where to.")
@click.option(
    "--kind",
    type=click.Choice(["video", "short", "reel", "live", "post"]),
    help="What it will be there. Default: from the platform and the shape of the video.",
)
@click.option("--title", help="The title (YouTube).")
@click.option("--description", help="The caption or description: text, @FILE, or the path of a .txt file.")
@click.option("--with", "brand", metavar="BRAND", help="The brand behind it. Says that there is a relation.")
@click.option(
    "--relation",
    type=click.Choice(["paid", "gift", "affiliate", "own"]),
    help="What ties you to it: paid, a gift, commission on sales, or your own brand.",
)
@click.option("--label/--no-label", default=None, help="Will the platform's label for paid promotion be on?")
@click.option("--published", type=click.DateTime(["%Y-%m-%d"]), help="The day it goes online. Default: today.")
@click.option("--language", help="Language of the video (nl, en). Default: that of the captions.")
@click.option("--no-speech", is_flag=True, help="Do not listen.")
@click.option("--no-screen", is_flag=True, help="Do not read words in the picture.")
@click.option("--everything", is_flag=True, help="Look at and listen to all of it, not only as far as it matters.")
@click.option(
    "--pictures",
    type=click.Path(path_type=Path, file_okay=False),
    help="Save the frames with marks, and the evidence, as a bundle in this folder.",
)
@click.option("--watch", is_flag=True, help="Check again each time the video or the text file is saved.")
@click.option(
    "--format", "form", type=click.Choice(["terminal", "json", "html"]), help="Default: terminal, or by the -o file."
)
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to this file.")
@click.option("--lang", type=click.Choice(["nl", "en"]), help="Language of the report. Default: nl.")
@click.option(
    "--fail-on",
    type=click.Choice(["advies", "zwaar", "ernstig", "review", "never"]),
    help="Exit with 1 from this severity on; 'review' also when a person must look. Default: zwaar.",
)
@click.option("--config", "config_file", type=click.Path(path_type=Path), help="Read this configuration file.")
@click.pass_context
def command(context: click.Context, /, video: Path | None, watch: bool, **options: Any) -> None:
    """Check a video, or only its caption, before it goes online.

    Says what a viewer who presses nothing will see and hear, and when; which duty is met and which is not; and gives
    sentences to paste, to say or to show, with the second at which there is room. Captions beside the video (its
    name with .srt or .vtt) are taken for its speech; else it is listened to, where a speech model is configured.
    Words in the picture are read.

    \b
      herkenbaar draft video.mp4 --platform tiktok --description @caption.txt \\
          --with Zonneveld --relation paid
      herkenbaar draft --platform instagram --relation gift --no-label \\
          --description "Gekregen van @zonneveld"
      herkenbaar draft edit.mp4 --platform youtube --title "Mijn week" \\
          --description text.txt --watch

    Exit codes: 0 no duty is broken (as far as --fail-on); 1 something is to be repaired; 2 wrong usage or
    configuration; 3 the video could not be looked at.
    """
    if video is None and options["description"] is None and options["title"] is None:
        raise UsageError("there is nothing to check", remedy="give VIDEO, --description or --title")
    check = _Check(video, options)
    context.exit(_watch(check) if watch else check.run(repeated=False))


def _watch(check: _Check) -> int:
    """Check after each save until Ctrl-C; the exit code of the last check. Interrupted before that, it is passed on."""
    names = ", ".join(path.name for path in check.files)
    if not names:
        raise UsageError("--watch has no file to watch", remedy="give VIDEO, or --description with a text file")
    code = None
    try:
        for _ in saves(check.files):
            code = check.run(repeated=True)
            now = datetime.now().astimezone()
            click.echo(
                f"herkenbaar: checked at {now:%H:%M:%S}; waiting for {names} to be saved (Ctrl-C ends)", err=True
            )
    except KeyboardInterrupt:
        if code is None:
            raise
        click.echo(err=True)
    return code or 0


class _Check:
    """One video with all that was told of it, checked once or again and again; models are loaded once."""

    def __init__(self, video: Path | None, options: dict[str, Any]) -> None:
        self._video = video
        self._options = options
        self._settings = _settings(options)
        text = _text_file(options["description"])
        if text is None and _is_file_name(options["description"]):
            given = options["description"]
            click.echo(f"herkenbaar: there is no file {given!r}; it is taken as the description itself", err=True)
        self.files = [path for path in (video, text) if path is not None]
        self._tools: Tools | None = None
        self._senses: Senses | None = None

    def run(self, *, repeated: bool) -> int:
        """Check, print, and give the exit code. A file that cannot be read ends a repeated check only for this turn."""
        from herkenbaar.scan import Seen

        try:
            sheet = self._check()
        except LookError as error:
            if not repeated:
                raise
            click.echo(f"herkenbaar: {error}", err=True)
            return error.exit_code
        form = self._options["form"] or _form_of(self._options["output"])
        with open_output(self._options["output"], exact=form == "json") as out:
            _write(sheet, out, form=form, lang=self._settings.report.lang, laws=self._laws())
        seen = Seen()
        seen.add(sheet.judged.verdict)
        return seen.exit_code(self._settings.judge.fail_on)

    def _laws(self) -> Mapping[str, Words]:
        return self._tools.rulebook.titles if self._tools else {}

    def _check(self) -> Sheet:
        from herkenbaar import draft, scan
        from herkenbaar.cli._perceiving import progress
        from herkenbaar.senses import Senses

        self._tools = self._tools or scan.prepare(self._settings)
        told = _told(self._options)
        with progress() as tell:
            self._senses = self._senses or Senses(self._settings, advice=True)
            self._senses.progress = tell
            return draft.check(
                told, self._video, tools=self._tools, senses=self._senses, pictures=self._options["pictures"]
            )


def _settings(options: dict[str, Any]) -> Settings:
    """The settings in force, with what was typed before them."""
    import msgspec

    from herkenbaar.config import load

    settings = load(options["config_file"]).settings
    change = msgspec.structs.replace
    everything = {"everything": True} if options["everything"] else {}
    speech = {"model": ""} if options["no_speech"] else everything
    screen = {"ocr": False} if options["no_screen"] else everything
    return change(
        settings,
        judge=change(settings.judge, **({"fail_on": options["fail_on"]} if options["fail_on"] else {})),
        report=change(settings.report, **({"lang": options["lang"]} if options["lang"] else {})),
        speech=change(settings.speech, **speech),
        screen=change(settings.screen, **screen),
    )


def _told(options: dict[str, Any]) -> Told:
    from herkenbaar.draft import RELATIONS, Told
    from herkenbaar.model import Kind, Platform

    published = options["published"]
    return Told(
        platform=Platform(options["platform"]),
        kind=Kind(options["kind"]) if options["kind"] else None,
        title=_clean(options["title"]),
        description=_description(options["description"]),
        brand=_clean(options["brand"]),
        relation=RELATIONS[options["relation"]] if options["relation"] else None,
        label=options["label"],
        published=published.date() if published else None,
        language=options["language"],
    )


def _description(given: str | None) -> str | None:
    path = _text_file(given)
    if path is None:
        return _clean(given)
    try:
        return path.read_bytes().decode("utf-8-sig", "replace").replace("\r\n", "\n").strip()
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}", remedy="check --description") from error


def _text_file(given: str | None) -> Path | None:
    """The file that --description names, or None when it is the text itself ("@zonneveld" is a mention)."""
    if given is None or len(given) > LONGEST_NAME or "\n" in given or "\0" in given:
        return None
    path = Path(given.removeprefix("@"))
    named = given.startswith("@") or path.suffix.lower() in TEXT_ENDINGS
    return path if named and os.path.isfile(path) else None  # noqa: PTH113


def _is_file_name(given: str | None) -> bool:
    """Whether this is what a text file would be called, and hardly what anybody writes under a video."""
    if given is None or any(char.isspace() for char in given):
        return False
    return Path(given).suffix.lower() in TEXT_ENDINGS


def _clean(text: str | None) -> str | None:
    """What was typed, in valid Unicode."""
    return None if text is None else os.fsencode(text).decode("utf-8", "replace")


def _form_of(output: Path | None) -> str:
    endings = {".json": "json", ".html": "html", ".htm": "html"}
    return endings.get(output.suffix.lower(), "terminal") if output else "terminal"


def _write(sheet: Sheet, out: IO[str], *, form: str, lang: str, laws: Mapping[str, Words]) -> None:
    from herkenbaar.reports import draft, page

    if form == "json":
        draft.write_json(sheet, out)
    elif form == "html":
        page.write([sheet.judged], out, lang=lang, laws=laws)
    else:
        draft.write(sheet, out, lang=lang, laws=laws)
