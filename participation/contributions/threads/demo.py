"""What people of the demo town say below its ideas."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from participation.contributions import services
from participation.contributions.models import Comment, Stance, Thread
from participation.contributions.services import Draft
from participation.contributions.threads import writing
from participation.core.clock import now
from participation.core.vocabulary import Sector
from participation.process.demo import DemoTown


@dataclass(frozen=True, slots=True)
class Told:
    """A comment of the demo town; `reply_to` counts from the first one below the same subject."""

    day: str
    name: str
    text: str
    reply_to: int | None = None
    office: str = ""
    stance: Stance | None = None
    hour: int = 17


COMMENTS: Mapping[str, Sequence[Told]] = {
    "I26": (
        Told(
            "2027-01-18",
            "Seniorenbeirat",
            "Wir haben im November zwölf Stellen aufgeschrieben, an denen man mit Rollator nicht durchkommt. "
            "Die Liste geben wir gern weiter.",
            stance=Stance.HELP,
        ),
        Told(
            "2027-01-21",
            "Mia, Altstadt",
            "Mit Kinderwagen ist es genauso. Vor der Apotheke muss man auf die Straße.",
            stance=Stance.PRO,
        ),
        Told(
            "2027-01-25",
            "",
            "Danke, die Liste des Seniorenbeirats haben wir übernommen. "
            "Sie wird bei der Begehung im September geprüft.",
            reply_to=0,
            office="Fachbereich Bau und Ordnung",
            hour=10,
        ),
        Told(
            "2027-01-26",
            "Mia, Altstadt",
            "> Sie wird bei der Begehung im September geprüft.\n\nKann man bei der Begehung **mitgehen**?",
            reply_to=2,
        ),
    ),
    "I04": (
        Told(
            "2027-01-16",
            "Pendler aus Neu Wiesow",
            "Vier Fahrten am Tag würden reichen:\n\n- zwei am Vormittag\n- zwei am Abend",
        ),
        Told(
            "2027-01-17",
            "",
            "Und wer bezahlt das? Am Wochenende fahren dann drei Leute mit. Lieber das Geld in den Schulbus stecken.",
            stance=Stance.CONTRA,
        ),
        Told("2027-01-17", "Ole", "Drei Leute ohne Auto sind auch drei Leute.", reply_to=1, hour=20),
    ),
}


def talk(town: DemoTown, thread: Thread, told: Sequence[Told], moderator: int | None, author: int | None) -> None:
    """Have people say this in a thread, as far as its day has come; every comment was read and made public."""
    said: list[Comment] = []
    for number, one in enumerate(told):
        moment = town.moment(one.day, one.hour, number * 7)
        if moment > now():
            break
        draft = Draft(
            text=one.text,
            display_name=one.name,
            sector=Sector.ADMINISTRATION if one.office else Sector.CITIZENS,
            author_id=author if one.office else None,
            created_at=moment,
        )
        reply_to = said[one.reply_to] if one.reply_to is not None else None
        comment = writing.submit_comment(thread, draft, reply_to=reply_to, stance=one.stance)
        comment.office = one.office
        services.publish(comment, author if one.office else moderator, decided_at=moment)
        said.append(comment)
