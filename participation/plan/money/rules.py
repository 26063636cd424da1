"""Decisions about money on plain values: whether what is to be paid and what is to come add up."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

MOST_EUROS = 999_999_999
TYPED = re.compile(r"(\d{1,3}(?:[. \u00a0\u202f]\d{3})+|\d+)(?:\s*(?:€|euro|eur))?", re.IGNORECASE)


class FundingState(StrEnum):
    """How sure some money is (Förderstand)."""

    IDEA = "idea"
    APPLIED = "applied"
    GRANTED = "granted"
    REFUSED = "refused"
    IN_BUDGET = "in_budget"
    PAID = "paid"


SURE = frozenset({FundingState.GRANTED, FundingState.IN_BUDGET, FundingState.PAID})


class Verdict(StrEnum):
    """Whether the money adds up to the cost (Deckung)."""

    UNKNOWN = "unknown"
    SHORT = "short"
    OVER = "over"
    UNSURE = "unsure"
    COVERED = "covered"


@dataclass(frozen=True, slots=True)
class Balance:
    """The cost of a measure beside the money it is to get (Finanzierungsübersicht)."""

    cost: int | None
    named: int
    sure: int

    @property
    def uncovered(self) -> int:
        """How much of the cost nobody is named for; below zero where more is named than it costs."""
        return (self.cost or 0) - self.named

    @property
    def unsure(self) -> int:
        """How much is named, but neither granted nor in the budget."""
        return self.named - self.sure

    @property
    def verdict(self) -> Verdict:
        """Whether the money adds up; the first that holds."""
        if self.cost is None:
            return Verdict.UNKNOWN
        if self.uncovered:
            return Verdict.SHORT if self.uncovered > 0 else Verdict.OVER
        return Verdict.UNSURE if self.unsure else Verdict.COVERED


def balance(cost: int | None, posts: Iterable[tuple[int, FundingState]]) -> Balance:
    """Set the cost against what is to be paid; what was refused pays nothing.

    >>> balance(72_000, [(46_800, FundingState.GRANTED), (24_000, FundingState.IN_BUDGET)]).uncovered
    1200
    """
    alive = [(euros, state) for euros, state in posts if state is not FundingState.REFUSED]
    return Balance(cost, sum(euros for euros, _ in alive), sum(euros for euros, state in alive if state in SURE))


def euros_of(typed: str) -> int | None:
    """Return the whole euros somebody typed, nothing where the text is none.

    >>> euros_of("38.000 €"), euros_of("38000"), euros_of("38,50"), euros_of("viel")
    (38000, 38000, None, None)
    """
    found = TYPED.fullmatch(typed.strip())
    euros = int(re.sub(r"\D", "", found[1])) if found else None
    return euros if euros is not None and euros <= MOST_EUROS else None
