from __future__ import annotations

from pathlib import Path

import pytest

from herkenbaar.cli._lists import MOST, expand, is_list, read_list
from herkenbaar.errors import UsageError


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("@een\n\n# een opmerking\n  @twee  \n", ["@een", "@twee"]),
        ("\ufeff@een\r\n@twee", ["@een", "@twee"]),
        ("url\n@een\n@twee\n", ["@een", "@twee"]),
        ("name,url\nEen,@een\nTwee,@twee\n", ["@een", "@twee"]),
        ("name;handle\nEen;@een\n;\nTwee;@twee\n", ["@een", "@twee"]),
        ("@een,Een\n@twee,Twee\n", ["@een", "@twee"]),
        ('naam\tpermalink\n"A, B"\thttps://x/y,z\n', ["https://x/y,z"]),
        ("", []),
    ],
)
def test_a_list_of_sources_is_lines_or_a_column(tmp_path: Path, text: str, found: list[str]) -> None:
    path = tmp_path / "list"
    path.write_text(text, encoding="utf-8", newline="")
    assert [source for _, source in read_list(path)] == found


def test_a_list_in_another_encoding_is_named(tmp_path: Path) -> None:
    path = tmp_path / "list"
    path.write_bytes(b"@een\xff")
    with pytest.raises(UsageError, match="UTF-8"):
        list(read_list(path))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("# lijst\n\n@een\n  # nog een\n@twee\n", [(3, "@een"), (5, "@twee")]),
        ('tekst;url\n"over\ntwee regels";@een\nkort;@twee\n', [(2, "@een"), (4, "@twee")]),
        ("@een # geen opmerking\n", [(1, "@een # geen opmerking")]),
        ('"@een"\n', [(1, "@een")]),
    ],
)
def test_each_source_has_the_number_of_its_line(tmp_path: Path, text: str, found: list[tuple[int, str]]) -> None:
    path = tmp_path / "list"
    path.write_text(text, encoding="utf-8", newline="")
    assert list(read_list(path)) == found


def test_a_list_as_windows_writes_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_bytes("url\r\n@een\r\n".encode("utf-16"))
    assert list(read_list(path)) == [(2, "@een")]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"@een\n@twee\xff\n", r"list.csv:2: not in UTF-8"),
        (b"@een\n" + b"x" * 200_000, r"list.csv:2: cannot be read as a list"),
        (b"# niets\n\n", r"list.csv: this list is empty .one address per line"),
        (b'{"schema": "herkenbaar.evidence/1"}', r"list.csv: this holds JSON, not addresses"),
        (b"x" * (MOST + 1), r"list.csv: too large"),
    ],
    ids=["encoding", "long", "empty", "evidence", "huge"],
)
def test_what_is_no_list_is_named_with_file_and_line(tmp_path: Path, data: bytes, words: str) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(data)
    with pytest.raises(UsageError, match=words):
        expand([str(path)])


def test_sources_are_taken_in_order_and_each_once(tmp_path: Path) -> None:
    first, second = tmp_path / "a.txt", tmp_path / "b.csv"
    first.write_text("@een\n@twee\n@een\n", encoding="utf-8")
    second.write_text("url\n@drie\n@twee\n", encoding="utf-8")
    texts, lines = expand(["@nul", str(first), "@vier"], second)
    assert texts == ["@nul", "@een", "@twee", "@vier", "@drie"]
    assert lines == {"@een": f"{first}:1", "@twee": f"{first}:2", "@drie": f"{second}:2"}


@pytest.mark.parametrize(("text", "words"), [("missing.csv", "no such file"), (".", "this is a folder")])
def test_a_path_that_is_no_list_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match=words):
        expand([text])


def test_a_list_is_told_from_evidence_and_from_addresses(tmp_path: Path) -> None:
    lists, evidence = tmp_path / "urls.CSV", tmp_path / "evidence.txt"
    lists.write_text("@een\n", encoding="utf-8")
    evidence.write_text('{"schema": "herkenbaar.evidence/1"}\n', encoding="utf-8")
    assert is_list(str(lists))
    assert not any(map(is_list, [str(evidence), str(tmp_path), "missing.csv", "@een.txt"]))
