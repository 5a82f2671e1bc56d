"""Every feature by which claims are compared can be told to a person."""

from __future__ import annotations

import pytest

from marsad.export.reasons import tell_feature
from marsad.link.likeness import load_weights


@pytest.mark.parametrize("feature", sorted(set(load_weights()) - {"bias", "together/bias"}))
def test_every_feature_has_words(feature: str) -> None:
    told = tell_feature(feature)
    assert "=" not in told
    assert "/" not in told
    assert told != feature


def test_no_two_features_are_told_alike() -> None:
    features = [feature for feature in load_weights() if not feature.startswith("together/")]
    assert len({tell_feature(feature) for feature in features}) == len(features)
