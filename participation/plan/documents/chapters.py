"""The chapters of the plan, in their order, and of the paper for the council."""

from collections.abc import Callable, Sequence
from datetime import date

from flask import current_app
from flask_babel import gettext, ngettext

from participation.contributions.timeline import CHANNEL_NAMES
from participation.plan import names
from participation.plan.documents import measures
from participation.plan.documents.gathering import Item, Material
from participation.plan.documents.rules import DocumentKind
from participation.plan.goals.forms import COSTS
from participation.plan.goals.models import Alternative, Goal
from participation.plan.money.rules import Verdict
from participation.plan.money.words import euros
from participation.plan.rules import ENDED
from participation.plan.sheet import words
from participation.plan.sheet.rules import Charta
from participation.web.context import day, local_text, number
from participation.web.papers.blocks import Block, Facts, Grid, Heading, Paper, Points, Text, said


def paper_of(kind: DocumentKind, found: Material, version: int, made_on: date) -> Paper:
    """Return a document with all it says, for whoever writes it."""
    title, blocks = BUILDERS[kind](found)
    town = current_app.extensions["settings"].town.name
    about = {"process": local_text(found.process.title), "town": town, "number": version, "day": day(made_on)}
    lead = (
        gettext("%(process)s, %(town)s. Draft %(number)s, as of %(day)s.", **about)
        if kind is DocumentKind.COUNCIL
        else gettext(
            "%(process)s, %(town)s. Version %(number)s, as of %(day)s. It will not be changed; whatever is new stands "
            "in a later version.",
            **about,
        )
    )
    return Paper(title, town, lead, blocks, gettext("Contents") if kind is DocumentKind.PLAN else "")


def _plan(found: Material) -> tuple[str, list[Block]]:
    chapters = (_summary, _participation, _goals, _sheets, _timeline, _costs, _responsible, _charta, _open, _annex)
    return gettext("Implementation plan"), [block for chapter in chapters for block in chapter(found)]


def _sheet(found: Material) -> tuple[str, list[Block]]:
    one = found.items[0]
    return gettext("Fact sheet of measure %(code)s", code=one.measure.code), measures.fact_sheet(one, 1)


def _funding(found: Material) -> tuple[str, list[Block]]:
    one = found.items[0].measure
    title = gettext("Funding of measure %(code)s: %(title)s", code=one.code, title=one.title)
    return title, measures.funding(found.items[0])


def _council(found: Material) -> tuple[str, list[Block]]:
    """Return the paper in the order in which councils read: head, way, proposal, reasons, money, annexes."""
    process = found.process
    subject = gettext("Decision on the implementation plan of “%(process)s”", process=local_text(process.title))
    one_each = [gettext("%(code)s %(title)s", code=one.measure.code, title=one.measure.title) for one in found.items]
    fill_in = gettext("[to be filled in]")
    way = ((gettext("Committee for preparation"), fill_in, gettext("Preparation")),)
    decides = ((process.decider, day(process.decision_on), gettext("Decision")),)
    heads = (gettext("Committee"), gettext("Date"), gettext("Kind"))
    return subject, [
        Facts(
            (
                (gettext("Number of the paper"), fill_in),
                (gettext("Subject"), subject),
                (gettext("Public or not"), gettext("public")),
                (gettext("Type"), gettext("Paper for decision")),
                (gettext("Lead office"), process.answering_office or fill_in),
                (gettext("Author"), fill_in),
            )
        ),
        Heading(1, gettext("Sequence of committees")),
        Grid(heads, (*way, *decides)),
        Heading(1, gettext("Proposal for decision")),
        Text(
            ngettext(
                "%(who)s decides the implementation plan with one measure and charges the units named in it.",
                "%(who)s decides the implementation plan with %(num)s measures and charges the units named in it.",
                len(found.items),
                who=process.decider,
            )
        ),
        Points(one_each or [gettext("No measure is public yet.")]),
        Heading(1, gettext("Facts and reasons")),
        *([Text(found.vision.text)] if found.vision and found.vision.text else []),
        Text(_voices_in_words(found)),
        Text(_limits()),
        *_costs(found),
        Heading(1, gettext("Annexes")),
        Points([gettext("Implementation plan")]),
    ]


def _summary(found: Material) -> list[Block]:
    first = [item.measure for item in found.items if item.starts_first]
    vision = found.vision
    starts: list[Block] = (
        [Heading(2, gettext("This starts first")), Points([f"{one.code} {one.title}" for one in first])]
        if first
        else []
    )
    return [
        Heading(1, gettext("Summary")),
        *([Text(vision.text)] if vision and vision.text else []),
        *([Points(vision.guiding)] if vision and vision.guiding else []),
        Text(f"{_how_many(found)} {_voices_in_words(found)} {_sums_in_words(found)}"),
        *starts,
    ]


def _how_many(found: Material) -> str:
    count = len(found.items)
    return str(ngettext("The plan has one measure.", "The plan has %(num)s measures.", count))


def _voices_in_words(found: Material) -> str:
    ideas = sum(found.channels.values())
    of_it = len({voice.reference for item in found.items for voice in item.voices})
    said_so = ngettext(
        "People handed in one public idea.", "People handed in %(count)s public ideas.", ideas, count=number(ideas)
    )
    grown = ngettext(
        "The measures grew from one public contribution.",
        "The measures grew from %(count)s public contributions.",
        of_it,
        count=number(of_it),
    )
    return f"{said_so} {grown}"


def _limits() -> str:
    return gettext(
        "What these figures cannot say: they count contributions, not people. Whoever wanted to took part. They show "
        "what concerns people, not how many of the town think so. What is not public is not counted."
    )


def _participation(found: Material) -> list[Block]:
    rows = [(str(CHANNEL_NAMES[one]), number(count)) for one, count in found.channels.items()]
    told = [f"{one.figure} {one.words}" for one in found.standing]
    supports = ngettext(
        "Ideas were supported once.",
        "Ideas were supported %(count)s times.",
        found.supports,
        count=number(found.supports),
    )
    return [
        Heading(1, gettext("Participation in figures")),
        *([Grid((gettext("How the ideas came"), gettext("Ideas")), rows, (1,))] if rows else []),
        Text(supports),
        *([Points(told)] if told else []),
        Heading(2, gettext("Limits of these figures")),
        Text(_limits()),
    ]


def _goals(found: Material) -> list[Block]:
    if not found.goals:
        return [Heading(1, gettext("Goals and alternatives")), Text(gettext("No goal is public yet."))]
    return [Heading(1, gettext("Goals and alternatives")), *(block for one in found.goals for block in _goal(one))]


def _goal(goal: Goal) -> list[Block]:
    told: tuple[tuple[object, Callable[[Alternative], str]], ...] = (
        (gettext("What it assumes"), lambda one: one.assumptions),
        (gettext("Cost"), lambda one: str(COSTS[one.cost])),
        *((name, _change(level.value)) for level, name in words.LEVELS.items()),
        (gettext("Pro"), lambda one: "; ".join(one.pros)),
        (gettext("Contra"), lambda one: "; ".join(one.cons)),
    )
    rows = [[str(label), *(tell(one) or "–" for one in goal.alternatives)] for label, tell in told]
    chosen = next((one.name for one in goal.alternatives if goal.choice and one.id == goal.choice.alternative_id), "")
    decided = (
        gettext(
            "Chosen: %(name)s. %(reason)s (%(who)s, %(day)s)",
            name=chosen,
            reason=goal.choice.reason,
            who=goal.choice.decided_by,
            day=day(goal.choice.decided_on),
        )
        if goal.choice
        else gettext("Nobody has chosen yet.")
    )
    return [
        Heading(2, f"{goal.code} {goal.title}"),
        *said(
            (gettext("Guiding goal"), goal.guiding),
            (gettext("Indicator"), goal.indicator),
            (gettext("Target"), goal.target),
            (gettext("To be reached by"), day(goal.due_on)),
        ),
        Grid([gettext("Question"), *(one.name for one in goal.alternatives)], rows),
        Text(decided),
    ]


def _change(level: str) -> Callable[[Alternative], str]:
    return lambda one: str(getattr(one, f"change_{level}"))


def _sheets(found: Material) -> list[Block]:
    return [Heading(1, gettext("Measures")), *(block for one in found.items for block in measures.fact_sheet(one, 2))]


def _timeline(found: Material) -> list[Block]:
    dated = sorted(found.items, key=lambda one: (one.sheet.starts_on or date.max, one.measure.id))
    rows = [
        (
            f"{one.measure.code} {one.measure.title}",
            measures.period(one.sheet.starts_on, one.sheet.ends_on) or gettext("not said yet"),
            str(names.HORIZONS[one.measure.horizon]) if one.measure.horizon else "–",
            ", ".join(code for code, _ in one.needs) or "–",
        )
        for one in dated
    ]
    heads = (gettext("Measure"), gettext("Period"), gettext("Time horizon"), gettext("Needs first"))
    return [Heading(1, gettext("Timeline")), Grid(heads, rows)]


def _sum(amounts: Sequence[int | None]) -> int:
    return sum(amount or 0 for amount in amounts)


def _sums_in_words(found: Material) -> str:
    once, yearly = (
        _sum([one.money.cost_once for one in found.items]),
        _sum([one.money.cost_yearly for one in found.items]),
    )
    return gettext("Altogether it costs %(once)s once and %(yearly)s a year.", once=euros(once), yearly=euros(yearly))


def _costs(found: Material) -> list[Block]:
    rows = [
        (
            f"{one.measure.code} {one.measure.title}",
            measures.euros(one.money.cost_once),
            measures.euros(one.money.cost_yearly),
            euros(one.money.balance.sure),
            euros(one.money.balance.unsure),
        )
        for one in found.items
    ]
    total = (
        gettext("Together"),
        euros(_sum([one.money.cost_once for one in found.items])),
        euros(_sum([one.money.cost_yearly for one in found.items])),
        euros(sum(one.money.balance.sure for one in found.items)),
        euros(sum(one.money.balance.unsure for one in found.items)),
    )
    heads = (gettext("Measure"), gettext("One-off"), gettext("Yearly"), gettext("Sure"), gettext("Not sure yet"))
    open_ones = [measures.uncovered(one) for one in found.items if one.money.balance.verdict is not Verdict.COVERED]
    covered = gettext("For every measure the money is there.")
    return [
        Heading(1, gettext("Costs and money")),
        Text(_sums_in_words(found)),
        Grid(heads, (*rows, total), (1, 2, 3, 4)),
        Heading(2, gettext("What is not covered")),
        Points(open_ones) if open_ones else Text(covered),
    ]


def _responsible(found: Material) -> list[Block]:
    units: dict[str, list[Item]] = {}
    for one in found.items:
        units.setdefault(one.measure.lead_unit, []).append(one)
    rows = [
        (
            unit,
            ", ".join(one.measure.code for one in own),
            ", ".join(dict.fromkeys(name for one in own for name in (*one.sheet.contributors, *one.sheet.partners)))
            or "–",
        )
        for unit, own in sorted(units.items())
    ]
    heads = (gettext("Unit in charge"), gettext("Measures"), gettext("Who helps"))
    return [Heading(1, gettext("Responsibilities")), Grid(heads, rows)]


def _charta(found: Material) -> list[Block]:
    held = {one: [item.measure.code for item in found.items if one.value in item.sheet.charta] for one in Charta}
    rows = [(str(words.CHARTA[one]), ", ".join(codes) or gettext("Gap: no measure yet")) for one, codes in held.items()]
    return [Heading(1, "Smart City Charta"), Grid((gettext("Guideline"), gettext("Measures")), rows)]


def _open(found: Material) -> list[Block]:
    points = [sentence for one in found.items if one.measure.state not in ENDED for sentence in _open_at(one)]
    if found.drafts:
        drafts = ", ".join(found.drafts)
        points.append(gettext("Still drafts and not in this plan: %(codes)s.", codes=drafts))
    points += [
        gettext("%(code)s: nobody has chosen an alternative.", code=one.code) for one in found.goals if not one.choice
    ]
    return [Heading(1, gettext("Open points")), Points(points) if points else Text(gettext("No point is open."))]


def _open_at(item: Item) -> list[str]:
    code = item.measure.code
    told = [measures.uncovered(item)] if item.money.balance.verdict is not Verdict.COVERED else []
    if not (item.sheet.starts_on and item.sheet.ends_on):
        told.append(gettext("%(code)s: beginning or end is not said yet.", code=code))
    if not item.voices:
        told.append(gettext("%(code)s: no public contribution led to it.", code=code))
    return told


def _annex(found: Material) -> list[Block]:
    rows = [
        (
            voice.reference,
            day(voice.on),
            str(CHANNEL_NAMES[voice.channel]),
            item.measure.code,
            str(names.SHARES[voice.share]),
        )
        for item in found.items
        for voice in item.voices
    ]
    rows.sort()
    heads = (gettext("Idea"), gettext("Date"), gettext("How it came"), gettext("Measure"), gettext("How much of it"))
    told = gettext("What each idea says stands on this site under its number.")
    empty = gettext("No public contribution has led to a measure yet.")
    return [
        Heading(1, gettext("Annex: which idea led to which measure")),
        *([Text(told), Grid(heads, rows)] if rows else [Text(empty)]),
    ]


BUILDERS: dict[DocumentKind, Callable[[Material], tuple[str, list[Block]]]] = {
    DocumentKind.PLAN: _plan,
    DocumentKind.COUNCIL: _council,
    DocumentKind.SHEET: _sheet,
    DocumentKind.FUNDING: _funding,
}
