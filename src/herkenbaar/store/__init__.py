"""The history: creators, videos, versions of evidence, verdicts, findings, decisions, runs.

One SQLite file by default, PostgreSQL by URL; the same tables and the same code on both. ``schema`` names the
tables, ``connection`` opens and checks a database, ``upgrade`` brings one up to date; the other modules each
write or read one kind of thing.

Everything that is written twice leaves the same rows: a killed run or a job done again changes nothing.
"""

from herkenbaar.store.connection import Store, open_store

__all__ = ["Store", "open_store"]
