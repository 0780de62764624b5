# Everything runs with the Python that is on PATH; PYTHON=.venv/bin/python picks another.
PYTHON ?= python
.PHONY: check lint types test eval bench

check: lint types test eval

lint:
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m ruff check .

types:
	$(PYTHON) -m mypy

test:
	$(PYTHON) -m pytest -n auto

eval:
	$(PYTHON) -m benchmarks.accuracy --gate

bench:
	$(PYTHON) -m benchmarks
