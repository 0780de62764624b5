from __future__ import annotations

from tests.reports import builder

from herkenbaar.model import Signal, SignalKind, Surface
from herkenbaar.reports.finds import Role, finds, strongest


def test_disclosures_signals_and_discounted_come_in_one_list() -> None:
    found = [(find.role, find.kind) for find in finds(builder.judged().verdict)]
    assert found == [
        (Role.DISCLOSURE, SignalKind.DISCLOSURE),
        (Role.SIGNAL, SignalKind.DISCOUNT_CODE),
        (Role.SIGNAL, SignalKind.SPONSOR_READ),
        (Role.DISCOUNTED, SignalKind.BRAND_TAG),
    ]


def test_a_signal_in_the_place_of_a_disclosure_is_not_repeated() -> None:
    same = Signal(SignalKind.DISCLOSURE, Surface.DESCRIPTION, "#reclame", 80, 88, 3.0)
    verdict = builder.judged(advertising=builder.advertising(signals=(same,), discounted=())).verdict
    assert [find.role for find in finds(verdict)] == [Role.DISCLOSURE]


def test_the_label_is_called_a_label() -> None:
    assert next(find.kind for find in finds(builder.disclosed().verdict)) is SignalKind.LABEL


def test_the_strongest_signals_come_first_and_disclosures_are_not_among_them() -> None:
    weights = [find.weight for find in strongest(builder.judged().verdict)]
    assert weights == [2.1, 1.7]
    assert next(finds(builder.judged().verdict)).weight == 0
