import pytest

from tests.planted import Planted, analysed, plant


@pytest.fixture(scope="session")
def grown():
    """A team with known ways, English and Japanese, analysed: (garden, analyses)."""
    from coach.config import Settings
    from coach.workspace.stages import stages_from

    team = [
        Planted("ann", feeling=0.2, lost=0.9),
        Planted("ben", feeling=0.8, lost=0.85),
        Planted("cat", feeling=0.8, lost=0.15),
        Planted("dee", feeling=0.85, lost=0.8),
        Planted("aoi", team="faults", feeling=0.15, lost=0.9, language="ja"),
        Planted("emi", team="faults", feeling=0.85, lost=0.85, language="ja"),
        Planted("rin", team="faults", feeling=0.9, lost=0.8, language="ja"),
    ]
    garden = plant(team, 60, seed=3)
    # What is planted are phrases that the rules know: the insights are on trial here, not the cues.
    return garden, analysed(garden, stages_from(Settings(detectors=("rules",))))
