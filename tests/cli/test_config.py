from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from herkenbaar.cli import program


@pytest.mark.parametrize(
    ("token", "shown"),
    [("EAAmade-up-token", '"(set, not shown)"'), ("env:MY_TOKEN", '"env:MY_TOKEN"'), ("", '""')],
)
def test_every_setting_is_shown_but_a_token_is_not(tmp_path: Path, token: str, shown: str) -> None:
    path = tmp_path / "herkenbaar.toml"
    path.write_text(f'[gather.instagram]\ntoken = "{token}"\n', encoding="utf-8")
    result = CliRunner().invoke(program, ["config", "show", "--config", str(path)])
    assert f"gather.instagram.token = {shown}   # {path}" in result.stdout
    assert "EAAmade" not in result.stdout
