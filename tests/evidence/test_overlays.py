from __future__ import annotations

import pytest

from herkenbaar.evidence.overlays import Box, covered_areas, load_overlays, place_of
from herkenbaar.model import Kind, Platform


@pytest.mark.parametrize("platform", list(Platform))
def test_the_table_has_every_platform_and_admits_that_it_is_an_estimate(platform: Platform) -> None:
    overlay = load_overlays()[platform]
    assert overlay.confidence == "low"
    assert overlay.areas
    assert all(0 <= area.left < area.right <= 1 and 0 <= area.top < area.bottom <= 1 for area in overlay.areas)


@pytest.mark.parametrize(
    ("platform", "kind", "upright", "covered"),
    [
        (Platform.TIKTOK, Kind.VIDEO, True, True),
        (Platform.TIKTOK, Kind.VIDEO, False, False),
        (Platform.INSTAGRAM, Kind.REEL, True, True),
        (Platform.YOUTUBE, Kind.SHORT, True, True),
        (Platform.YOUTUBE, Kind.VIDEO, True, False),
    ],
)
def test_only_upright_short_videos_lie_under_buttons(
    platform: Platform, kind: Kind, upright: bool, covered: bool
) -> None:
    assert bool(covered_areas(platform, kind, upright=upright)) is covered


@pytest.mark.parametrize(
    ("box", "place"),
    [
        (Box(0.1, 0.05, 0.9, 0.1), "top"),
        (Box(0.1, 0.48, 0.8, 0.52), "middle"),
        (Box(0.1, 0.72, 0.8, 0.78), "bottom"),
        (Box(0.1, 0.88, 0.8, 0.95), "under_buttons"),
        (Box(0.9, 0.6, 1.0, 0.65), "under_buttons"),
        (Box(0.1, 0.79, 0.8, 0.85), "bottom"),
        (Box(0.5, 0.5, 0.5, 0.5), "middle"),
    ],
)
def test_a_place_is_a_third_of_the_height_unless_more_than_half_is_covered(box: Box, place: str) -> None:
    assert place_of(box, covered_areas(Platform.TIKTOK, Kind.VIDEO, upright=True)) == place
