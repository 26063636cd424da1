"""What documents say of one measure: its fact sheet and its money."""

from collections.abc import Iterable, Sequence
from datetime import date

from flask_babel import gettext

from participation.plan import names
from participation.plan.documents.gathering import Item
from participation.plan.money import words as money
from participation.plan.money.services import Money
from participation.plan.rules import Share
from participation.plan.sheet import words
from participation.plan.sheet.models import FactSheet
from participation.plan.sheet.rules import Charta, SystemLevel
from participation.web.context import day, local_text, number
from participation.web.papers.blocks import Block, Grid, Heading, Points, Text, said


def fact_sheet(item: Item, level: int) -> list[Block]:
    """Return the whole fact sheet of a measure, its heading on this level."""
    return [
        Heading(level, gettext("%(code)s %(title)s", code=item.measure.code, title=item.measure.title)),
        *_about(item),
        *_aims(item.sheet),
        *_people(item),
        *_time(item),
        *_money(item.money, level + 1),
        *_steps(item.sheet, level + 1),
        *_trial(item.sheet, level + 1),
        *_tags(item),
        *_voices(item, level + 1),
    ]


def funding(item: Item) -> list[Block]:
    """Return what those who give money want to know of a measure."""
    return [
        Heading(1, gettext("What it is about")),
        *_about(item),
        *_aims(item.sheet),
        Heading(1, gettext("Who takes part and when")),
        *_people(item),
        *_time(item),
        *_money(item.money, 1),
        *_steps(item.sheet, 1),
        Heading(1, gettext("Tags and transfer")),
        *_tags(item),
    ]


def uncovered(item: Item) -> str:
    """Say in a sentence what the money of a measure lacks."""
    return gettext("%(code)s: %(sentence)s", code=item.measure.code, sentence=money.finding(item.money.balance))


def period(start: date | None, end: date | None) -> str:
    """Return from when to when something goes on."""
    if start and end:
        return gettext("%(start)s to %(end)s", start=day(start), end=day(end))
    if start:
        return gettext("from %(day)s", day=day(start))
    return gettext("until %(day)s", day=day(end)) if end else ""


def euros(amount: int | None) -> str:
    """Return an amount, or that nobody has said it."""
    return gettext("not said yet") if amount is None else money.euros(amount)


def _about(item: Item) -> list[Block]:
    one = item.measure
    decision = one.decision
    decided = gettext("%(who)s, %(day)s", who=decision.decided_by, day=day(decision.happened_on)) if decision else ""
    return said(
        (gettext("What is to be done"), one.summary),
        (gettext("What people gain"), one.benefit),
        (gettext("Action field"), local_text(one.action_field.name) if one.action_field else ""),
        (gettext("How binding"), str(names.STATES[one.state])),
        (gettext("Decided by"), decided),
    )


def _aims(sheet: FactSheet) -> list[Block]:
    return said(
        (gettext("Need"), sheet.need),
        (gettext("Goals"), _listed(sheet.goals)),
        (gettext("Target groups"), _listed(sheet.target_groups)),
    )


def _people(item: Item) -> list[Block]:
    support = [
        " · ".join(
            filter(
                None,
                (
                    str(words.SUPPORT_KINDS[one.kind]),
                    one.what,
                    gettext("needed by %(day)s", day=day(one.needed_on)) if one.needed_on else "",
                    str(words.SUPPORT_STATES[one.state]),
                ),
            )
        )
        for one in item.sheet.support
    ]
    return said(
        (gettext("Unit in charge"), item.measure.lead_unit),
        (gettext("Contributors"), _listed(item.sheet.contributors)),
        (gettext("Partners"), _listed(item.sheet.partners)),
        (gettext("Help from outside"), "\n".join(support)),
    )


def _time(item: Item) -> list[Block]:
    one, sheet = item.measure, item.sheet
    coming = gettext("%(step)s (%(day)s)", step=one.next_step, day=day(one.next_on)) if one.next_on else one.next_step
    needs = [f"{code} ({reason})" if reason else code for code, reason in item.needs]
    points = number(float(item.total or 0))
    ranked = gettext("%(rank)s, %(total)s points", rank=item.rank, total=points) if item.rank else ""
    return said(
        (gettext("Period"), period(sheet.starts_on, sheet.ends_on)),
        (gettext("Time horizon"), str(names.HORIZONS[one.horizon]) if one.horizon else ""),
        (gettext("Importance, as experts see it"), str(words.WEIGHTS[sheet.importance]) if sheet.importance else ""),
        (gettext("Political priority"), str(words.WEIGHTS[sheet.priority]) if sheet.priority else ""),
        (gettext("Place in the comparison"), ranked),
        (gettext("Starts first"), gettext("yes") if item.starts_first else ""),
        (gettext("Needs first"), _listed(needs)),
        (gettext("Next step"), coming),
    )


def _money(own: Money, level: int) -> list[Block]:
    if not own.is_known:
        return [Heading(level, gettext("Money")), Text(money.finding(own.balance))]
    rows = [
        (
            post.source,
            money.euros(post.euros),
            str(money.STATES[post.state]),
            day(post.apply_by) if post.apply_by else "–",
        )
        for post in own.posts
    ]
    heads = (gettext("Who pays"), gettext("Amount"), gettext("State"), gettext("Apply by"))
    return [
        Heading(level, gettext("Money")),
        *said(
            (gettext("One-off cost"), euros(own.cost_once)),
            (gettext("Yearly cost"), euros(own.cost_yearly)),
            (gettext("Do the sums add up?"), money.finding(own.balance)),
        ),
        *([Grid(heads, rows, (1,))] if rows else []),
    ]


def _steps(sheet: FactSheet, level: int) -> list[Block]:
    risks: list[Block] = [Heading(level, gettext("Risks")), Points(sheet.risks)] if sheet.risks else []
    steps: list[Block] = [Heading(level, gettext("Next steps")), Points(sheet.steps)] if sheet.steps else []
    return [*risks, *steps]


def _trial(sheet: FactSheet, level: int) -> list[Block]:
    if not sheet.is_trial:
        return []
    return [
        Heading(level, gettext("Trial")),
        *said(
            (gettext("Hypothesis"), sheet.hypothesis),
            (gettext("Period"), period(sheet.trial_from, sheet.trial_until)),
            (gettext("It has worked when"), sheet.success_rule),
            (gettext("It is stopped when"), sheet.stop_rule),
            (gettext("Decided by"), sheet.trial_decider),
            (gettext("What was learned"), "\n".join(sheet.learnings)),
        ),
    ]


def _tags(item: Item) -> list[Block]:
    sheet = item.sheet
    return said(
        ("Smart City Charta", "; ".join(str(words.CHARTA[Charta(one)]) for one in sheet.charta)),
        (gettext("To the Charta"), sheet.charta_note),
        (gettext("Global goals"), "; ".join(words.sdg(one) for one in sheet.sdgs)),
        (gettext("System levels"), _listed(str(words.LEVELS[SystemLevel(one)]) for one in sheet.levels)),
        (gettext("For other towns"), sheet.transfer),
        (gettext("Licence"), sheet.licence),
    )


def _voices(item: Item, level: int) -> list[Block]:
    if not item.voices:
        return []
    counts = [(share, [one.reference for one in item.voices if one.share is share]) for share in Share]
    lines = [f"{names.SHARES[share]}: {_listed(numbers)}" for share, numbers in counts if numbers]
    return [Heading(level, gettext("Grown from these contributions")), Points(lines)]


def _listed(words: Iterable[str] | Sequence[str]) -> str:
    return ", ".join(words)
