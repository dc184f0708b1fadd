"""How often intervals hold the truth and claims are false: `python -m tests.bench_statistics`.

Prints the tables of docs/statistics.md.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # small matrices: threads only cost

import time
from collections.abc import Hashable, Iterator, Sequence

import numpy as np
from rich.console import Console

from coach.insights.change import Verdict, change_of
from coach.insights.compare import compare
from coach.insights.effect import Outcome, effect_of
from coach.insights.estimates import estimate_together
from tests.insights.simulated import DESIGNS, Design, a_team, coverage
from tests.insights.test_change import weekly
from tests.insights.test_effect import FOCUS, colleagues, history

N_TEAMS = 400
EQUAL = {
    "3 agents": Design(n_agents=3, sd=0, n_conversations=30),
    "6 agents": Design(n_agents=6, sd=0),
    "12 agents, much data": Design(sd=0, n_conversations=80),
    "12 agents, low rate": Design(sd=0, mean=0.2, likeness=0.0, per_conversation=1.2),
    "30 agents": Design(n_agents=30, sd=0, likeness=0.2),
}
DIFFERENT = {
    "12 agents, sd 0.05": Design(sd=0.05, n_conversations=40),
    "12 agents, sd 0.10": Design(sd=0.1, n_conversations=40),
    "12 agents, sd 0.20": Design(sd=0.2, n_conversations=40),
    "6 agents, sd 0.15": Design(n_agents=6, mean=0.6, sd=0.15, n_conversations=80),
}


def main() -> None:
    """Print the tables."""
    console = Console(highlight=False, soft_wrap=True)
    console.print("| team | 90 % intervals hold the truth in |\n|---|---|")
    for name, design in DESIGNS.items():
        held = coverage(design, N_TEAMS, estimate_together)
        console.print(f"| {name}: {described(design)} | {held:.1%} |")
    console.print("\n| equal agents | teams with a false order |\n|---|---|")
    for name, design in EQUAL.items():
        console.print(f"| {name}: {described(design)} | {false_claims(design):.1%} |")
    console.print(
        "\n| different agents | orders claimed per team | false among them | of all orders |"
        "\n|---|---|---|---|"
    )
    for name, design in DIFFERENT.items():
        claimed, false = orders_of(design)
        n_pairs = design.n_agents * (design.n_agents - 1) / 2
        console.print(f"| {name} | {claimed:.1f} | {false:.2%} | {claimed / n_pairs:.0%} |")
    console.print("\n| claim | how often |\n|---|---|")
    for name, share in of_changes():
        console.print(f"| {name} | {share:.0%} |")
    console.print(f"\n30 agents x 4 criteria, estimated and compared: {cost():.2f} s of one core")


def described(design: Design) -> str:
    """Return what a team is like."""
    return (
        f"{design.n_agents} agents, mean {design.mean}, sd {design.sd}, "
        f"{design.n_conversations} conversations of {design.per_conversation} opportunities, "
        f"likeness {design.likeness}"
    )


def false_claims(design: Design) -> float:
    """Return the share of teams of equal agents in which something is claimed."""
    rng = np.random.default_rng(1)
    found = [compare(a_team(design, rng)[1]) for _ in range(N_TEAMS)]
    return float(np.mean([any(s and s.ahead_of for s in team) for team in found]))


def orders_of(design: Design) -> tuple[float, float]:
    """Return how many orders are claimed in a team, and the share of false ones."""
    rng, n_claimed, n_false = np.random.default_rng(2), 0, 0
    for _ in range(N_TEAMS // 2):
        rates, groups = a_team(design, rng)
        claimed = [(i, j) for i, s in enumerate(compare(groups)) if s for j in s.ahead_of]
        n_claimed += len(claimed)
        n_false += sum(bool(rates[i] <= rates[j]) for i, j in claimed)
    return n_claimed / (N_TEAMS // 2), n_false / max(1, n_claimed)


def of_changes() -> Iterator[tuple[str, float]]:
    """Yield how often changes and effects are claimed, falsely and rightly."""
    rng = np.random.default_rng(4)
    level = [change_of(weekly([0.5] * 8, rng)).verdict for _ in range(N_TEAMS)]
    yield "a change over 8 weeks without one", _share(level, Verdict.UNTOLD)
    rising = np.linspace(0.35, 0.65, 8)
    risen = [change_of(weekly(rising, rng)).verdict for _ in range(N_TEAMS)]
    yield (
        "a change from 35 to 65 % over 8 weeks (six conversations each)",
        _share(risen, Verdict.UNTOLD),
    )
    for name, after, n in (
        ("an effect without one, 50 conversations on each side", 0.0, 50),
        ("an effect of some 15 points, 50 conversations on each side", 0.75, 50),
        ("an effect of some 15 points, 150 conversations on each side", 0.75, 150),
    ):
        outcomes = [
            effect_of(FOCUS, history(rng, 0.0, after, n=n) + colleagues(rng)).outcome
            for _ in range(N_TEAMS // 2)
        ]
        yield name, _share(outcomes, Outcome.UNTOLD)


def _share(found: Sequence[Hashable], other: Hashable) -> float:
    return sum(each != other for each in found) / len(found)


def cost() -> float:
    """Return CPU seconds of a team of 30 agents with four criteria, the best of three."""
    groups = a_team(Design(n_agents=30, n_conversations=50), np.random.default_rng(3))[1]
    costs = []
    for _ in range(4):
        before = time.process_time()
        for _ in range(4):
            estimate_together(groups)
            compare(groups)
        costs.append(time.process_time() - before)
    return min(costs[1:])


if __name__ == "__main__":
    main()
