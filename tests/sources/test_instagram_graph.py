from __future__ import annotations

from typing import Any

import pytest
from tests import instagram_pages as pages
from tests.far_end import FarEnd, answer

from herkenbaar.errors import BlockedError, FetchError, GoneError, LookError
from herkenbaar.http import Http
from herkenbaar.sources.instagram_graph import GraphApi


@pytest.fixture
def api(http: Http) -> GraphApi:
    http.hide(pages.TOKEN)
    return GraphApi(http, pages.TOKEN)


def read(api: GraphApi) -> list[Any]:
    return [post for _, _, posts in api.pages(pages.HANDLE) for post in posts]


def test_a_list_costs_one_request_per_fifty_posts_and_one_to_learn_on_whose_behalf(
    far_end: FarEnd, api: GraphApi
) -> None:
    pages.serve_api(far_end, pages.make_api_posts(120))
    assert [x["caption"] for x in read(api)] == [f"Recept {x} #koken" for x in range(1, 121)]
    assert len(far_end.asked) == 1 + 3
    assert read(api)
    assert len(far_end.asked) == 1 + 3 + 3


def test_with_the_own_account_configured_nothing_is_asked_of_it(far_end: FarEnd, http: Http) -> None:
    pages.serve_api(far_end, pages.make_api_posts(3))
    assert len(read(GraphApi(http, pages.TOKEN, own=pages.OWN))) == 3
    assert len(far_end.asked) == 1


def test_the_account_comes_along_with_its_posts(far_end: FarEnd, api: GraphApi) -> None:
    pages.serve_api(far_end, pages.make_api_posts(1), count=40)
    account, count, _ = next(api.pages(pages.HANDLE))
    assert (account.id, account.name, account.handle) == (pages.API_NUMBER, pages.NAME, f"@{pages.HANDLE}")
    assert (account.followers, account.profile, count) == (125000, pages.BIO, 40)


def test_the_token_goes_in_a_header_and_never_in_an_address(far_end: FarEnd, api: GraphApi) -> None:
    sent: list[str | None] = []
    reply = lambda handler: (sent.append(handler.headers["authorization"]), handler.reply(b"{}"))[1]  # noqa: E731
    far_end.on(pages.API, reply)
    with pytest.raises(BlockedError, match="no professional account of your own"):
        read(api)
    assert sent == [f"Bearer {pages.TOKEN}"]
    assert pages.TOKEN not in "".join(far_end.asked)


def test_a_cursor_that_leads_nowhere_ends_the_list(far_end: FarEnd, api: GraphApi) -> None:
    media = '{"data": [{}], "paging": {"cursors": {"after": "again"}}}'
    pages.serve_api(far_end, [])
    far_end.on(f"{pages.API}{pages.OWN}", f'{{"business_discovery": {{"id": "1", "media": {media}}}}}')
    assert len(read(api)) == 2


ERRORS: dict[str, tuple[Any, type[LookError], str]] = {
    "expired token": (
        pages.api_error(190, "Session has expired"),
        BlockedError,
        "expired.*make a new long-lived token",
    ),
    "rights": (pages.api_error(10, status=403), BlockedError, "may not ask this.*instagram_manage_insights"),
    "rights of 200": (pages.api_error(200, status=403), BlockedError, "may not ask this"),
    "not professional": (pages.api_error(110, "Invalid user id"), GoneError, "no professional account.*personal"),
    "own account": (pages.api_error(100, "Unsupported get request"), BlockedError, "link your professional account"),
    "limit 4": (pages.api_error(4, status=403), BlockedError, "its limit.*error 4.*meta_api"),
    "limit 17": (pages.api_error(17), BlockedError, "its limit"),
    "limit 32": (pages.api_error(32), BlockedError, "its limit"),
    "limit 613": (pages.api_error(613), BlockedError, "its limit"),
    "429": (answer(429), BlockedError, "429"),
    "passing trouble": (pages.api_error(2, "try later", status=500), FetchError, "status 500"),
    "unknown": (pages.api_error(99999), FetchError, "no answer: made up"),
    "no JSON": (answer("<html>"), FetchError, "cannot be read"),
    "no object": (answer("[]"), FetchError, "no answer: status 200"),
    "another object": (answer('{"id": "1"}'), FetchError, "names no account"),
}


@pytest.mark.parametrize("name", ERRORS)
def test_every_error_is_named_with_its_remedy(far_end: FarEnd, api: GraphApi, name: str) -> None:
    reply, error, words = ERRORS[name]
    pages.serve_api(far_end, pages.make_api_posts(1))
    far_end.on(f"{pages.API}{pages.OWN}", reply)
    with pytest.raises(error, match=words):
        read(api)


def test_a_limit_closes_the_api_and_not_instagram(far_end: FarEnd, http: Http, api: GraphApi) -> None:
    pages.serve_api(far_end, [])
    usage = '{"1": [{"type": "instagram", "estimated_time_to_regain_access": 19}]}'
    far_end.on(f"{pages.API}{pages.OWN}", pages.api_error(4, x_business_use_case_usage=usage))
    with pytest.raises(BlockedError) as caught:
        read(api)
    assert caught.value.retry_after == 19 * 60
    assert set(http.budget.closed()) == {"meta_api"}
    with pytest.raises(BlockedError, match="no request for another 1140 s"):
        read(api)


def test_an_error_that_repeats_the_token_does_not_carry_it(far_end: FarEnd, api: GraphApi) -> None:
    pages.serve_api(far_end, [])
    far_end.on(f"{pages.API}{pages.OWN}", pages.api_error(190, f"Malformed access token {pages.TOKEN}"))
    with pytest.raises(BlockedError, match="Malformed access token REMOVED") as caught:
        read(api)
    assert pages.TOKEN not in str(caught.value)
