"""How money is told: amounts in euros, states, and whether the sums add up."""

from collections.abc import Mapping

from flask_babel import gettext, lazy_gettext

from participation.core.feature import Lazy
from participation.plan.money.rules import Balance, FundingState, Verdict
from participation.web.context import number

STATES: Mapping[FundingState, Lazy] = {
    FundingState.IDEA: lazy_gettext("planned, not yet applied for"),
    FundingState.APPLIED: lazy_gettext("applied for"),
    FundingState.GRANTED: lazy_gettext("granted"),
    FundingState.REFUSED: lazy_gettext("refused"),
    FundingState.IN_BUDGET: lazy_gettext("in the budget"),
    FundingState.PAID: lazy_gettext("paid"),
}


def euros(amount: int) -> str:
    """Return an amount as people read it."""
    return gettext("%(amount)s €", amount=number(amount)).replace(" ", "\u00a0")


def finding(sums: Balance) -> str:
    """Say in one sentence whether the money adds up to the cost."""
    cost, named = euros(sums.cost or 0), euros(sums.named)
    match sums.verdict:
        case Verdict.UNKNOWN:
            return gettext("Nobody has said yet what it costs once.")
        case Verdict.SHORT:
            missing = euros(sums.uncovered)
            return gettext("%(missing)s are missing: %(cost)s are needed.", missing=missing, cost=cost)
        case Verdict.OVER:
            more = euros(-sums.uncovered)
            return gettext("%(more)s too much are named: only %(cost)s are needed.", more=more, cost=cost)
        case Verdict.UNSURE:
            unsure = euros(sums.unsure)
            return gettext("The sums add up, but %(unsure)s of %(cost)s are not sure yet.", unsure=unsure, cost=cost)
        case Verdict.COVERED:
            return gettext("The money is there: %(named)s.", named=named)
