"""The templates of the demo town."""

from sqlalchemy import select

from forum.answers.models import AnswerTemplate
from participation.contributions.models import OutcomeKind
from participation.core.database import db
from participation.process.demo import DemoTown

TEMPLATES = (
    (
        OutcomeKind.ADOPTED,
        "Im Plan",
        "Ihre Idee ist Teil der Maßnahme [Maßnahme]. Zuständig ist [Amt]. Beginn ist im [Monat und Jahr].",
        "",
    ),
    (
        OutcomeKind.PARTLY,
        "Nur ein Teil geht",
        "Einen Teil Ihrer Idee setzen wir um: [welcher Teil]. Den anderen Teil nicht.",
        "Für den anderen Teil fehlt [Geld, Fläche oder Recht].",
    ),
    (
        OutcomeKind.NOT_ADOPTED,
        "Andere sind zuständig",
        "Wir können das nicht selbst tun. Wir haben Ihre Idee am [Tag] an [Stelle] gegeben.",
        "Zuständig ist [Stelle], nicht die Stadt.",
    ),
    (
        OutcomeKind.ANSWERED,
        "Danke für den Hinweis",
        "Danke für Ihren Hinweis. Der Bauhof sieht sich [Ort] bis zum [Tag] an.",
        "",
    ),
)


def load_templates(town: DemoTown) -> None:
    """Give the offices of the demo town something to begin with."""
    if db.session.scalars(select(AnswerTemplate.id).where(AnswerTemplate.process_id == town.process.id)).first():
        return
    for kind, name, answer, reason in TEMPLATES:
        template = AnswerTemplate(process_id=town.process.id, kind=kind, name=name, answer=answer, reason=reason)
        db.session.add(template)
    db.session.flush()
