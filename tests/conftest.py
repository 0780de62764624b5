"""What all tests share: where the fixtures and, if present, the shared third-party data are."""

from __future__ import annotations

from pathlib import Path

import pytest

TOP = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def fixtures() -> Path:
    return TOP / "fixtures"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with third-party development data; a test that asks for it skips where it is absent."""
    folder = TOP.parent / "shared"
    for top in (TOP, *TOP.parents):
        if (top / "shared" / "eval").is_dir():
            folder = top / "shared"
            break
    if not (folder / "eval").is_dir():
        pytest.skip("the third-party development data (../shared) is not here")
    return folder
