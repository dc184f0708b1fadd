"""Whose mails of a thread are the agent's."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from coach.conversation.codebook import Role
from coach.sources.message import Address, Mail


@dataclass(frozen=True, slots=True)
class Sides:
    """Which addresses belong to the company.

    Attributes:
        domains: mail domains of the company; their subdomains too.
        addresses: single addresses of it, for a company that uses a public mail service.
        note: how the sides were told apart, where nobody said it.
    """

    domains: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()
    note: str | None = None

    def role(self, mail: Mail) -> Role:
        """Return whose mail it is; what a program sent is nobody's."""
        if mail.is_automatic:
            return Role.OTHER
        return Role.AGENT if self.has(mail.sender) else Role.CUSTOMER

    def has(self, address: Address) -> bool:
        """Whether an address belongs to the company."""
        if address.address in self.addresses:
            return True
        return any(
            address.domain == own or address.domain.endswith(f".{own}") for own in self.domains
        )


def sides_of(mails: Sequence[Mail], agent_domains: Sequence[str]) -> Sides:
    """Return the company's side of a thread.

    Args:
        mails: in the order of time, at least one.
        agent_domains: the company's domains; without any, the company is the side that got the
            first mail.
    """
    if agent_domains:
        return Sides(frozenset(domain.lower().lstrip("@") for domain in agent_domains))
    first = next((mail for mail in mails if not mail.is_automatic), mails[0])
    others = [to for to in first.receivers if to.address != first.sender.address]
    abroad = next((to.domain for to in others if to.domain != first.sender.domain), None)
    if abroad is not None:
        return Sides(frozenset({abroad}), note=_note([abroad]))
    addresses = frozenset(to.address for to in others)  # both sides use one mail service
    return Sides(addresses=addresses, note=_note(addresses))


def _note(side: Collection[str]) -> str:
    if not side:
        return (
            "it is not known who the agent is: the first mail names nobody who got it; "
            "the setting sources.agent_domains would say it"
        )
    return (
        f"taken for the agent's side, since it got the first mail: {', '.join(sorted(side))}; "
        "the setting sources.agent_domains would say it"
    )
