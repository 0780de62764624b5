from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner
from tests import youtube_pages as pages
from tests.youtube_channel import FIXTURES

from herkenbaar.cli import program
from herkenbaar.evidence import bundle


def verify(*folders: Path) -> tuple[int, str, str]:
    result = CliRunner().invoke(program, ["verify", *map(str, folders)])
    return result.exit_code, result.stdout, result.stderr


def test_whole_bundles_pass_and_changed_ones_are_named(tmp_path: Path) -> None:
    arguments = ["gather", pages.HANDLE, "-o", str(tmp_path), "--replay", str(FIXTURES)]
    CliRunner().invoke(program, arguments)
    assert verify(tmp_path) == (0, "4 of 4 bundles are whole\n", "")
    folder = next(bundle.find(tmp_path))
    evidence = folder / "evidence.json"
    evidence.write_bytes(evidence.read_bytes().replace(b"gratis", b"betaald"))
    code, said, complaint = verify(tmp_path)
    assert (code, said) == (3, "3 of 4 bundles are whole\n")
    assert f"{folder}: evidence.json was changed" in complaint


def test_a_folder_without_bundles_proves_nothing(tmp_path: Path) -> None:
    code, said, complaint = verify(tmp_path)
    assert (code, said) == (3, "")
    assert "no bundles here" in complaint
