"""``herkenbaar draft``, as it is typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from benchmarks.clips import Clip, Mark, save
from click.testing import CliRunner, Result

from herkenbaar.cli import program
from herkenbaar.errors import InputError, UsageError

CAPTION = "Reclame | betaalde samenwerking met Zonneveld"
BURIED = "Een hele week soep. " * 20 + "#ad @zonneveld"
"""A mark that stands behind "more"."""


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cache of our own, and pictures read as small as they are."""
    file = tmp_path / "herkenbaar.toml"
    file.write_text(f'[cache]\ndir = "{tmp_path / "cache"}"\n[screen]\nshort_side = 360\n', encoding="utf-8")
    monkeypatch.setenv("HERKENBAAR_CONFIG", str(file))
    monkeypatch.setenv("COLUMNS", "200")


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """8 seconds with captions beside them and a mark of two seconds in the picture."""
    folder = tmp_path_factory.mktemp("drafts")
    (folder / "edit.srt").write_text("1\n00:00:00,000 --> 00:00:01,000\nhallo allemaal\n", encoding="utf-8")
    return save(Clip((Mark("Reclame", 2, 4, height=0.06),), seconds=8), folder / "edit.mp4")


def type_in(*words: str) -> Result:
    return CliRunner().invoke(program, ["draft", *words], catch_exceptions=False)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--description", CAPTION, "--with", "Zonneveld", "--label"], 0),
        (["--description", "Soep!", "--label"], 0),
        (["--description", BURIED, "--relation", "paid", "--no-label"], 1),
        (["--description", CAPTION, "--relation", "paid", "--fail-on", "review"], 1),
        (["--description", "Soep!", "--relation", "own"], 0),
    ],
)
def test_the_exit_code_is_that_of_the_other_commands(words: list[str], code: int) -> None:
    result = type_in("--platform", "tiktok", *words)
    assert result.exit_code == code, result.output


def test_a_video_is_looked_at_and_its_mark_graded_with_figures_and_a_picture(video: Path, tmp_path: Path) -> None:
    pictures = tmp_path / "pictures"
    words = ["--platform", "tiktok", "--description", CAPTION, "--with", "Zonneveld", "--no-label", "--everything"]
    result = type_in(str(video), *words, "--pictures", str(pictures), "--format", "json")
    sheet = json.loads(result.stdout)
    assert sheet["schema"] == "herkenbaar.draft/1"
    (mark,) = [each for each in sheet["judged"]["verdict"]["disclosures"] if each["surface"] == "screen"]
    assert (mark["start"], mark["end"], mark["grade"]) == (2, 4, "weak")
    assert mark["shortfall"] == {"code": "shown_too_short", "measured": 2.0, "needed": 3.0}
    (cue,) = sheet["judged"]["evidence"]["screen"]
    assert (pictures / "edit" / cue["frame"]).is_file()
    assert CliRunner().invoke(program, ["verify", str(pictures)]).exit_code == 0
    assert sheet["judged"]["evidence"]["speech"] == [{"start": 0.0, "end": 1.0, "text": "hallo allemaal"}]


def test_a_mark_of_half_a_second_is_found_and_graded_down_with_its_figures(tmp_path: Path) -> None:
    marks = (Mark("Reclame", 2, 2.5, height=0.06),)
    edit = save(Clip(marks, seconds=8), tmp_path / "short.mp4")
    words = ["--platform", "tiktok", "--relation", "paid", "--description", "Soep!", "--no-label", "--no-speech"]
    pictures = tmp_path / "pictures"
    found = json.loads(type_in(str(edit), *words, "--pictures", str(pictures), "--format", "json").stdout)["judged"]
    (mark,) = found["verdict"]["disclosures"]
    assert (mark["grade"], mark["start"], mark["end"]) == ("insufficient", 2, 2.5)
    assert mark["shortfall"] == {"code": "shown_too_short", "measured": 0.5, "needed": 3.0}
    (cue,) = found["evidence"]["screen"]
    assert (pictures / "short" / cue["frame"]).is_file()
    said = type_in(str(edit), *words, "--lang", "en").output
    assert "on screen for only 0.5 s; 3.0 s is needed to read it" in said


def test_the_sheet_says_what_viewers_get_which_duties_are_met_and_what_to_add() -> None:
    output = type_in("--platform", "tiktok", "--description", BURIED, "--relation", "gift").output
    for part in (
        "Wat een kijker ziet en hoort",
        "spraak: niet onderzocht (geen video opgegeven)",
        "✗ De vermelding staat in de standaardweergave — niet in orde, zwaar (Mediawet 2008, art. 3.5b lid 1)",
        "Plakken, helemaal vooraan",
        "nl  Reclame | gekregen van @zonneveld",
        "Zeggen, aan het begin (naar de video is niet geluisterd)",
    ):
        assert part in output


def test_a_sentence_to_paste_is_printed_without_spaces_behind_it() -> None:
    lines = type_in("--platform", "tiktok", "--description", "Soep!", "--with", "Zonneveld").stdout.splitlines()
    assert "    nl  Reclame | betaalde samenwerking met Zonneveld" in lines


def test_a_video_without_a_sign_asks_whether_there_is_a_relation() -> None:
    output = type_in("--platform", "tiktok", "--description", "Soep!", "--lang", "en").output
    assert "Say so with --relation" in output
    assert "Ready to use" not in output


@pytest.mark.parametrize("name", ["caption.txt", "@caption.txt", "@caption"])
def test_the_description_may_stand_in_a_file(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path(name.removeprefix("@")).write_bytes("\ufeffReclame één\r\ntwee\n".encode())
    result = type_in("--platform", "tiktok", "--description", name, "--format", "json")
    assert json.loads(result.stdout)["judged"]["evidence"]["description"] == "Reclame één\ntwee"


@pytest.mark.parametrize("text", ["@zonneveld is leuk", "soep.txt", "a" * 5000, "regel\nregel", "\x1b[31mrood"])
def test_a_description_that_is_no_file_is_the_text_itself(text: str) -> None:
    result = type_in("--platform", "tiktok", "--description", text, "--format", "json")
    assert json.loads(result.stdout)["judged"]["evidence"]["description"] == text
    assert "\x1b" not in type_in("--platform", "tiktok", "--description", text).output


def test_the_page_is_html(tmp_path: Path) -> None:
    file = tmp_path / "draft.html"
    type_in("--platform", "tiktok", "--description", "<script>#ad</script>", "--relation", "paid", "-o", str(file))
    page = file.read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    assert "<script>" not in page


@pytest.mark.parametrize(("text", "told"), [("soep.txt", True), ("@soep.txt", True), ("@zonneveld", False)])
def test_a_text_file_that_is_not_there_is_told(text: str, told: bool) -> None:
    said = type_in("--platform", "tiktok", "--description", text).stderr
    assert ("there is no file" in said and text in said) is told


def test_watching_without_a_file_is_wrong_usage() -> None:
    with pytest.raises(UsageError, match="no file to watch"):
        type_in("--platform", "tiktok", "--description", "Soep!", "--watch")


def test_a_check_that_is_interrupted_never_ends_as_one_that_found_nothing(
    video: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("herkenbaar.senses.Senses.perceive", interrupt)
    for more in ([], ["--watch"]):
        result = CliRunner().invoke(program, ["draft", str(video), "--platform", "tiktok", *more])
        assert result.exit_code != 0


def test_nothing_to_check_is_wrong_usage() -> None:
    with pytest.raises(UsageError, match="nothing to check"):
        type_in("--platform", "tiktok")


def test_a_file_that_is_no_video_could_not_be_looked_at(tmp_path: Path) -> None:
    (tmp_path / "edit.mp4").write_bytes(b"no video at all")
    with pytest.raises(InputError, match=r"edit\.mp4") as error:
        type_in(str(tmp_path / "edit.mp4"), "--platform", "tiktok")
    assert error.value.exit_code == 3
