import pytest

from coach.access import OWNER, Permission, Standing, Viewer
from coach.errors import AccessDenied

DANA = Viewer("dana", Standing.AGENT)
LEAD = Viewer("kim", Standing.LEAD, frozenset({"billing"}))


@pytest.mark.parametrize(
    ("viewer", "agent", "team", "sees"),
    [
        (OWNER, None, None, True),
        (LEAD, "dana", "billing", True),
        (LEAD, "priya", "technical", False),
        (LEAD, "dana", None, False),
        (DANA, "dana", None, True),
        (DANA, "kim", "billing", False),
        (DANA, None, "billing", False),
    ],
)
def test_who_sees_whom(viewer, agent, team, sees):
    assert viewer.sees(agent, team) is sees


def test_agents_may_take_their_own_data_away_and_not_look_at_teams():
    assert DANA.may(Permission.EXPORT)
    with pytest.raises(AccessDenied, match="agent dana may not see teams"):
        DANA.demand(Permission.SEE_TEAMS)
