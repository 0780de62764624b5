from __future__ import annotations

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.evidence.web import PUBLIC, Web
from tests.far_end import FarEnd, answer

from herkenbaar.errors import FetchError
from herkenbaar.evidence.chain import MAX_HOPS, follow
from herkenbaar.evidence.guard import Answer
from herkenbaar.model import Link

PAGE = "<title>Linnen jas</title><button>In winkelwagen</button>"


@pytest.fixture
def web(far_end: FarEnd) -> Web:
    return Web(far_end)


def chase(web: Web, url: str, *, most_bytes: int = 100_000) -> Link:
    guard = web.guard(most_bytes=most_bytes)
    return follow(url, lambda address: guard.ask(address, seconds=5))


def test_every_address_on_the_way_to_a_shop_is_kept(web: Web) -> None:
    web.far_end.on("bit.ly/jas", answer(301, location="http://www.awin1.com/cread.php?awinmid=1"))
    web.far_end.on("www.awin1.com/cread.php", answer(302, location="https://shop.nl/jas?awc=1"))
    web.far_end.on("shop.nl/jas", PAGE)
    assert chase(web, "bit.ly/jas") == Link(
        url="bit.ly/jas",
        hops=("https://bit.ly/jas", "http://www.awin1.com/cread.php?awinmid=1", "https://shop.nl/jas?awc=1"),
        title="Linnen jas",
        shop=True,
        marks=("button “in winkelwagen”",),
    )


def test_a_page_without_the_marks_of_a_shop_is_none(web: Web) -> None:
    web.far_end.on("blog.nl/", "<title>Soep</title>")
    link = chase(web, "http://blog.nl/")
    assert (link.title, link.shop, link.error) == ("Soep", False, None)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_every_kind_of_redirect_is_followed_and_relative_ones_too(web: Web, status: int) -> None:
    web.far_end.on("a.nl/x/", answer(status, location="../y"))
    web.far_end.on("a.nl/y", "<title>y</title>")
    assert chase(web, "http://a.nl/x/").hops == ("http://a.nl/x/", "http://a.nl/y")


def test_an_address_that_carries_its_target_is_unwrapped_and_not_asked(web: Web) -> None:
    web.far_end.on("shop.nl/", PAGE)
    link = chase(
        web,
        "https://www.youtube.com/redirect?event=d&q=https%3A%2F%2Fawin1.com%2Fa%3Fued%3Dhttps%253A%252F%252Fshop.nl%252F",
    )
    assert [hop.split("/")[2] for hop in link.hops] == ["www.youtube.com", "awin1.com", "shop.nl"]
    assert web.far_end.asked == ["shop.nl/"]
    assert link.shop is True


def test_a_chain_that_ends_on_a_platform_ends_there_unasked(web: Web) -> None:
    web.far_end.on("bit.ly/", answer(301, location="https://www.instagram.com/somebody"))
    link = chase(web, "https://bit.ly/x")
    assert (link.hops[-1], link.title, link.shop, link.error) == (
        "https://www.instagram.com/somebody",
        None,
        None,
        None,
    )
    assert web.far_end.asked == ["bit.ly/x"]


def test_a_page_that_passes_a_visitor_on_is_a_hop(web: Web) -> None:
    web.far_end.on("a.nl/", '<meta http-equiv="refresh" content="0;url=http://t.co/x">')
    web.far_end.on("t.co/x", '<script>location.replace("http:\\/\\/shop.nl\\/")</script>')
    web.far_end.on("shop.nl/", '<meta http-equiv="refresh" content="5;url=/">' + PAGE)
    assert chase(web, "http://a.nl/").hops == ("http://a.nl/", "http://t.co/x", "http://shop.nl/")


PRIVATE = [
    "http://127.0.0.1/", "http://127.0.0.1:6379/", "http://169.254.169.254/latest/meta-data/", "http://[::1]/",
    "http://[::ffff:10.0.0.1]/", "http://0x7f000001/", "http://2130706433/", "http://0177.0.0.1/", "http://127.1/",
    "http://100.64.0.1/", "http://[64:ff9b::7f00:1]/", "http://localhost/", "http://metadata.google.internal/",
    "//127.0.0.1/", "http://a.nl:8080/", "http://a.nl:25/", "file:///etc/passwd", "data:text/html,<title>x</title>",
    "javascript:alert(1)", "ftp://a.nl/", "http://me:secret@a.nl/", "http://a.nl\\@127.0.0.1/", "http://[::1",
]  # fmt: skip


@pytest.mark.parametrize("location", PRIVATE)
@pytest.mark.parametrize("how", ["header", "refresh"])
def test_a_redirect_off_the_public_web_is_refused_and_kept_as_the_last_hop(web: Web, location: str, how: str) -> None:
    page = f'<meta http-equiv="refresh" content="0;url={escape(location)}">'
    web.far_end.on("bit.ly/", answer(302, location=location) if how == "header" else page)
    link = chase(web, "http://bit.ly/x")
    assert (link.error or "").startswith("refused: ")
    assert link.hops == ("http://bit.ly/x", location)
    assert web.dialled == [(PUBLIC, 80)]


@pytest.mark.parametrize("number", ["127.0.0.1", "169.254.169.254", "::1", "::ffff:a00:1", "64:ff9b::a00:1"])
def test_a_redirect_to_a_name_that_leads_inside_is_refused(web: Web, number: str) -> None:
    web.far_end.on("bit.ly/", answer(302, location="http://inside.nl/admin"))
    web.names["inside.nl"] = [[number]]
    link = chase(web, "http://bit.ly/x")
    assert link.error == f"refused: inside.nl leads to {number} is not a public address"
    assert link.hops == ("http://bit.ly/x", "http://inside.nl/admin")
    assert web.dialled == [(PUBLIC, 80)]


def test_a_name_that_turns_inside_between_two_hops_is_refused(web: Web) -> None:
    web.far_end.on("a.nl/x", answer(302, location="/y"))
    web.far_end.on("a.nl/y", PAGE)
    web.names["a.nl"] = [[PUBLIC], ["127.0.0.1"]]
    link = chase(web, "http://a.nl/x")
    assert "127.0.0.1" in (link.error or "")
    assert web.far_end.asked == ["a.nl/x"]


def test_a_circle_is_broken_off(web: Web) -> None:
    web.far_end.on("a.nl/", answer(302, location="http://b.nl/"))
    web.far_end.on("b.nl/", answer(302, location="http://a.nl/"))
    web.far_end.on("c.nl/", answer(302, location="http://"))
    link = chase(web, "http://a.nl/")
    assert (link.hops, link.error) == (("http://a.nl/", "http://b.nl/"), "the redirects go round in a circle")
    assert chase(web, "http://c.nl/").error == "the redirects go round in a circle"


@pytest.mark.parametrize(("redirects", "arrives"), [(MAX_HOPS, True), (MAX_HOPS + 1, False)])
def test_ten_redirects_are_followed_and_not_eleven(web: Web, redirects: int, arrives: bool) -> None:
    for number in range(redirects):
        web.far_end.on(f"a.nl/{number}.", answer(302, location=f"/{number + 1}."))
    web.far_end.on(f"a.nl/{redirects}.", PAGE)
    link = chase(web, "http://a.nl/0.")
    assert len(link.hops) == MAX_HOPS + 1
    assert (link.error is None) is arrives
    assert arrives or link.error == "more than 10 redirects"


@pytest.mark.parametrize(
    ("reply", "error"),
    [(404, "status 404"), (403, "status 403"), (500, "status 500"), (304, "status 304"), (302, "without an address")],
)
def test_an_answer_that_is_no_page_is_said(web: Web, reply: int, error: str) -> None:
    web.far_end.on("a.nl/", reply)
    link = chase(web, "http://a.nl/")
    assert error in (link.error or "")
    assert (link.hops, link.shop) == (("http://a.nl/",), None)


def test_a_page_that_was_not_read_to_its_end_is_no_shop_only_where_a_mark_was_seen(web: Web) -> None:
    web.far_end.on("groot.nl/", "<title>Groot</title>" + "x" * 50_000)
    web.far_end.on("winkel.nl/", PAGE + "x" * 50_000)
    large, shop = (chase(web, f"http://{host}.nl/", most_bytes=10_000) for host in ("groot", "winkel"))
    assert (large.title, large.shop) == ("Groot", None)
    assert (shop.title, shop.shop) == ("Linnen jas", True)
    assert "larger than the limit" in (large.error or "")


def test_what_is_no_page_has_neither_title_nor_shop(web: Web) -> None:
    web.far_end.on("a.nl/", answer(b"%PDF-1.4", content_type="application/pdf"))
    link = chase(web, "http://a.nl/x.pdf")
    assert (link.title, link.shop, link.error) == (None, None, None)


def test_hostile_text_in_a_location_is_kept_harmless() -> None:
    link = follow("http://a.nl/", lambda url: Answer(status=302, headers={"location": "\x1b[31m\u202e" + "x" * 5000}))
    assert link.error
    assert link.hops[-1].isprintable()
    assert len(link.hops[-1]) == 300


ADDRESSES = st.one_of(st.text(max_size=30), st.sampled_from(PRIVATE), st.sampled_from(["/x", "http://b.nl/", "?a=1"]))
ANSWERS = st.builds(
    Answer,
    status=st.integers(100, 599),
    headers=st.fixed_dictionaries({}, optional={"location": ADDRESSES, "content-type": st.text(max_size=20)}),
    body=st.binary(max_size=60),
    whole=st.booleans(),
)


@given(ADDRESSES, st.lists(ANSWERS, min_size=1, max_size=20))
def test_whatever_the_far_end_says_there_is_a_link_with_bounded_hops(url: str, replies: list[Answer]) -> None:
    waiting = list(replies)

    def ask(address: str) -> Answer:
        assert address.startswith(("http://", "https://"))
        if not waiting:
            raise FetchError("no more")
        return waiting.pop(0)

    link = follow(url, ask)
    assert len(link.hops) <= MAX_HOPS + 2
    assert len(link.hops) - len(set(link.hops)) <= 1
    assert link.error or link.hops
