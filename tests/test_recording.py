from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from herkenbaar.errors import InputError
from herkenbaar.recording import Call, Recording, Reply, strip_secrets

WATCH = Call(url="https://www.youtube.com/watch?v=abc")


def reply(body: bytes = b"hello", status: int = 200, **headers: str) -> Reply:
    return Reply(url=WATCH.url, status=status, headers=headers, body=body, cookies=("SID=secret-cookie",))


def test_answers_come_back_each_once_and_in_order(tmp_path: Path) -> None:
    kept = Recording(tmp_path)
    kept.keep(WATCH, reply(b"first", 503))
    kept.keep(WATCH, reply(b"second"))
    again = Recording(tmp_path)
    first, second = again.take(WATCH), again.take(WATCH)
    assert first is not None
    assert (first.status, first.body) == (503, b"first")
    assert second is not None
    assert (second.status, second.body) == (200, b"second")
    assert again.take(WATCH) is None


def test_the_manifest_has_the_form_that_other_projects_use(tmp_path: Path) -> None:
    body = json.dumps({"context": {"client": {"clientName": "WEB"}}, "videoId": "abc"}).encode()
    call = Call(url="https://www.youtube.com/youtubei/v1/player?key=AIza", method="POST", body=body)
    Recording(tmp_path).keep(call, reply(b"{}", content_type="x"))
    [entry] = json.loads((tmp_path / "manifest.json").read_text())
    assert entry == {
        "file": "00000-player.gz",
        "method": "POST",
        "url": "https://www.youtube.com/youtubei/v1/player",
        "status": 200,
        "client": "WEB",
        "request": {"videoId": "abc"},
        "bytes": 2,
    }


@pytest.mark.parametrize(
    ("asked", "kept", "same"),
    [
        ("/watch?v=abc&bpctr=9999999999&has_verified=1", "/watch?v=abc", True),
        ("/watch?has_verified=1&v=abc", "/watch?v=abc&has_verified=1", True),
        ("/watch?v=abc", "/watch?v=abd", False),
        ("/watch?v=abc&list=x", "/watch?v=abc", False),
        ("/api/timedtext?v=abc&fmt=json3", "/api/timedtext?v=abc&fmt=vtt", False),
        ("/youtubei/v1/player?prettyPrint=false&key=1", "/youtubei/v1/player?key=2", True),
        ("/api/creator/item_list/?secUid=a&cursor=1&device_id=2", "/api/creator/item_list/?secUid=a&cursor=3", True),
        ("/api/creator/item_list/?secUid=a", "/api/creator/item_list/?secUid=b", False),
    ],
)
def test_requests_are_the_same_when_their_answer_would_be(tmp_path: Path, asked: str, kept: str, same: bool) -> None:
    Recording(tmp_path).keep(Call(url=f"https://www.youtube.com{kept}"), reply())
    assert (Recording(tmp_path).take(Call(url=f"https://www.youtube.com{asked}")) is not None) is same


def test_requests_to_one_address_differ_by_client_and_body(tmp_path: Path) -> None:
    def post(client: str, video: str, token: str) -> Call:
        body = {"context": {"client": {"clientName": client}}, "videoId": video, "cpn": token}
        return Call(url="https://www.youtube.com/youtubei/v1/player", method="POST", body=json.dumps(body).encode())

    kept = Recording(tmp_path)
    kept.keep(post("WEB", "abc", "1"), reply(b"web"))
    kept.keep(post("ANDROID", "abc", "2"), reply(b"android"))
    again = Recording(tmp_path)
    assert again.take(post("WEB", "other", "3")) is None
    android = again.take(post("ANDROID", "abc", "4"))
    assert android is not None
    assert android.body == b"android"


def test_cookies_keys_and_named_secrets_never_reach_the_disk(tmp_path: Path) -> None:
    call = Call(
        url="https://graph.facebook.com/v1/me?access_token=tok-123&fields=id",
        method="POST",
        headers={"cookie": "sessionid=tok-123", "authorization": "Bearer tok-123"},
        body=b'{"q": "tok-123"}',
    )
    kept = Recording(tmp_path, secrets=("tok-123",))
    kept.keep(call, reply(b'{"next": "https://x?access_token=tok-123"}', **{"set-cookie": "a=b", "etag": "tok-123"}))
    [answer] = [gzip.decompress(x.read_bytes()) for x in tmp_path.glob("*.gz")]
    everything = answer + (tmp_path / "manifest.json").read_bytes()
    for secret in (b"tok-123", b"secret-cookie", b"set-cookie", b"sessionid", b"Bearer"):
        assert secret not in everything
    assert strip_secrets(call.url) == "https://graph.facebook.com/v1/me?fields=id"


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ('{"VISITOR_DATA":"Cgs4ZmQ%3D","x":1}', '{"VISITOR_DATA":"REMOVED","x":1}'),
        (
            '{"client":{"visitorData": "Cgs4ZmQ","remoteHost":"2001:db8::1"}}',
            '{"client":{"visitorData": "REMOVED","remoteHost":"REMOVED"}}',
        ),
        ("https://r1/videoplayback?expire=1&ip=203.0.113.7&id=x", "https://r1/videoplayback?expire=1&ip=0.0.0.0&id=x"),
        (r'"https://r1/v?a=1\u0026ip=2001:db8::1\u0026id=x"', r'"https://r1/v?a=1\u0026ip=0.0.0.0\u0026id=x"'),
        ("/api/timedtext?v=x&ip=0.0.0.0&ipbits=0", "/api/timedtext?v=x&ip=0.0.0.0&ipbits=0"),
        ("zip=12345 and chip=9", "zip=12345 and chip=9"),
    ],
)
def test_what_pages_say_of_the_reader_is_not_kept(tmp_path: Path, said: str, kept: str) -> None:
    recording = Recording(tmp_path)
    recording.keep(WATCH, reply(said.encode()))
    assert recording.read(recording.entries[0]).decode() == kept


def test_equal_answers_are_equal_files(tmp_path: Path) -> None:
    for name in ("a", "b"):
        Recording(tmp_path / name).keep(WATCH, reply(b"x" * 5000))
    assert (tmp_path / "a/00000-watch.gz").read_bytes() == (tmp_path / "b/00000-watch.gz").read_bytes()


@pytest.mark.parametrize("left", [1, 2, 3, 10, 60])
def test_a_manifest_that_was_cut_off_keeps_its_whole_entries(tmp_path: Path, left: int) -> None:
    kept = Recording(tmp_path)
    for number in range(3):
        kept.keep(WATCH, reply(b"%d" % number))
    whole = (tmp_path / "manifest.json").read_bytes()
    (tmp_path / "manifest.json").write_bytes(whole[:-left])
    mended = Recording(tmp_path)
    assert len(mended.entries) == (3 if left <= 3 else 2)
    mended.keep(WATCH, reply(b"new"))
    assert [x.file for x in Recording(tmp_path).entries][-1] == mended.entries[-1].file


@pytest.mark.parametrize("text", ["{}", "nonsense", '[{"file": 3}]'])
def test_a_folder_that_is_no_recording_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "manifest.json").write_text(text)
    with pytest.raises(InputError, match="not a recording"):
        Recording(tmp_path)


def test_a_broken_answer_is_named_and_cannot_lead_out_of_the_folder(tmp_path: Path) -> None:
    Recording(tmp_path / "r").keep(WATCH, reply())
    manifest = tmp_path / "r" / "manifest.json"
    manifest.write_text(manifest.read_text().replace("00000-watch.gz", "../../etc/passwd"))
    with pytest.raises(InputError, match="kept answer cannot be read"):
        Recording(tmp_path / "r").take(WATCH)


def test_the_answers_of_another_project_are_found(shared: Path) -> None:
    folder = shared / "recorded" / "youtube"
    recording = Recording(folder)
    assert len(recording.entries) == 40
    context = {"client": {"clientName": "WEB", "clientVersion": "2"}}
    body = {"context": context, "videoId": "7PIMiDcwNvc", "contentCheckOk": True}
    call = Call(
        url="https://www.youtube.com/youtubei/v1/next?prettyPrint=false", method="POST", body=json.dumps(body).encode()
    )
    found = recording.take(call)
    assert found is not None
    assert "contents" in json.loads(found.body)
    assert recording.take(Call(url="https://www.youtube.com/watch?v=7PIMiDcwNvc")) is None
