from __future__ import annotations

import numpy as np
import pytest

from territory_sim.statistics.morris import elementary_effects, morris_design
from territory_sim.streams import Streams


def test_each_step_moves_one_factor_by_two_thirds() -> None:
    """Every walk moves every factor once, on the grid of four levels, within the unit cube."""
    design = morris_design(5, 40, seed=3)
    steps = np.diff(design.points, axis=1)
    assert np.allclose(np.abs(steps).sum(axis=2), 2 / 3)
    assert (np.count_nonzero(steps, axis=2) == 1).all()
    assert (np.argmax(np.abs(steps), axis=2) == design.moved).all()
    assert np.allclose(design.points * 3, np.round(design.points * 3))
    assert design.points.min() == 0.0
    assert design.points.max() == pytest.approx(1.0)


def test_a_linear_model_gives_its_coefficients() -> None:
    """Closed form: strength is the size of the coefficient, mean the coefficient, spread nothing."""
    design = morris_design(3, 6, seed=1)
    found = elementary_effects(design, design.points @ np.array([[2.0], [-5.0], [0.0]]))
    assert [effect.mean.estimate for effect in found] == pytest.approx([2.0, -5.0, 0.0])
    assert [effect.strength.estimate for effect in found] == pytest.approx([2.0, 5.0, 0.0])
    assert [effect.spread for effect in found] == pytest.approx([0.0] * 3, abs=1e-9)


def test_interplay_shows_in_the_spread() -> None:
    """Closed form: of x times y the effect of x is y, which is 0, 1/3, 2/3 or 1, equally often."""
    design = morris_design(2, 4000, seed=1)
    values = design.points.prod(axis=2)[..., None]
    for effect in elementary_effects(design, values):
        assert effect.mean.estimate == pytest.approx(0.5, abs=0.03)
        assert effect.spread == pytest.approx(np.sqrt(5) / 6, abs=0.02)


def test_noise_passes_its_floor_in_one_study_of_twenty() -> None:
    """Of 2,000 factors without effect 5 % pass; false-alarm rate of the test 1e-4 (fixed seed)."""
    design = morris_design(2000, 5, seed=2)
    noise = Streams(4).generator("noise of a test").standard_normal((5, 2001, 3))
    # Fresh noise at both ends of each step: effects of one factor do not share a corner with another's.
    passed = 0
    for effect in elementary_effects(design, noise):
        passed += effect.strength.estimate > effect.noise_floor
    assert passed / 2000 == pytest.approx(0.05, abs=0.02)


def test_walks_without_result_are_left_out() -> None:
    """A failed run costs the effects of its two steps; too few left is an error, not a guess."""
    design = morris_design(2, 3, seed=1)
    values = design.points @ np.array([[2.0], [1.0]])
    values[0] = np.nan
    assert elementary_effects(design, values)[0].mean.estimate == pytest.approx(2.0)
    values[1] = np.nan
    with pytest.raises(ValueError, match="1 walks"):
        elementary_effects(design, values)
