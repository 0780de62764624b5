"""Jobs per second through two workers beside Procrastinate's own empty jobs, speed-up, and the death of a worker.

Everything on one PostgreSQL server of our own, with its default settings, on the same machine as the workers. Rounds
of all kinds alternate, and the best of each kind counts: other work on the machine only ever makes a round slower.
JOBS_CREATORS and JOBS_ROUNDS set how many judge jobs and rounds there are. Run: python -m benchmarks jobs
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa
from tests.conftest import Postgres, open_folder

from benchmarks._job_worker import EMPTY
from benchmarks.figures import Figure, table
from herkenbaar.jobs.queue import put_missing
from herkenbaar.model import Cue, Evidence, Platform
from herkenbaar.roster import Entry, SourceKind
from herkenbaar.store import Store, creators, open_store, runs, videos
from herkenbaar.store.runs import QUEUE, Scope, VisitState
from herkenbaar.store.schema import creators as creators_table
from herkenbaar.store.schema import visits

TOP = Path(__file__).parents[1]
TEXT = """Vandaag kook ik iets lekkers met oma. Bestel met code LISA10 voor korting!

00:00 Boodschappen
03:10 Het deeg
09:45 Proeven
Muziek: eigen opname. Volg me voor meer recepten.
"""
CREATORS = int(os.environ.get("JOBS_CREATORS", "1500"))
HEAVY_CREATORS = 24
HEAVY_VIDEOS = 30
HEAVY_SENTENCES = 60
"""Two minutes of speech full of advertising, so that the judging is what takes the time."""
SAID = (
    "en dan doen we de volgende stap van het recept",
    "deze video is mogelijk gemaakt door Bakkerij Voorbeeld",
    "met mijn code LISA10 krijg je tien procent korting op je eerste bestelling",
    "de link staat in de beschrijving",
    "roer het geheel goed door en laat het rusten",
)
CONCURRENCY = 4
ROUNDS = int(os.environ.get("JOBS_ROUNDS", "3"))


def fill(store: Store, *, number: int, videos_each: int, sentences: int = 0) -> None:
    """Creators with saved evidence, none of it judged; in each video so many sentences are spoken."""
    speech = tuple(Cue(2.0 * n, 2.0 * n + 2, SAID[n % len(SAID)]) for n in range(sentences))
    now = datetime.now(UTC)

    def put(connection: sa.Connection) -> None:
        for creator in range(number):
            entry = Entry(source=f"/none/{creator}.jsonl", kind=SourceKind.EVIDENCE, name=f"creator {creator}")
            creator_id = creators.put(connection, entry, origin="command", now=now)
            items = [
                Evidence(
                    platform=Platform.YOUTUBE,
                    id=f"{creator}-{video}",
                    title="Koken",
                    description=TEXT,
                    published="2026-01-01",
                    speech=speech,
                    label=False,
                )
                for video in range(videos_each)
            ]
            videos.save(connection, items, creator_id=creator_id, run_id=0, now=now)

    store.write(put)


def put_judge_jobs(store: Store, ruleset: str) -> None:
    """A run in which every creator has been read and is to be judged by ``ruleset``."""

    def put(connection: sa.Connection) -> None:
        now = datetime.now(UTC)
        last = runs.find_last_visits(connection)
        due = {x: last[x].id if x in last else None for x in connection.scalars(sa.select(creators_table.c.id))}
        run = runs.open_run(connection, due, scope=Scope(), ruleset=ruleset, owner=QUEUE, now=now)
        assert run is not None
        read = {"state": VisitState.JUDGING.value, "started_at": now, "listed": 1}
        connection.execute(sa.update(visits).where(visits.c.run_id == run.id).values(read))
        put_missing(connection, account="")

    store.write(put)


def put_empty_jobs(store: Store, number: int) -> None:
    jobs = sa.text(
        "SELECT procrastinate_defer_jobs_v1(array_agg(row("
        "'empty', 'empty', 0, NULL, 'empty ' || n, '{}'::jsonb, NULL)::procrastinate_job_to_defer_v1)) "
        "FROM generate_series(1, :number) n"
    )
    store.write(lambda connection: connection.execute(jobs, {"number": number}).all())


@contextmanager
def hire(
    store: Store, kind: str, number: int, *, jobs: int = CONCURRENCY, **environment: str
) -> Iterator[list[subprocess.Popen[str]]]:
    """Worker processes that have loaded all they need and wait for the word."""
    address = store.url.render_as_string(hide_password=False)
    command = [sys.executable, "-m", "benchmarks._job_worker", address, kind, str(jobs)]
    given = {**os.environ, "HERKENBAAR_DATABASE": address, **environment}
    workers = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=TOP, env=given)
        for _ in range(number)
    ]
    try:
        for worker in workers:
            expect(worker, "ready")
        yield workers
    finally:
        for worker in workers:
            worker.kill()
            worker.communicate()


def expect(worker: subprocess.Popen[str], word: str) -> None:
    assert worker.stdout is not None
    for line in worker.stdout:
        if line.strip() == word:
            return
    raise AssertionError(f"a worker ended before it said {word!r}")


def go(worker: subprocess.Popen[str]) -> None:
    assert worker.stdin is not None
    worker.stdin.write("\n")
    worker.stdin.flush()


def work(store: Store, kind: str, number: int, *, jobs: int = CONCURRENCY) -> float:
    """Seconds that ``number`` workers need until no job is left, each doing so many ``jobs`` at once."""
    with hire(store, kind, number, jobs=jobs) as workers:
        begun = time.perf_counter()
        for worker in workers:
            go(worker)
        for worker in workers:
            expect(worker, "done")
        seconds = time.perf_counter() - begun
    with store.read() as connection:
        left = connection.scalar(sa.text("SELECT count(*) FROM procrastinate_jobs"))
        assert left == 0, f"{left} jobs are left"
    return seconds


def measure_rates(store: Store) -> list[Figure]:
    """Jobs per second of two workers: empty ones, judge jobs with nothing new, with one new video each."""
    load = os.getloadavg()[0]
    fill(store, number=CREATORS, videos_each=1)
    empty, nothing, one = [], [], []
    for number in range(ROUNDS):
        put_empty_jobs(store, CREATORS)
        empty.append(CREATORS / work(store, EMPTY, 2))
        put_judge_jobs(store, f"rules {number}")
        one.append(CREATORS / work(store, "judge", 2))
        put_judge_jobs(store, f"rules {number}")
        nothing.append(CREATORS / work(store, "judge", 2))
    floor = max(empty)
    beside = f"empty jobs: {floor:.0f} a second"
    return [
        Figure("load of the machine before, by other work", f"{load:.1f}"),
        Figure("Procrastinate's empty jobs, two workers", f"{floor:.0f} a second"),
        *(
            Figure(what, f"{rate:.0f} a second", beside, f"{rate / floor:.0%}", "at least 60 %", rate >= 0.6 * floor)
            for what, rate in (
                ("judge jobs of one creator, one new video", max(one)),
                ("judge jobs of one creator, nothing new", max(nothing)),
            )
        ),
    ]


def measure_speed_up(store: Store) -> Figure:
    """How much sooner two workers are done than one, with judge jobs whose creator has 30 new videos.

    Each does one job at a time, as docs/scaling.md advises for judging: the threads of a process share one core for it.
    """
    fill(store, number=HEAVY_CREATORS, videos_each=HEAVY_VIDEOS, sentences=HEAVY_SENTENCES)
    seconds: dict[int, list[float]] = {1: [], 2: []}
    for number in range(ROUNDS):
        for workers in seconds:
            put_judge_jobs(store, f"rules {number} {workers}")
            seconds[workers].append(work(store, "judge", workers, jobs=1))
    alone, together = min(seconds[1]), min(seconds[2])
    what = f"{HEAVY_CREATORS} judge jobs of {HEAVY_VIDEOS} new videos each, two workers"
    speed_up = alone / together
    return Figure(
        what, f"{together:.1f} s", f"by one: {alone:.1f} s", f"{speed_up:.2f} times", "at least 1.7", speed_up >= 1.7
    )


def measure_death(store: Store) -> Figure:
    """Seconds from kill -9 of a worker at work until its job is at work elsewhere."""
    fill(store, number=1, videos_each=1)
    put_judge_jobs(store, "rules")
    with hire(store, "stay", 1, DAWDLE="1") as (victim,), hire(store, "stay", 1) as (heir,):
        go(victim)
        expect(victim, "working")
        go(heir)
        time.sleep(1)
        victim.kill()
        begun = time.perf_counter()
        expect(heir, "working")
        seconds = time.perf_counter() - begun
    return Figure("a killed worker's job is at work elsewhere after", f"{seconds:.1f} s")


@contextmanager
def database(server: Postgres, name: str) -> Iterator[Store]:
    server.run(f"CREATE DATABASE {name};")
    with open_store(server.url(name)) as store:
        yield store


def run() -> list[Figure]:
    """All figures, each on a database of its own."""
    with open_folder() as folder:
        server = Postgres(folder)
        try:
            with database(server, "rates") as store:
                figures = measure_rates(store)
            with database(server, "heavy") as store:
                figures.append(measure_speed_up(store))
            with database(server, "death") as store:
                figures.append(measure_death(store))
        finally:
            server.control("stop", "immediate")
    return figures


def main() -> None:
    """Print the table."""
    print(table(run()))


if __name__ == "__main__":
    main()
