"""``--resolve-links``, as it is typed after ``scan``, ``judge`` and ``gather``."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from tests import youtube_pages as pages
from tests.evidence.web import Web
from tests.far_end import FarEnd, answer
from tests.youtube_channel import FIXTURES

from herkenbaar.cli import program
from herkenbaar.errors import UsageError
from herkenbaar.evidence import bundle, links
from herkenbaar.evidence.guard import Guard


@pytest.fixture(autouse=True)
def own_configuration(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    file = tmp_path / "own.toml"
    file.write_text(f"[cache]\ndir = {str(tmp_path / 'cache')!r}\n[links]\npause = 0.0\n")
    monkeypatch.setenv("HERKENBAAR_CONFIG", str(file))
    return file


@pytest.fixture
def web(far_end: FarEnd, monkeypatch: pytest.MonkeyPatch) -> Web:
    """The far end of the network; all else is as it is."""
    web = Web(far_end)

    def open_guard(**options: Any) -> Guard:
        return web.guard(most_bytes=options["most_bytes"], contact=options["contact"])

    monkeypatch.setattr(links, "Guard", open_guard)
    return web


def type_in(*words: object) -> Result:
    return CliRunner().invoke(program, [str(word) for word in words], catch_exceptions=False)


def evidence(folder: Path, *descriptions: str) -> Path:
    file = folder / "evidence.jsonl"
    common = {"schema": "herkenbaar.evidence/1", "platform": "youtube", "title": "Soep", "published": "2024-05-01"}
    rows = ({**common, "id": str(number), "description": text} for number, text in enumerate(descriptions))
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return file


def coverage(result: Result) -> list[str]:
    return [json.loads(row)["coverage"]["links"]["state"] for row in result.stdout.splitlines()]


@pytest.mark.parametrize("command", ["scan", "judge"])
def test_without_the_option_nobody_is_asked(web: Web, tmp_path: Path, command: str) -> None:
    result = type_in(command, evidence(tmp_path, "https://bit.ly/x"), "--format", "json")
    assert coverage(result) == ["not_looked"]
    assert (web.looked_up, web.dialled) == ([], [])


@pytest.mark.parametrize("command", ["scan", "judge"])
def test_with_it_links_are_followed_and_the_run_says_what_that_cost(web: Web, tmp_path: Path, command: str) -> None:
    web.far_end.on("bit.ly/x", answer(302, location="https://winkel.nl/"))
    web.far_end.on("winkel.nl/", "<title>Winkel</title>")
    file = evidence(tmp_path, "https://bit.ly/x", "https://bit.ly/x", "Geen links")
    result = type_in(command, file, "--format", "json", "--resolve-links", "--fail-on", "never")
    assert result.exit_code == 0
    assert coverage(result) == ["looked", "looked", "looked"]
    assert "links: 2 requests to the hosts behind them" in result.stderr
    again = type_in(command, file, "--format", "json", "--resolve-links", "--fail-on", "never")
    assert again.stdout == result.stdout
    assert "links: 0 requests" in again.stderr


def test_the_configuration_switches_it_on_and_the_option_off(web: Web, tmp_path: Path, own_configuration: Path) -> None:
    own_configuration.write_text(own_configuration.read_text() + "follow = true\n")
    web.far_end.on("bit.ly/x", "<title>Winkel</title>")
    file = evidence(tmp_path, "https://bit.ly/x")
    assert coverage(type_in("judge", file, "--format", "json")) == ["looked"]
    assert coverage(type_in("judge", file, "--format", "json", "--no-resolve-links")) == ["not_looked"]


def test_a_link_into_this_machine_is_refused_and_the_run_goes_on(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.05)
        port = listener.getsockname()[1]
        texts = [f"http://127.0.0.1:{port}/", f"http://2130706433:{port}/x", "http://127.0.0.1/", "Geen links"]
        file = evidence(tmp_path, *texts)
        result = type_in("judge", file, "--format", "json", "--resolve-links", "--fail-on", "never")
        with pytest.raises(TimeoutError):
            listener.accept()
    assert (result.exit_code, len(result.stdout.splitlines())) == (0, 4)


def test_a_gathered_bundle_keeps_where_its_links_led(web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Gathering asks the platforms too: here they answer from the recording in the fixtures."""
    from herkenbaar.cli import _gathering
    from herkenbaar.crawl import open_http

    web.far_end.on("", "<title>Ergens</title>")
    monkeypatch.setattr(
        _gathering, "open_http", lambda settings, options: open_http(settings, type(options)(replay=FIXTURES))
    )
    out = tmp_path / "bundles"
    result = type_in("gather", pages.HANDLE, "-o", out, "--resolve-links")
    assert result.exit_code == 0, result.stderr
    kept = [bundle.load(folder) for folder in bundle.find(out)]
    assert kept
    assert all(one.links is not None and "links" not in one.gaps for one in kept)
    rebuilt = type_in("gather", "--rebuild", "-o", out).stdout
    assert rebuilt == f"{len(kept)} unchanged, 0 rebuilt, 0 could not be rebuilt\n"
    assert [bundle.load(folder).links for folder in bundle.find(out)] == [one.links for one in kept]
    assert all(bundle.verify(folder) for folder in bundle.find(out))


def test_a_sweep_follows_links_when_asked_to(web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HERKENBAAR_DATABASE", str(tmp_path / "history.sqlite"))
    web.far_end.on("bit.ly/x", "<title>Winkel</title>")
    type_in("creators", "add", evidence(tmp_path, "https://bit.ly/x"))
    type_in("sweep")
    assert web.dialled == []
    evidence(tmp_path, "https://bit.ly/x", "Kijk op https://bit.ly/x")
    type_in("sweep", "--all", "--resolve-links")
    assert len(web.far_end.asked) == 1
    with pytest.raises(UsageError, match="workers"):
        type_in("sweep", "--enqueue", "--resolve-links")


@pytest.mark.parametrize("command", ["gather", "scan"])
def test_a_replay_asks_nobody(tmp_path: Path, command: str) -> None:
    place = ["-o", tmp_path / "out"] if command == "gather" else ["--bundles", tmp_path / "out"]
    with pytest.raises(UsageError, match="--replay asks nobody"):
        type_in(command, pages.HANDLE, *place, "--replay", FIXTURES, "--resolve-links")


@pytest.mark.parametrize("command", ["scan", "judge", "gather", "sweep", "worker"])
def test_help_says_that_strangers_are_asked(command: str) -> None:
    text = " ".join(type_in(command, "--help").stdout.split())
    assert "--resolve-links" in text
    assert "asks the hosts behind them" in text
