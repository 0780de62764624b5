"""The rulebook: rule files are validated key by key, and chosen by the day of publication."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from herkenbaar import rulebook
from herkenbaar.errors import DataFileError
from herkenbaar.model import Severity

BOOK = rulebook.load()
SAMPLE = (rulebook.FOLDER / "nl/mediawet/in-video.toml").read_text(encoding="utf-8")


def pack(folder: Path, text: str, name: str = "mine/rule.toml") -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return folder


def test_every_duty_of_the_law_has_a_rule() -> None:
    assert {rule.id.removeprefix("nl/") for rule in BOOK.rules} >= {
        "mediawet/recognisable",
        "mediawet/default-view",
        "mediawet/in-video",
        "mediawet/in-description",
        "mediawet/wording",
        "mediawet/ad-among-hashtags",
        "mediawet/recommended-wording",
        "mediawet/sponsor-named",
        "mediawet/begin-or-end",
        "mediawet/supervision-on-profile-2022",
        "mediawet/supervision-on-profile-2025",
        "rsm/both-places",
        "rsm/hashtag-not-buried",
        "rsm/first-words-2026",
        "rsm/listed-words-2026",
        "rsm/gift-said",
        "rsm/commission-said",
    }


def test_only_verified_law_weighs_more_than_advice() -> None:
    for rule in BOOK.rules:
        if rule.file.severity is not Severity.ADVIES:
            assert any(law.status == "verified" for law in rule.law), rule.id


def test_rules_come_heaviest_first() -> None:
    order = [list(Severity).index(rule.file.severity) for rule in BOOK.rules]
    assert order == sorted(order, reverse=True)


@pytest.mark.parametrize(
    ("day", "present", "absent"),
    [
        (date(2022, 7, 1), "mediawet/supervision-on-profile-2022", "mediawet/supervision-on-profile-2025"),
        (date(2025, 6, 15), "mediawet/supervision-on-profile-2022", "mediawet/supervision-on-profile-2025"),
        (date(2025, 6, 16), "mediawet/supervision-on-profile-2025", "mediawet/supervision-on-profile-2022"),
        (date(2026, 6, 30), "rsm/gift-said", "rsm/first-words-2026"),
        (date(2026, 7, 1), "rsm/first-words-2026", "mediawet/supervision-on-profile-2022"),
        (None, "rsm/first-words-2026", "mediawet/supervision-on-profile-2022"),
    ],
)
def test_the_rules_of_the_day_are_chosen(day: date | None, present: str, absent: str) -> None:
    names = {rule.id for rule in BOOK.edition(day).rules}
    assert f"nl/{present}" in names
    assert f"nl/{absent}" not in names


def test_before_the_first_rule_none_is_in_force() -> None:
    assert BOOK.edition(date(2019, 1, 1)).rules == ()


def test_a_pack_of_ones_own_stands_beside_the_built_in_rules(tmp_path: Path) -> None:
    law = (Path(rulebook.LAWS) / "mediawet.toml").read_text(encoding="utf-8")
    pack(tmp_path, SAMPLE.replace('{ ref = "mediawet"', '{ ref = "our-contract"'))
    pack(tmp_path, law, "laws/our-contract.toml")
    book = rulebook.load([tmp_path])
    assert book.rule("mine/rule").law[0].ref == "our-contract"
    assert len(book.rules) == len(BOOK.rules) + 1


def test_a_pack_cannot_take_the_name_of_a_rule(tmp_path: Path) -> None:
    pack(tmp_path, SAMPLE, "nl/mediawet/in-video.toml")
    with pytest.raises(DataFileError, match="exists already"):
        rulebook.load([tmp_path])


def test_a_pack_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match="rule_packs"):
        rulebook.load([tmp_path / "absent"])


def test_an_unknown_rule_gets_the_nearest_name() -> None:
    with pytest.raises(DataFileError, match="did you mean 'nl/mediawet/wording'"):
        BOOK.rule("nl/mediawet/wordin")


SECONDARY = [
    ('{ ref = "mediawet", at = "art. 3.5b lid 1" }', '{ ref = "sponsoring-2022" }'),
    ('{ ref = "cvdm-2024-06-18", at = "niets te zien of te horen in de video" }', '{ ref = "acm-2022" }'),
    ('{ ref = "ddma-2024", at = "in de video én in de beschrijving" }', '{ ref = "nrc" }'),
    (
        '{ ref = "rsm-2022", at = "voorlichting bij art. 3: in de video" }',
        '{ ref = "rsm-2022", status = "unverified" }',
    ),
]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ([("severity =", "severty =")], "unknown field `severty` (did you mean 'severity'?)"),
        ([('"zwaar"', '"zwar"')], "at `severity` (did you mean 'zwaar'?)"),
        ([('"not_in_video"', '"notinvideo"')], "did you mean 'not_in_video'?"),
        ([("2022-07-01 }", '"gisteren" }')], "at `valid.from`"),
        (
            [('ref = "mediawet"', 'ref = "mediawt"')],
            "unknown source of law 'mediawt' at `law` (did you mean 'mediawet'?",
        ),
        ([('"marked_in_video"', '"marked_in_vido"')], "`expect.any[0]` (did you mean 'marked_in_video'?)"),
        ([("[expect]\nany", "[expect]\nanny")], "unknown key `expect.anny` (did you mean 'any'?)"),
        ([("{spoken}", "{spokn}")], "`advice`: unknown placeholder {spokn}"),
        ([("{spoken}", "{spoken")], "`advice`:"),
        ([('outcome = "unsure"', 'outcome = "pass"')], 'no [[example]] with outcome = "unsure"'),
        ([('platform = "youtube"', 'platfrm = "youtube"')], "did you mean 'platform'?"),
        ([("{ start = 1, end = 3", "{ start = -1, end = 3")], '[[example]] "clear words in the description'),
        (SECONDARY, "no source of law is verified: 'sponsoring-2022' (secondary)"),
        ([('{ ref = "cvdm-2024-06-18"', '{ ref = "nrc", status = "verified"')], "'nrc' is secondary"),
        ([("title =", "title ")], "not valid TOML"),
    ],
)
def test_a_broken_rule_file_names_file_key_and_remedy(
    tmp_path: Path, changes: list[tuple[str, str]], said: str
) -> None:
    text = SAMPLE
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    with pytest.raises(DataFileError) as caught:
        rulebook.load([pack(tmp_path, text)])
    assert "rule.toml" in str(caught.value)
    assert said in str(caught.value)
    assert caught.value.remedy


def test_secondary_sources_carry_advice(tmp_path: Path) -> None:
    text = SAMPLE.replace('severity = "zwaar"', 'severity = "advies"')
    for old, new in SECONDARY:
        text = text.replace(old, new)
    assert rulebook.load([pack(tmp_path, text)]).rule("mine/rule").file.severity is Severity.ADVIES


def refusal(file: Path) -> DataFileError | None:
    try:
        rulebook.load_file(file)
    except DataFileError as error:
        return error
    return None


@given(st.randoms(use_true_random=False), st.integers(1, 12))
def test_a_rule_file_with_noise_is_read_or_refused_with_a_remedy(
    tmp_path_factory: Any, dice: random.Random, cuts: int
) -> None:
    """Fuzz: pieces of a real rule file lost, doubled or swapped."""
    lines = SAMPLE.splitlines()
    for _ in range(cuts):
        place = dice.randrange(len(lines))
        lines[place : place + dice.randrange(3)] = dice.choice([[], [dice.choice(lines)], ["["], ['x = "\\u0000"']])
    file = tmp_path_factory.mktemp("fuzz") / "rule.toml"
    file.write_text("\n".join(lines), encoding="utf-8")
    refused = refusal(file)
    assert refused is None or (refused.remedy and "rule.toml" in refused.where)
