"""``herkenbaar creators``, as it is typed."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from herkenbaar.cli import program
from herkenbaar.errors import UsageError

PAGE = "https://www.youtube.com/@lisa"


@pytest.fixture(autouse=True)
def own_database(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HERKENBAAR_DATABASE", database)
    monkeypatch.setenv("COLUMNS", "200")


def type_in(*words: str, answer: str = "") -> Result:
    return CliRunner().invoke(program, ["creators", *words], input=answer, catch_exceptions=False)


def test_a_creator_is_added_listed_and_removed() -> None:
    assert (
        type_in(
            "add", PAGE, "--name", "Lisa", "--group", "client A", "--since", "2024-01-31", "--notes", "ends in May"
        ).exit_code
        == 0
    )
    shown = type_in("list", "--group", "client A").output
    for part in ("Lisa", PAGE, "client A", "0 6 * * *", "2024-01-31", "ends in May"):
        assert part in shown
    with pytest.raises(UsageError, match="no creator is in group 'client B'"):
        type_in("list", "--group", "client B")
    assert type_in("remove", "@lisa").output == "removed: Lisa\n"
    assert "nobody yet" in type_in("list").output


def test_the_list_says_when_each_creator_is_looked_at_next() -> None:
    type_in("add", PAGE)
    assert type_in("list").output.splitlines()[1].split()[-1] == "now"


def test_groups_of_a_file_may_be_parted_by_commas_or_semicolons(tmp_path: Path) -> None:
    file = tmp_path / "roster.csv"
    file.write_text(f'source,groups\n{PAGE},client A; spring\nhttps://www.tiktok.com/@omar,"client A, summer"\n')
    assert type_in("import", str(file)).exit_code == 0
    assert "@lisa" in type_in("list", "--group", "spring").output
    assert "@omar" in type_in("list", "--group", "summer").output
    assert len(type_in("list", "--group", "client A").output.splitlines()) == 3


def test_forgetting_asks_first() -> None:
    type_in("add", PAGE)
    assert type_in("remove", PAGE, "--forget", answer="n\n").exit_code == 1
    assert "@lisa" in type_in("list").output
    assert type_in("remove", PAGE, "--forget", answer="y\n").exit_code == 0


def test_an_unknown_or_ambiguous_name_is_refused() -> None:
    assert "nobody called 'x'" in type_in("remove", "x").output
    type_in("add", PAGE, "--name", "Lisa")
    type_in("add", "https://www.tiktok.com/@lisa", "--name", "Lisa")
    assert "more than one" in type_in("remove", "Lisa").output


def test_a_creator_of_the_configuration_is_removed_there(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text(f'[[creators]]\nsource = "{PAGE}"\nname = "Lisa"\n')
    options = ("--config", str(file))
    assert "Lisa" in type_in(*options, "list").output
    assert "stands in config.toml" in type_in(*options, "remove", "Lisa").output


def test_a_wrong_source_is_refused() -> None:
    with pytest.raises(UsageError, match="not a page"):
        type_in("add", "https://example.org/@lisa")


def test_a_file_is_imported_and_exported(tmp_path: Path) -> None:
    file = tmp_path / "roster.csv"
    file.write_text(f"source;name\n{PAGE};@Lisa\nhttps://example.org;X\n", encoding="utf-8-sig")
    result = type_in("import", str(file))
    assert result.exit_code == 2
    assert "line 3: https://example.org: not a page of a known platform" in result.output
    assert "creators added or changed: 1; rows left out: 1" in result.output
    out = tmp_path / "out.csv"
    type_in("export", "-o", str(out))
    assert out.read_text() == f"source,name,groups,notes,schedule,since\n{PAGE},'@Lisa,,,,\n"
    assert type_in("import", str(out)).exit_code == 0
