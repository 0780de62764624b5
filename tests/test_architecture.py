"""Who may import whom (docs/architecture.md): read from the syntax tree, so that nothing has to run."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "herkenbaar"
PURE = {"model", "errors", "text"}
HEAVY = {
    "torch",
    "whisper",
    "rapidocr",
    "onnxruntime",
    "av",
    "yt_dlp",
    "fastapi",
    "procrastinate",
    "sqlalchemy",
    "alembic",
    "PIL",
    "apprise",
}


def imports_of(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
            names.update(f"{node.module}.{alias.name}" for alias in node.names if node.module == "herkenbaar")
        elif isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
    return names


def ours(path: Path) -> set[str]:
    return {name.split(".")[1] for name in imports_of(path) if name.startswith("herkenbaar.")}


def modules(folder: str) -> list[Path]:
    return sorted((SOURCE / folder).glob("*.py"))


@pytest.mark.parametrize("name", sorted(PURE))
def test_the_pure_modules_import_nothing_of_ours(name: str) -> None:
    path = SOURCE / f"{name}.py"
    if path.exists():
        assert ours(path) <= PURE


def test_checks_import_model_and_text_only() -> None:
    for path in modules("checks"):
        assert ours(path) <= PURE | {"checks"}, path.name


def test_reports_import_model_only() -> None:
    for path in modules("reports"):
        assert ours(path) <= PURE | {"reports"}, path.name


def test_heavy_libraries_are_imported_inside_functions() -> None:
    for path in SOURCE.rglob("*.py"):
        if {"migrations", "store", "jobs"} & set(path.parts):  # imported inside functions as wholes
            continue
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.Import):
                assert not {alias.name.split(".")[0] for alias in node.names} & HEAVY, path.name
            elif isinstance(node, ast.ImportFrom) and node.module:
                assert node.module.split(".")[0] not in HEAVY, path.name
